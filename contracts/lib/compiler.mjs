// The official Move compiler and unit-test runner (a WebAssembly build), kept away from the network:
// the framework comes from this folder, local dependencies from disk, and anything else is refused.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const CONTRACTS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

// Where the compiler believes the framework is; `std` is how our own sui manifest names its neighbour.
const PACKAGES = 'crates/sui-framework/packages';
const FRAMEWORK = {
    [`${PACKAGES}/move-stdlib`]: 'framework/std',
    [`${PACKAGES}/std`]: 'framework/std',
    [`${PACKAGES}/sui-framework`]: 'framework/sui',
};

export class BuildError extends Error {}

/** Loads the compiler once; says how to install it when it is missing. */
export async function compiler() {
    let builder;
    try {
        builder = await import('@zktx.io/sui-move-builder/full');
    } catch (cause) {
        if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
        throw new BuildError('the Move compiler is not installed: run `npm ci --prefix contracts` once (the only step that needs a network)');
    }
    forbidNetwork();
    await builder.initMovePackageBuilder();
    return builder;
}

/** Everything the compiler reads of one package folder: path -> text, in path order. */
export function packageFiles(folder, parts = ['sources']) {
    const files = {};
    const manifest = path.join(folder, 'Move.toml');
    if (!fs.existsSync(manifest)) throw new BuildError(`${folder} is no Move package: it has no Move.toml`);
    files['Move.toml'] = fs.readFileSync(manifest, 'utf8');
    for (const part of parts) {
        const root = path.join(folder, part);
        if (!fs.existsSync(root)) continue;
        for (const name of fs.readdirSync(root, { recursive: true })) {
            if (name.endsWith('.move')) files[`${part}/${name.split(path.sep).join('/')}`] = fs.readFileSync(path.join(root, name), 'utf8');
        }
    }
    return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Answers the compiler's requests for dependencies of the package in `folder`. `placeholders` maps folders of ours that are not
 * published yet to the ids they have in code that links to them.
 */
export function offlineFetcher(builder, folder, placeholders = new Map()) {
    const folders = new Map();

    class OfflineFetcher extends builder.MovePackageFetcher {
        async fetch(gitUrl, rev, subdir) {
            const local = FRAMEWORK[subdir ?? ''];
            if (local === undefined) {
                throw new BuildError(`dependency ${gitUrl} (${subdir ?? '.'} at ${rev}) is not on this machine; copy it next to the package and use { local = "…" }`);
            }
            return packageFiles(path.join(CONTRACTS, local));
        }

        async fetchLocal(localPath, { dependencyName, parentPackageName }) {
            const found = path.resolve(folders.get(parentPackageName) ?? folder, localPath);
            if (!fs.existsSync(found)) throw new BuildError(`local dependency ${localPath} of ${parentPackageName} does not exist (${found})`);
            folders.set(dependencyName, found);
            return linkable(packageFiles(found), found, placeholders);
        }
    }
    return new OfflineFetcher();
}

/** Code can only link to a package that has an id: at 0x0 it would be taken for a part of the package that is compiled. */
function linkable(files, folder, placeholders) {
    const unpublished = /^(\s*\w+\s*=\s*)"0x0+"/m;
    const manifest = files['Move.toml'];
    if (!unpublished.test(manifest)) return files;
    const id = placeholders.get(folder);
    if (id === undefined) {
        throw new BuildError(`${folder} has no package id yet: publish it, then write the id in place of "0x0" under [addresses] in its Move.toml`);
    }
    return { ...files, 'Move.toml': manifest.replace(unpublished, `$1"${id}"`) };
}

/** A package that is compiled stands at 0x0, also if its manifest names the id it was published under before. */
export function asRoot(files) {
    const name = /^\s*name\s*=\s*"(\w+)"/m.exec(files['Move.toml'])?.[1];
    const own = new RegExp(`^(\\s*${name}\\s*=\\s*)"0x[0-9a-fA-F]+"`, 'm');
    return { ...files, 'Move.toml': files['Move.toml'].replace(own, '$1"0x0"') };
}

function forbidNetwork() {
    const real = globalThis.fetch;
    globalThis.fetch = (input, init) => {
        const url = String(input?.url ?? input);
        if (!url.startsWith('file:') && !url.startsWith('data:')) throw new BuildError(`the build is offline, refused: ${url}`);
        return real(input, init);
    };
}

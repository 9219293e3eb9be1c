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

/** Answers the compiler's requests for dependencies of the package in `folder`. */
export function offlineFetcher(builder, folder) {
    class OfflineFetcher extends builder.MovePackageFetcher {
        async fetch(gitUrl, rev, subdir) {
            const local = FRAMEWORK[subdir ?? ''];
            if (local === undefined) {
                throw new BuildError(`dependency ${gitUrl} (${subdir ?? '.'} at ${rev}) is not on this machine; copy it next to the package and use { local = "…" }`);
            }
            return packageFiles(path.join(CONTRACTS, local));
        }

        async fetchLocal(localPath, context) {
            const base = context?.parentSource?.local ?? '.';
            const found = [path.resolve(folder, base, localPath), path.resolve(folder, localPath)].find((p) => fs.existsSync(p));
            if (found === undefined) throw new BuildError(`local dependency ${localPath} of ${context?.parentPackageName ?? folder} does not exist`);
            return packageFiles(found);
        }
    }
    return new OfflineFetcher();
}

function forbidNetwork() {
    const real = globalThis.fetch;
    globalThis.fetch = (input, init) => {
        const url = String(input?.url ?? input);
        if (!url.startsWith('file:') && !url.startsWith('data:')) throw new BuildError(`the build is offline, refused: ${url}`);
        return real(input, init);
    };
}

// Packages with planted bugs, for the policy test kit: a real package with one place replaced. See planted/planted.json.

import fs from 'node:fs';
import path from 'node:path';
import { asRoot, BuildError, compiler, CONTRACTS, offlineFetcher, packageFiles } from './compiler.mjs';
import { compiledText } from './packages.mjs';

const FOLDER = path.join(CONTRACTS, 'planted');

/** [file, text] of everything in planted/compiled. */
export async function plantedFiles() {
    const { packages, planted } = JSON.parse(fs.readFileSync(path.join(FOLDER, 'planted.json'), 'utf8'));
    const files = [];
    for (const one of [...packages, ...planted]) files.push([path.join(FOLDER, 'compiled', `${one.name}.json`), await compileVariant(one)]);
    return files;
}

async function compileVariant({ name, package: folder, file, find, replace }) {
    const builder = await compiler();
    const from = path.resolve(FOLDER, folder);
    const files = packageFiles(from);
    if (file) {
        const key = `sources/${file}`;
        const pieces = (files[key] ?? '').split(find);
        if (pieces.length !== 2) throw new BuildError(`planted ${name}: expected one place in ${file} to replace, found ${pieces.length - 1}`);
        files[key] = pieces.join(replace);
    }
    const result = await builder.dumpMovePackage({ files: asRoot(files), network: 'mainnet', ansiColor: false, silenceWarnings: true, fetcher: offlineFetcher(builder, from) });
    if ('error' in result) throw new BuildError(`planted ${name} does not compile\n${result.error}`);
    const { modules, dependencies, digest } = result;
    return compiledText({ modules, dependencies, digest });
}

#!/usr/bin/env node
// Compiles the Move packages of this folder into the resources of the Java modules, and tests them. See README.md.

import fs from 'node:fs';
import path from 'node:path';
import { buildPackages, compiledText, compileFolder, packages, resourceText, testPackage, verifyReference } from './lib/packages.mjs';
import { BuildError, CONTRACTS } from './lib/compiler.mjs';
import { plantedFiles } from './lib/planted.mjs';
import { recordScenarios } from './lib/scenarios.mjs';

const USAGE = `usage: node contracts/build.mjs [--package NAME]       compile, write bytecode into the Java resources
       node contracts/build.mjs --check                compare with what is checked in, run all Move tests
       node contracts/build.mjs --test [NAME]          run Move tests with the official VM
       node contracts/build.mjs --record-scenarios     fill in open outcomes of scenarios/expected.json from the official VM
       node contracts/build.mjs --planted              compile the packages with planted bugs (planted/)
       node contracts/build.mjs --compile DIR --out F  compile one package of yours for \`floe publish F\``;

try {
    await main(process.argv.slice(2));
} catch (failure) {
    if (!(failure instanceof BuildError)) throw failure;
    console.error(`error: ${failure.message}`);
    process.exit(1);
}

async function main(args) {
    const [command, value, ...rest] = args;
    if (command === undefined) return write(packages());
    if (command === '--package' && value && rest.length === 0) return write(packages(value));
    if (command === '--check' && value === undefined) return check();
    if (command === '--test' && rest.length === 0) return report(await test(packages(value)));
    if (command === '--record-scenarios' && value === undefined) return console.log(`${await recordScenarios(packages('scenarios')[0])} outcomes recorded`);
    if (command === '--planted' && value === undefined) return writePlanted();
    if (command === '--compile' && value && rest[0] === '--out' && rest[1]) return compileOne(value, rest[1]);
    throw new BuildError(`I do not understand «${args.join(' ')}»\n${USAGE}`);
}

async function write(chosen) {
    for (const built of await buildPackages(chosen)) {
        fs.mkdirSync(path.dirname(built.file), { recursive: true });
        fs.writeFileSync(built.file, resourceText(built));
        console.log(`${built.name}: ${built.modules.length} modules, digest ${built.digest} -> ${path.relative(process.cwd(), built.file)}`);
    }
    for (const [file, text] of indexes()) fs.writeFileSync(file, text);
}

/** Per resource folder an index of the packages in it. */
function indexes() {
    const folders = new Map();
    for (const { name, resources } of packages()) {
        if (resources) folders.set(resources, [...(folders.get(resources) ?? []), name]);
    }
    return [...folders].map(([folder, names]) => [path.join(CONTRACTS, folder, 'index.json'), `${JSON.stringify({ packages: names }, null, 2)}\n`]);
}

async function check() {
    const stale = [];
    const built = await buildPackages(packages());
    const wanted = [...built.map((b) => [b.file, resourceText(b)]), ...indexes(), ...await plantedFiles()];
    for (const [file, text] of wanted) {
        if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) stale.push(path.relative(process.cwd(), file));
    }
    if (stale.length > 0) throw new BuildError(`not what the sources give: ${stale.join(', ')}\nrun \`node contracts/build.mjs\` and commit the result`);
    console.log(`${wanted.length} resource files are what the sources give`);
    console.log(`${verifyReference(built)} framework declarations equal the real ones`);
    report(await test(packages()));
}

async function test(chosen) {
    const total = { passed: 0, failed: 0 };
    for (const pack of chosen.filter((p) => p.tests)) {
        const result = await testPackage(pack);
        console.log(`${pack.name}: ${result.passed} passed, ${result.failed} failed`);
        const none = result.passed + result.failed === 0;
        if (result.failed > 0 || none) console.log(result.output);
        total.passed += result.passed;
        total.failed += result.failed + (none ? 1 : 0);
    }
    return total;
}

function report({ passed, failed }) {
    console.log(`${passed} passed, ${failed} failed`);
    if (failed > 0) process.exit(1);
}

async function writePlanted() {
    const files = await plantedFiles();
    for (const [file, text] of files) {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, text);
    }
    console.log(`${files.length} packages for the policy test kit compiled`);
}

async function compileOne(folder, out) {
    const compiled = await compileFolder(path.resolve(folder));
    if (compiled.modules.length === 0) throw new BuildError(`${folder} has no modules to publish`);
    fs.writeFileSync(out, compiledText(compiled));
    console.log(`${compiled.modules.length} modules -> ${out}`);
}

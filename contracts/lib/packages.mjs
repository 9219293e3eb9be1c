// The packages of packages.json: how each is compiled, what is recorded of it, how it is tested.

import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { blake2b256 } from './blake2b.mjs';
import { declarations, readModule } from './bytecode.mjs';
import { asRoot, BuildError, compiler, CONTRACTS, offlineFetcher, packageFiles } from './compiler.mjs';

const CONFIG = JSON.parse(fs.readFileSync(path.join(CONTRACTS, 'packages.json'), 'utf8'));
const REFERENCE = path.join(CONTRACTS, 'framework/reference.txt');
const NETWORK = 'mainnet';
const PLACEHOLDERS = new Map(CONFIG.packages.filter((p) => p.placeholder).map((p) => [path.resolve(CONTRACTS, p.folder), normal(p.placeholder)]));

/** All packages, or the one named. */
export function packages(name) {
    if (name === undefined) return CONFIG.packages;
    const found = CONFIG.packages.filter((p) => p.name === name);
    if (found.length === 0) throw new BuildError(`no package ${name}; there are ${CONFIG.packages.map((p) => p.name).join(', ')}`);
    return found;
}

/** {name, modules, dependencies, digest, sourcesSha256, file} of each package that has bytecode to record. */
export async function buildPackages(chosen) {
    const system = chosen.some((p) => p.system) ? await buildSystem() : new Map();
    const built = [];
    for (const pack of chosen.filter((p) => p.system || p.resources || p.compiled)) {
        const folder = path.resolve(CONTRACTS, pack.folder);
        const compiled = pack.system ? system.get(normal(pack.system)) : await compileFolder(folder);
        built.push({
            name: pack.name,
            folder: pack.folder,
            placeholder: pack.placeholder && normal(pack.placeholder),
            ...compiled,
            digest: Buffer.from(compiled.digest).toString('hex'),
            sourcesSha256: sourcesSha256(packageFiles(folder)),
            file: path.join(CONTRACTS, pack.compiled ?? path.join(pack.resources, `${pack.name}.json`)),
            text: pack.compiled ? compiledText(compiled) : null,
        });
    }
    return built;
}

/** What `--compile` writes. */
export function compiledText(compiled) {
    return `${JSON.stringify({ ...compiled, digest: `[${compiled.digest}]` }, null, 2).replace(/"(\[[\d,]+\])"/, '$1')}\n`;
}

/** The text of a resource file: stable, one module a line. */
export function resourceText({ name, folder, placeholder, modules, dependencies, digest, sourcesSha256: sources, text }) {
    return text ?? `${JSON.stringify({ name, folder, builder: CONFIG.builder, placeholder, sourcesSha256: sources, digest, dependencies, modules }, null, 2)}\n`;
}

/** What `floe publish` reads: {modules: base64, dependencies: 0x-hex, digest: 32 numbers}, as the Sui CLI prints it. */
export async function compileFolder(folder) {
    const builder = await compiler();
    const input = { files: asRoot(packageFiles(folder)), network: NETWORK, ansiColor: false, fetcher: offlineFetcher(builder, folder, PLACEHOLDERS) };
    const result = await builder.dumpMovePackage(input);
    if ('error' in result) throw new BuildError(`${folder} does not compile (${result.category})\n${result.error}`);
    if (result.warnings) console.error(result.warnings);
    const { modules, dependencies, digest } = result;
    if (!packageDigest(modules, dependencies).every((byte, i) => byte === digest[i])) throw new BuildError(`${folder}: the digest is not that of the modules`);
    return { modules, dependencies, digest };
}

/**
 * SHA-256 over every compiled source file in path order: path, a zero byte, length in decimal, a zero byte, the bytes.
 * Paths are relative to the package folder, with `/`.
 */
export function sourcesSha256(files) {
    const hash = crypto.createHash('sha256');
    for (const [name, text] of Object.entries(files)) {
        const bytes = Buffer.from(text, 'utf8');
        hash.update(name).update('\0').update(String(bytes.length)).update('\0').update(bytes);
    }
    return hash.digest('hex');
}

/** The official VM's verdict on the #[test] functions of a package: {passed, failed, output}. */
export async function testPackage(pack) {
    if (pack.name !== 'scenarios') return runTests(pack);
    const { scenarioTests, testClever } = await import('./scenarios.mjs');
    const all = [await runTests(pack, await scenarioTests()), await testClever(pack)];
    const sum = (count) => all.reduce((total, part) => total + part[count], 0);
    return { passed: sum('passed'), failed: sum('failed'), output: all.map((part) => part.output).join('\n') };
}

/** As `testPackage`, with `extra` files besides those on disk. */
export async function runTests(pack, extra = {}) {
    const builder = await compiler();
    const folder = path.resolve(CONTRACTS, pack.folder);
    const files = { ...asRoot(packageFiles(folder, ['sources', 'tests'])), ...extra };
    const result = await builder.testMovePackage({ files, network: NETWORK, ansiColor: false, silenceWarnings: true, fetcher: offlineFetcher(builder, folder, PLACEHOLDERS) });
    if ('error' in result) throw new BuildError(`the tests of ${pack.name} do not run (${result.category})\n${result.error}`);
    const counts = /Total tests: \d+; passed: (\d+); failed: (\d+)/.exec(result.output);
    if (counts === null) throw new BuildError(`the test runner said nothing countable about ${pack.name}\n${result.output}`);
    return { passed: Number(counts[1]), failed: Number(counts[2]), output: result.output };
}

/** Every declaration of ours that other packages can see must be one of the real framework; returns how many were compared. */
export function verifyReference(built) {
    const real = new Set(fs.readFileSync(REFERENCE, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')));
    const ours = built.filter((b) => packages(b.name)[0].system).flatMap((b) => b.modules)
        .flatMap((m) => declarations(readModule(Buffer.from(m, 'base64')))).filter(linkable);
    const unknown = ours.filter((line) => !real.has(line));
    if (unknown.length > 0) throw new BuildError(`not in the real framework (framework/reference.txt):\n${unknown.join('\n')}`);
    return ours.length;
}

/** Private helpers may differ; types, natives and everything callable from outside may not. */
export function linkable(line) {
    return !/ \[private\]$/.test(line) && !/ \[package\]$/.test(line);
}

/** std and sui in one go: as roots of their own the compiler would place them at 0x0. */
async function buildSystem() {
    const builder = await compiler();
    const system = CONFIG.packages.filter((p) => p.system);
    const addresses = system.map((p) => `${p.name} = "${p.system}"\n`).join('');
    const files = { 'Move.toml': `[package]\nname = "framework"\nedition = "2024"\nimplicit-dependencies = false\n[addresses]\n${addresses}framework = "0x0"\n` };
    for (const pack of system) {
        for (const [name, text] of Object.entries(packageFiles(path.resolve(CONTRACTS, pack.folder)))) {
            if (name !== 'Move.toml') files[name.replace('sources/', `sources/${pack.name}/`)] = text;
        }
    }
    const result = await builder.dumpMovePackage({ files, network: NETWORK, ansiColor: false });
    if ('error' in result) throw new BuildError(`the framework does not compile (${result.category})\n${result.error}`);
    if (result.warnings) console.error(result.warnings);
    const byAddress = new Map(system.map((p) => [normal(p.system), []]));
    for (const module of result.modules) byAddress.get(`0x${readModule(Buffer.from(module, 'base64')).address}`).push(module);
    return new Map([...byAddress].map(([address, modules]) => {
        const dependencies = system.map((p) => normal(p.system)).filter((other) => other < address);
        return [address, { modules, dependencies, digest: packageDigest(modules, dependencies) }];
    }));
}

/** BLAKE2b-256 over the sorted list of module hashes and dependency ids. */
export function packageDigest(modules, dependencies) {
    const parts = [...modules.map((m) => blake2b256(Buffer.from(m, 'base64'))), ...dependencies.map((d) => Buffer.from(normal(d).slice(2), 'hex'))];
    return [...blake2b256(Buffer.concat(parts.sort(Buffer.compare)))];
}

function normal(address) {
    return `0x${address.replace(/^0x/, '').padStart(64, '0')}`;
}

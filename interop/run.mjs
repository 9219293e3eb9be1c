// Starts what is tested from the built launcher, runs every suite against it with the unmodified SDKs, stops it, prints
// counts: a ledger for the suites of @mysten/sui, a whole storage network for those of @mysten/walrus (`walrus-*`).
//
//   node interop/run.mjs                      all suites
//   node interop/run.mjs reads walrus-blobs   only those
//   FLOE_LEDGER=http://… node interop/run.mjs   against a ledger that runs already
//   FLOE_NETWORK=DIR node interop/run.mjs       against the network of `floe up --dir DIR`
//   FLOE=…/floe node interop/run.mjs            another launcher
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const floe = process.env.FLOE ?? path.join(path.dirname(here), 'floe');
const START_MILLIS = 60_000;
const STOP_MILLIS = 20_000;
const wanted = process.argv.slice(2);

const suites = fs.readdirSync(path.join(here, 'test'))
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => file.replace('.test.mjs', ''))
    .filter((name) => wanted.length === 0 || wanted.includes(name));
const isNetwork = (name) => name.startsWith('walrus-');

/** Starts `floe …` and waits until its output has `ready`; without it, fails. */
async function start(args, ready, env = {}) {
    const child = spawn(floe, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    const closed = new Promise((resolve) => child.once('close', resolve));
    const stop = async () => {
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLIS);
        child.kill('SIGTERM'); // the launcher execs, so this is the server itself
        await closed;
        clearTimeout(timer);
    };
    let text = '';
    const found = await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), START_MILLIS);
        closed.then(() => { clearTimeout(timer); resolve(null); });
        child.stdout.on('data', (data) => {
            text += data;
            const match = ready.exec(text);
            if (match) { clearTimeout(timer); resolve(match[0]); }
        });
    });
    if (found === null) {
        await stop();
        throw new Error(`floe ${args.join(' ')} did not get ready: ${text}`);
    }
    return { found, stop };
}

const isFree = (port) => new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
});

/** The first of 64 ports that are free, below those that systems give to clients. */
async function freePorts() {
    for (let attempt = 0; attempt < 100; attempt++) {
        const first = 15_000 + 64 * Math.floor(Math.random() * 200);
        const free = await Promise.all(Array.from({ length: 64 }, (_, i) => isFree(first + i)));
        if (free.every(Boolean)) return first;
    }
    throw new Error('found no 64 free ports');
}

async function startLedger(folder) {
    const ledger = await start(['ledger', 'run', '--dir', folder, '--port', '0'], /http:\/\/[\w.:[\]]+:\d+/);
    return { env: { FLOE_LEDGER: ledger.found }, stop: ledger.stop };
}

async function startNetwork(folder) {
    const env = { FLOE, FLOE_HOME: path.join(folder, 'home'), FLOE_NETWORK: path.join(folder, 'network') };
    const port = await freePorts();
    const network = await start(['up', '--dir', env.FLOE_NETWORK, '--port', `${port}`], /ready after .*/, env);
    console.log(`storage network: ${network.found}`);
    return { env, stop: network.stop };
}

function runSuites(names, env) {
    const files = names.map((name) => path.join(here, 'test', `${name}.test.mjs`));
    const options = ['--test', '--test-reporter=spec'];
    if (names.some(isNetwork)) options.push('--test-concurrency=1'); // they stop nodes and end epochs
    return new Promise((resolve) => {
        const tests = spawn(process.execPath, [...options, ...files], {
            stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env },
        });
        let text = '';
        tests.stdout.on('data', (data) => { text += data; process.stdout.write(data); });
        tests.on('close', (code) => {
            const count = (name) => Number(new RegExp(`ℹ ${name} (\\d+)`).exec(text)?.[1] ?? 0);
            resolve({ passed: count('pass'), failed: count('fail'), skipped: count('skipped'), isGood: code === 0 && count('pass') > 0 });
        });
    });
}

/** Runs suites against a server of their own, which `launch` starts in a folder that is removed again. */
async function group(names, launch) {
    if (names.length === 0) return null;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'floe-interop-'));
    try {
        const server = await launch(folder);
        try {
            return await runSuites(names, server.env);
        } finally {
            await server.stop();
        }
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

const FLOE = floe;
const running = async () => ({ env: { FLOE }, stop: async () => {} });
const { FLOE_LEDGER, FLOE_NETWORK } = process.env;
if (!FLOE_LEDGER) execFileSync(floe, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] }); // builds first, which takes its time
const results = [];
if (!FLOE_NETWORK) results.push(await group(suites.filter((name) => !isNetwork(name)), FLOE_LEDGER ? running : startLedger));
if (!FLOE_LEDGER) results.push(await group(suites.filter(isNetwork), FLOE_NETWORK ? running : startNetwork));
const done = results.filter((result) => result !== null);
const sum = (name) => done.reduce((total, result) => total + result[name], 0);
console.log(`interop: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = done.length > 0 && done.every((result) => result.isGood) ? 0 : 1;

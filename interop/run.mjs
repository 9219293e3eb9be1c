// Starts a ledger from the built launcher, runs every suite against it with the unmodified SDK, stops it, prints counts.
//
//   node interop/run.mjs              all suites
//   node interop/run.mjs reads build  only those
//   FLOE_LEDGER=http://… node interop/run.mjs   against a ledger that runs already
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const START_MILLIS = 60_000;
const wanted = process.argv.slice(2);

async function startLedger() {
    const floe = path.join(root, 'floe');
    execFileSync(floe, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] }); // builds first, which takes its time
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'floe-interop-'));
    const ledger = spawn(floe, ['ledger', 'run', '--dir', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = new Promise((resolve) => ledger.once('close', resolve));
    const stop = async () => {
        const timer = setTimeout(() => ledger.kill('SIGKILL'), 10_000);
        ledger.kill('SIGTERM'); // the launcher execs, so this is the ledger itself
        await closed;
        clearTimeout(timer);
        fs.rmSync(folder, { recursive: true, force: true });
    };
    let text = '';
    const endpoint = await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), START_MILLIS);
        closed.then(() => { clearTimeout(timer); resolve(null); });
        ledger.stdout.on('data', (data) => {
            text += data;
            const found = /http:\/\/[\w.:[\]]+:\d+/.exec(text);
            if (found) { clearTimeout(timer); resolve(found[0]); }
        });
    });
    if (endpoint === null) {
        await stop();
        throw new Error(`the ledger did not tell its endpoint: ${text}`);
    }
    return { endpoint, stop };
}

function runSuites(endpoint) {
    const suites = fs.readdirSync(path.join(here, 'test'))
        .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.includes(name.replace('.test.mjs', ''))))
        .map((name) => path.join(here, 'test', name));
    return new Promise((resolve) => {
        const tests = spawn(process.execPath, ['--test', '--test-reporter=spec', ...suites], {
            stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, FLOE_LEDGER: endpoint },
        });
        let text = '';
        tests.stdout.on('data', (data) => { text += data; process.stdout.write(data); });
        tests.on('close', (code) => {
            const count = (name) => Number(new RegExp(`ℹ ${name} (\\d+)`).exec(text)?.[1] ?? 0);
            console.log(`interop: ${count('pass')} passed, ${count('fail')} failed, ${count('skipped')} skipped`);
            resolve(code === 0 && count('pass') > 0 ? 0 : 1);
        });
    });
}

const running = process.env.FLOE_LEDGER ? { endpoint: process.env.FLOE_LEDGER, stop: async () => {} } : await startLedger();
let code = 1;
try {
    code = await runSuites(running.endpoint);
} finally {
    await running.stop();
}
process.exitCode = code;

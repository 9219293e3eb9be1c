// Starts a ledger from the built launcher, runs every suite against it with the unmodified SDK, stops it, prints counts.
//
//   node interop/run.mjs              all suites
//   node interop/run.mjs reads build  only those
//   FLOE_LEDGER=http://… node interop/run.mjs   against a ledger that runs already
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const START_MILLIS = 60_000;
const wanted = process.argv.slice(2);

async function startLedger() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'floe-interop-'));
    const ledger = spawn(path.join(root, 'floe'), ['ledger', 'run', '--dir', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const endpoint = await new Promise((resolve, reject) => {
        let text = '';
        const timer = setTimeout(() => reject(new Error(`the ledger said nothing of its endpoint in time: ${text}`)), START_MILLIS);
        ledger.stdout.on('data', (data) => {
            text += data;
            const found = /http:\/\/[\w.:[\]]+:\d+/.exec(text);
            if (found) { clearTimeout(timer); resolve(found[0]); }
        });
        ledger.on('exit', (code) => { clearTimeout(timer); reject(new Error(`the ledger ended with ${code}: ${text}`)); });
    });
    return {
        endpoint,
        async stop() {
            const ended = new Promise((resolve) => ledger.on('exit', resolve));
            ledger.removeAllListeners('exit');
            ledger.once('exit', () => {});
            const closed = new Promise((resolve) => ledger.once('close', resolve));
            process.kill(ledger.pid, 'SIGTERM');
            const timer = setTimeout(() => process.kill(ledger.pid, 'SIGKILL'), 10_000);
            await Promise.race([ended, closed]);
            clearTimeout(timer);
            fs.rmSync(folder, { recursive: true, force: true });
        },
    };
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

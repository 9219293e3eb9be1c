// What the storage suites share: the running network, the unmodified SDK on it, accounts with WAL, the floe command.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WalrusClient } from '@mysten/walrus';
import { SuiGrpcClient } from '@mysten/sui/grpc';
import { requestSuiFromFaucetV2 } from '@mysten/sui/faucet';
import { Ed25519Keypair } from '@mysten/sui/keypairs/ed25519';
import { Transaction } from '@mysten/sui/transactions';

const { FLOE, FLOE_NETWORK } = process.env;
if (!FLOE_NETWORK) throw new Error('FLOE_NETWORK is not set; run `node interop/run.mjs`');

export const network = JSON.parse(fs.readFileSync(path.join(FLOE_NETWORK, 'network.json'), 'utf8'));
export const WAL = `${network.packages.wal}::wal::WAL`;

/** The SDK's client; a new one has no cache. */
export function client(options = {}) {
    return new WalrusClient({
        packageConfig: { systemObjectId: network.objects.system, stakingPoolId: network.objects.staking },
        suiClient: new SuiGrpcClient({ network: 'localnet', baseUrl: network.ledger }),
        storageNodeUrlScheme: 'http',
        ...options,
    });
}

export const sui = new SuiGrpcClient({ network: 'localnet', baseUrl: network.ledger });

export async function run(signer, fill) {
    const transaction = new Transaction();
    await fill(transaction);
    const result = await sui.signAndExecuteTransaction({ transaction, signer, include: { effects: true } });
    assert.equal(result.$kind, 'Transaction', JSON.stringify(result.FailedTransaction?.status));
    await sui.waitForTransaction({ digest: result.Transaction.digest });
    return result.Transaction;
}

/** A new account with SUI of the faucet, some of it exchanged for WAL. */
export async function account() {
    const keypair = Ed25519Keypair.generate();
    const me = keypair.toSuiAddress();
    await requestSuiFromFaucetV2({ host: network.ledger, recipient: me });
    await run(keypair, (tx) => {
        const [paid] = tx.splitCoins(tx.gas, [1_000_000_000]);
        const wal = tx.moveCall({ target: `${network.packages.wal_exchange}::wal_exchange::exchange_all_for_wal`, arguments: [tx.object(network.objects.exchange), paid] });
        tx.transferObjects([wal], me);
    });
    return keypair;
}

export const walOf = async (address) => BigInt((await sui.getBalance({ owner: address, coinType: WAL })).balance.balance);

/** Bytes that look random and are the same for the same words. */
export function bytes(words, length) {
    const out = Buffer.alloc(length);
    for (let at = 0, block = 0; at < length; at += 32, block++) createHash('sha256').update(`${words} ${block}`).digest().copy(out, at);
    return new Uint8Array(out);
}

export function sameBytes(got, expected) {
    assert.equal(got.length, expected.length);
    assert.equal(Buffer.compare(got, expected), 0, 'the bytes differ');
}

/** Runs a floe command as the network's user; `code`, `out` as bytes, `err` as text. */
export function floe(...args) {
    return new Promise((resolve) => {
        execFile(FLOE, args, { encoding: 'buffer', maxBuffer: 64 << 20 }, (error, out, err) =>
            resolve({ code: error ? error.code : 0, out, err: err.toString() }));
    });
}

/** The standard output of a floe command that must succeed. */
export async function floeOut(...args) {
    const { code, out, err } = await floe(...args);
    assert.equal(code, 0, `floe ${args.join(' ')}: ${err}${out}`);
    return out;
}

export const floeJson = async (...args) => JSON.parse((await floeOut(...args, '--json')).toString());

/** A folder for one suite; it goes when the process ends. */
export function scratch() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'floe-walrus-'));
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** Asks the local network for what only its owner may: stop and start nodes, end the epoch. */
export async function control(what) {
    const token = fs.readFileSync(path.join(FLOE_NETWORK, 'keys', 'control', 'token'), 'utf8');
    const answer = await fetch(`${network.control}${what}`, { method: 'POST', headers: { 'X-Floe-Control': token } });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
}

/** A read that is tried again where the SDK itself does not: see the table of its defects in README.md. */
export async function reading(read) {
    for (let attempt = 1; ; attempt++) {
        try {
            return await read();
        } catch (error) {
            if (!(error instanceof RangeError) || attempt === 50) throw error;
        }
    }
}

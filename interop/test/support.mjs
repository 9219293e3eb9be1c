// What all suites share: the running ledger, funded accounts, the published test package.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { SuiGrpcClient } from '@mysten/sui/grpc';
import { requestSuiFromFaucetV2 } from '@mysten/sui/faucet';
import { Ed25519Keypair } from '@mysten/sui/keypairs/ed25519';
import { Transaction } from '@mysten/sui/transactions';

export const ENDPOINT = process.env.FLOE_LEDGER;
if (!ENDPOINT) throw new Error('FLOE_LEDGER is not set; run `node interop/run.mjs`');

export const client = new SuiGrpcClient({ network: 'localnet', baseUrl: ENDPOINT });
export const fixture = (name) => JSON.parse(fs.readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

/** A new account with SUI from the faucet. */
export async function account(gifts = 1) {
    const keypair = Ed25519Keypair.generate();
    for (let i = 0; i < gifts; i++) await requestSuiFromFaucetV2({ host: ENDPOINT, recipient: keypair.toSuiAddress() });
    return keypair;
}

/** Builds through the ledger's resolver, signs, executes; fails unless the transaction succeeds. */
export async function run(signer, fill, include = {}) {
    const tx = new Transaction();
    await fill(tx);
    const result = await client.signAndExecuteTransaction({
        transaction: tx,
        signer,
        include: { effects: true, objectTypes: true, ...include },
    });
    assert.equal(result.$kind, 'Transaction', JSON.stringify(result.FailedTransaction?.status));
    return result.Transaction;
}

/** Ids of objects that a result created, by the last part of their type. */
export function created(result, name) {
    return result.effects.changedObjects
        .filter((change) => change.idOperation === 'Created')
        .map((change) => change.objectId)
        .filter((id) => (result.objectTypes[id] ?? '').replace(/<.*/, '').endsWith(name));
}

export async function publish(signer, name = 'lab-v1') {
    const { modules, dependencies } = fixture(name);
    const result = await run(signer, (tx) => {
        const [cap] = tx.publish({ modules, dependencies });
        tx.transferObjects([cap], signer.toSuiAddress());
    });
    const pkg = result.effects.changedObjects.find((change) => change.outputState === 'PackageWrite').objectId;
    return { pkg, cap: created(result, '::UpgradeCap')[0], treasury: created(result, '::TreasuryCap')[0], result };
}

export async function thing(signer, pkg, level = 5) {
    const result = await run(signer, (tx) => {
        const made = tx.moveCall({ target: `${pkg}::lab::new_thing`, arguments: [tx.pure.u64(level)] });
        tx.transferObjects([made], signer.toSuiAddress());
    });
    return created(result, '::Thing')[0];
}

export async function counter(signer, pkg) {
    const result = await run(signer, (tx) => tx.moveCall({ target: `${pkg}::lab::new_counter` }));
    return created(result, '::Counter')[0];
}

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { bcs } from '@mysten/sui/bcs';
import { Secp256k1Keypair } from '@mysten/sui/keypairs/secp256k1';
import { Secp256r1Keypair } from '@mysten/sui/keypairs/secp256r1';
import { MultiSigPublicKey } from '@mysten/sui/multisig';
import { ParallelTransactionExecutor, SerialTransactionExecutor, Transaction } from '@mysten/sui/transactions';
import { toBase64 } from '@mysten/sui/utils';
import { requestSuiFromFaucetV2 } from '@mysten/sui/faucet';
import { ENDPOINT, account, client, counter, created, publish, run, thing } from './support.mjs';

let alice, me, lab, shared;
const target = (name) => `${lab.pkg}::lab::${name}`;

before(async () => {
    alice = await account(3);
    me = alice.toSuiAddress();
    lab = await publish(alice);
    shared = await counter(alice, lab.pkg);
});

test('the keypair executes, too, and everything included is there', async () => {
    const tx = new Transaction();
    tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
    const result = await alice.signAndExecuteTransaction({ transaction: tx, client });
    assert.ok(result.Transaction.digest);
    const include = { transaction: true, bcs: true, effects: true, events: true, balanceChanges: true, objectTypes: true };
    const waited = await client.waitForTransaction({ digest: result.Transaction.digest, include });
    const { Transaction: found } = waited;
    assert.equal(found.digest, result.Transaction.digest);
    assert.equal(found.effects.gasObject.outputOwner.AddressOwner, me);
    assert.equal(found.effects.transactionDigest, found.digest);
    assert.equal(bcs.TransactionEffects.parse(found.effects.bcs).V2.transactionDigest, found.digest);
    assert.equal(found.events.length, 1);
    assert.equal(found.transaction.sender, me);
    assert.equal(found.signatures.length, 1);
    assert.equal(BigInt(found.balanceChanges[0].amount) < 0n, true);
    assert.equal(await Transaction.from(found.bcs).getDigest(), found.digest);
    const again = await client.waitForTransaction({ result });
    assert.equal(again.Transaction.digest, found.digest);
});

test('other signature schemes, and multisig', async () => {
    const k1 = Secp256k1Keypair.generate();
    const r1 = Secp256r1Keypair.generate();
    for (const keypair of [k1, r1]) {
        await requestSuiFromFaucetV2({ host: ENDPOINT, recipient: keypair.toSuiAddress() });
        await run(keypair, (tx) => tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] }));
    }
    const both = MultiSigPublicKey.fromPublicKeys({ threshold: 2, publicKeys: [k1, r1].map((one) => ({ publicKey: one.getPublicKey(), weight: 1 })) });
    await requestSuiFromFaucetV2({ host: ENDPOINT, recipient: both.toSuiAddress() });
    const tx = new Transaction();
    tx.setSender(both.toSuiAddress());
    tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
    const bytes = await tx.build({ client });
    const parts = [(await k1.signTransaction(bytes)).signature, (await r1.signTransaction(bytes)).signature];
    await assert.rejects(client.executeTransaction({ transaction: bytes, signatures: [parts[0]] }));
    const result = await client.executeTransaction({ transaction: bytes, signatures: [both.combinePartialSignatures(parts)] });
    assert.equal(result.$kind, 'Transaction');
});

test('a wrong signature is refused', async () => {
    const tx = new Transaction();
    tx.setSender(me);
    tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
    const bytes = await tx.build({ client });
    const other = await account();
    await assert.rejects(client.executeTransaction({ transaction: bytes, signatures: [(await other.signTransaction(bytes)).signature] }), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(client.executeTransaction({ transaction: bytes, signatures: [] }), { code: 'INVALID_ARGUMENT' });
});

test('a stale version is refused, a repeat gives the same', async () => {
    const own = await thing(alice, lab.pkg);
    const make = async (level) => {
        const tx = new Transaction();
        tx.setSender(me);
        tx.moveCall({ target: target('set_level'), arguments: [tx.object(own), tx.pure.u64(level)] });
        const bytes = await tx.build({ client });
        return { transaction: bytes, signatures: [(await alice.signTransaction(bytes)).signature] };
    };
    const first = await make(1);
    const second = await make(2);
    const done = await client.executeTransaction({ ...first, include: { effects: true } });
    assert.equal(done.$kind, 'Transaction');
    await assert.rejects(client.executeTransaction(second), { code: 'INVALID_ARGUMENT' });
    const repeated = await client.executeTransaction({ ...first, include: { effects: true } });
    assert.equal(toBase64(repeated.Transaction.effects.bcs), toBase64(done.Transaction.effects.bcs));
});

test('a failure is an answer, and gas is charged', async () => {
    const before = BigInt((await client.getBalance({ owner: me })).balance.balance);
    const tx = new Transaction();
    tx.setSender(me);
    tx.setGasBudget(50_000_000);
    tx.moveCall({ target: target('fail_clever'), arguments: [tx.pure.bool(true)] });
    const { objects } = await client.listCoins({ owner: me });
    tx.setGasPayment(objects.slice(0, 1).map(({ objectId, version, digest }) => ({ objectId, version, digest })));
    tx.setGasPrice((await client.getReferenceGasPrice()).referenceGasPrice);
    const result = await client.signAndExecuteTransaction({ transaction: tx, signer: alice, include: { effects: true } });
    assert.equal(result.$kind, 'FailedTransaction');
    const { status } = result.FailedTransaction;
    assert.match(status.error.message, /1st command.*ENope.*nope/s);
    assert.equal(status.error.MoveAbort.cleverError.constantName, 'ENope');
    assert.ok(BigInt((await client.getBalance({ owner: me })).balance.balance) < before);
});

test('fifty transactions on one shared object at once', async () => {
    const busy = await counter(alice, lab.pkg);
    const callers = await Promise.all(Array.from({ length: 10 }, () => account()));
    const results = [];
    await Promise.all(callers.map(async (caller) => {
        for (let i = 0; i < 5; i++) results.push(await run(caller, (tx) => tx.moveCall({ target: target('bump'), arguments: [tx.object(busy)] }), { events: true }));
    }));
    const values = results.map((result) => Number(result.events[0].json.value)).sort((a, b) => a - b);
    assert.deepEqual(values, Array.from({ length: 50 }, (_, i) => i + 1));
    assert.equal((await client.getObject({ objectId: busy, include: { json: true } })).object.json.value, '50');
});

test('a private entry function may be called, a private function not', async () => {
    await run(alice, (tx) => tx.moveCall({ target: target('only_entry'), arguments: [tx.object(shared)] }));
    await assert.rejects(run(alice, (tx) => tx.moveCall({ target: target('hidden'), arguments: [tx.object(shared)] })));
});

test('the serial executor', async () => {
    const signer = await account();
    const executor = new SerialTransactionExecutor({ client, signer });
    for (let i = 0; i < 3; i++) {
        const tx = new Transaction();
        tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
        const result = await executor.executeTransaction(tx);
        assert.ok(result.Transaction?.digest ?? result.digest);
    }
});

test('the parallel executor', async () => {
    const signer = await account();
    const executor = new ParallelTransactionExecutor({ client, signer, maxPoolSize: 4, initialCoinBalance: 100_000_000n });
    const results = await Promise.all(Array.from({ length: 6 }, () => {
        const tx = new Transaction();
        const made = tx.moveCall({ target: target('new_thing'), arguments: [tx.pure.u64(1)] });
        tx.transferObjects([made], signer.toSuiAddress());
        return executor.executeTransaction(tx);
    }));
    assert.equal(new Set(results.map((result) => result.Transaction?.digest ?? result.digest)).size, 6);
});

test('checkpoints are followed', async () => {
    const controller = new AbortController();
    const call = client.subscriptionService.subscribeCheckpoints({ readMask: { paths: ['sequence_number', 'transactions.digest'] } }, { abort: controller.signal });
    const seen = [];
    const reading = (async () => {
        for await (const message of call.responses) {
            if (message.checkpoint) seen.push(message.checkpoint);
            if (seen.length === 3) return;
        }
    })();
    const digests = [];
    for (let i = 0; i < 4; i++) digests.push((await run(alice, (tx) => tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] }))).digest);
    await reading;
    controller.abort();
    seen.forEach((one, i) => assert.equal(one.sequenceNumber, seen[0].sequenceNumber + BigInt(i)));
    const followed = seen.flatMap((one) => one.transactions.map((tx) => tx.digest));
    assert.ok(digests.some((digest) => followed.includes(digest)));
    assert.ok(created);
});

// The ledger as resolver of transactions: what `build` and `simulate` ask of it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { bcs } from '@mysten/sui/bcs';
import { Inputs, Transaction, coinWithBalance } from '@mysten/sui/transactions';
import { fromBase58, toBase64 } from '@mysten/sui/utils';
import { account, client, counter, created, fixture, publish, run, thing } from './support.mjs';

let alice, me, lab, shared;
const target = (name) => `${lab.pkg}::lab::${name}`;

before(async () => {
    alice = await account(3);
    me = alice.toSuiAddress();
    lab = await publish(alice);
    shared = await counter(alice, lab.pkg);
});

async function built(fill, prepare = () => {}) {
    const tx = new Transaction();
    tx.setSender(me);
    await fill(tx);
    prepare(tx);
    return Transaction.from(await tx.build({ client })).getData();
}

test('shared objects are mutable exactly where a call needs it', async () => {
    const read = await built((tx) => tx.moveCall({ target: target('value'), arguments: [tx.object(shared)] }));
    assert.equal(read.inputs[0].Object.SharedObject.mutable, false);
    const write = await built((tx) => tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] }));
    assert.equal(write.inputs[0].Object.SharedObject.mutable, true);
    const both = await built((tx) => {
        tx.moveCall({ target: target('value'), arguments: [tx.object(shared)] });
        tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
    });
    assert.equal(both.inputs.length, 1);
    assert.equal(both.inputs[0].Object.SharedObject.mutable, true);
});

test('owned, immutable and receiving objects', async () => {
    const own = await thing(alice, lab.pkg);
    const frozen = await thing(alice, lab.pkg, 8);
    await run(alice, (tx) => tx.moveCall({ target: target('freeze_thing'), arguments: [tx.object(frozen)] }));
    const sent = await thing(alice, lab.pkg, 4);
    await run(alice, (tx) => tx.transferObjects([tx.object(sent)], own));
    const data = await built((tx) => {
        tx.moveCall({ target: target('level'), arguments: [tx.object(frozen)] });
        const got = tx.moveCall({ target: target('take'), arguments: [tx.object(own), tx.object(sent)] });
        tx.transferObjects([got], me);
    });
    const kinds = data.inputs.filter((input) => input.Object).map((input) => input.Object.$kind);
    assert.deepEqual(kinds, ['ImmOrOwnedObject', 'ImmOrOwnedObject', 'Receiving']);
    const result = await run(alice, (tx) => {
        const got = tx.moveCall({ target: target('take'), arguments: [tx.object(own), tx.object(sent)] });
        tx.transferObjects([got], me);
    });
    assert.equal((await client.getObject({ objectId: sent })).object.owner.AddressOwner, me);
    assert.ok(result.digest);
});

test('clock, and system objects by id', async () => {
    const result = await run(alice, (tx) => tx.moveCall({ target: target('now'), arguments: [tx.object.clock()] }));
    assert.ok(result.digest);
    const data = await built((tx) => tx.moveCall({ target: target('now'), arguments: [tx.object('0x6')] }));
    assert.deepEqual({ ...data.inputs[0].Object.SharedObject, objectId: 0 }, { objectId: 0, initialSharedVersion: '1', mutable: false });
});

test('gas is found: price, budget and coins', async () => {
    const data = await built((tx) => {
        const [coin] = tx.splitCoins(tx.gas, [1000]);
        tx.transferObjects([coin], me);
    });
    assert.ok(BigInt(data.gasData.budget) > 0n && BigInt(data.gasData.price) > 0n);
    assert.ok(data.gasData.payment.length >= 1);
    const preset = await built((tx) => tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] }), (tx) => { tx.setGasBudget(77_000_000); tx.setGasPrice(1000); });
    assert.equal(preset.gasData.budget, '77000000');
    const { objects } = await client.listCoins({ owner: me });
    const payment = [{ objectId: objects[0].objectId, version: objects[0].version, digest: objects[0].digest }];
    const paid = await built((tx) => tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] }), (tx) => tx.setGasPayment(payment));
    assert.deepEqual(paid.gasData.payment, payment);
});

test('a sponsor pays', async () => {
    const sponsor = await account();
    const tx = new Transaction();
    tx.setSender(me);
    tx.setGasOwner(sponsor.toSuiAddress());
    tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
    const bytes = await tx.build({ client });
    const signatures = [(await alice.signTransaction(bytes)).signature, (await sponsor.signTransaction(bytes)).signature];
    const result = await client.executeTransaction({ transaction: bytes, signatures, include: { balanceChanges: true } });
    assert.equal(result.$kind, 'Transaction');
    assert.deepEqual(result.Transaction.balanceChanges.map((change) => change.address), [sponsor.toSuiAddress()]);
});

test('coinWithBalance: SUI, another coin, zero, exact, several coins, too much', async () => {
    const type = `${lab.pkg}::token::TOKEN`;
    for (const amount of [300, 200]) {
        await run(alice, (tx) => tx.moveCall({ target: `${lab.pkg}::token::mint`, arguments: [tx.object(lab.treasury), tx.pure.u64(amount), tx.pure.address(me)] }));
    }
    const bob = (await account()).toSuiAddress();
    const send = (coin) => run(alice, (tx) => tx.transferObjects([coin], bob), { balanceChanges: true });
    await send(coinWithBalance({ balance: 12345 }));
    await send(coinWithBalance({ balance: 350, type }));
    await send(coinWithBalance({ balance: 0, type }));
    assert.equal((await client.getBalance({ owner: bob, coinType: type })).balance.balance, '350');
    const rest = (await client.getBalance({ owner: me, coinType: type })).balance.balance;
    assert.equal(rest, '150');
    await send(coinWithBalance({ balance: 150, type }));
    assert.equal((await client.getBalance({ owner: me, coinType: type })).balance.balance, '0');
    await assert.rejects(send(coinWithBalance({ balance: 1, type })));
});

test('every kind of pure argument', async () => {
    const simulated = async (n, o) => {
        const tx = new Transaction();
        tx.setSender(me);
        tx.moveCall({
            target: target('every_kind'),
            arguments: [
                tx.pure.bool(true), tx.pure.u8(2), tx.pure.u16(3), tx.pure.u32(4), tx.pure.u64(5n), tx.pure.u128(6n), tx.pure.u256(7n),
                tx.pure.address(me), tx.pure.id(me), tx.pure.string('süß'), tx.pure.string('abc'), tx.pure.vector('u8', [1, 2, 3]),
                tx.pure(bcs.vector(bcs.vector(bcs.u64())).serialize([[1], [2, 3]])), tx.pure.option('u64', n), tx.pure.option('string', o),
                tx.pure.vector('address', [me]), tx.pure.vector('string', ['x', 'y']),
            ],
        });
        return client.simulateTransaction({ transaction: tx, include: { commandResults: true } });
    };
    for (const [n, o, sum, lengths] of [[null, null, 28n, 5 + 3 + 3 + 1 + 2 + 3], [100n, 'four', 128n, 5 + 3 + 3 + 1 + 2 + 3 + 4]]) {
        const result = await simulated(n, o);
        assert.equal(result.$kind, 'Transaction', JSON.stringify(result.FailedTransaction?.status));
        const [first, second] = result.commandResults[0].returnValues;
        assert.equal(BigInt(bcs.u256().parse(first.bcs)), sum);
        assert.equal(Number(bcs.u64().parse(second.bcs)), lengths);
    }
});

test('vectors of objects, generics, results of results', async () => {
    const result = await run(alice, (tx) => {
        const things = [1, 2, 3].map((level) => tx.moveCall({ target: target('new_thing'), arguments: [tx.pure.u64(level)] }));
        const list = tx.makeMoveVec({ type: target('Thing'), elements: things });
        tx.moveCall({ target: target('burn_all'), arguments: [list] });
        const none = tx.makeMoveVec({ type: 'u64', elements: [] });
        tx.moveCall({ target: target('generic'), typeArguments: ['bool', 'u64'], arguments: [tx.pure.bool(true), tx.pure.u64(3), none] });
        tx.transferObjects([tx.moveCall({ target: target('keyed'), typeArguments: ['0x2::sui::SUI'] })], me);
    });
    const [keyed] = created(result, '::Keyed');
    assert.match(result.objectTypes[keyed], /::Keyed<0x0{63}2::sui::SUI>$/);
    const owned = await client.listOwnedObjects({ owner: me, type: `${lab.pkg}::lab::Keyed` });
    assert.deepEqual(owned.objects.map((object) => object.objectId), [keyed]);
});

test('merge coins', async () => {
    const split = await run(alice, (tx) => {
        const coins = tx.splitCoins(tx.gas, [10, 20, 30]);
        tx.transferObjects([coins[0], coins[1], coins[2]], me);
    });
    const coins = created(split, '::Coin');
    assert.equal(coins.length, 3);
    await run(alice, (tx) => tx.mergeCoins(tx.object(coins[0]), [tx.object(coins[1]), tx.object(coins[2])]));
    const { object } = await client.getObject({ objectId: coins[0], include: { json: true } });
    assert.equal(object.json.balance, '60');
});

test('only the transaction kind, without sender, as Seal asks for it', async () => {
    const own = await thing(alice, lab.pkg);
    for (const id of ['right', 'wrong']) {
        const tx = new Transaction();
        tx.moveCall({ target: target('seal_approve'), arguments: [tx.pure.vector('u8', [...Buffer.from(id)]), tx.object(own)] });
        const bytes = await tx.build({ client, onlyTransactionKind: true });
        assert.equal(bytes[0], 0);
        const kind = Transaction.fromKind(bytes).getData();
        assert.equal(kind.inputs[1].Object.ImmOrOwnedObject.objectId, own);
    }
});

test('a missing object and an abort are SimulationErrors', async () => {
    await assert.rejects(built((tx) => tx.moveCall({ target: target('burn'), arguments: [tx.object('0xdead')] })), (error) => {
        assert.match(error.constructor.name + error.name, /SimulationError/);
        assert.match(error.message, /not found/i);
        return true;
    });
    await assert.rejects(built((tx) => tx.moveCall({ target: target('fail_plain') })), (error) => {
        assert.equal(error.executionError?.MoveAbort?.abortCode, '7');
        assert.equal(error.executionError.MoveAbort.location.module, 'lab');
        assert.equal(error.executionError.MoveAbort.location.functionName, 'fail_plain');
        return true;
    });
    await assert.rejects(built((tx) => tx.moveCall({ target: target('fail_clever'), arguments: [tx.pure.bool(true)] })), (error) => {
        const clever = error.executionError.MoveAbort.cleverError;
        assert.equal(clever.constantName, 'ENope');
        assert.equal(clever.value ?? clever.renderedValue ?? clever.rendered, 'nope');
        assert.ok(clever.lineNumber > 0);
        return true;
    });
    await assert.rejects(built((tx) => tx.moveCall({ target: target('overflow'), arguments: [tx.pure.u8(1)] })), /./);
    await assert.rejects(built((tx) => tx.moveCall({ target: `${lab.pkg}::lab::absent` })), /./);
});

test('simulate: bytes, every include, relaxed checks, failures', async () => {
    const tx = new Transaction();
    tx.setSender(me);
    tx.moveCall({ target: target('bump'), arguments: [tx.object(shared)] });
    const bytes = await tx.build({ client });
    const include = { effects: true, events: true, balanceChanges: true, objectTypes: true, transaction: true, bcs: true, commandResults: true };
    const full = await client.simulateTransaction({ transaction: bytes, include });
    assert.equal(full.$kind, 'Transaction');
    assert.equal(full.Transaction.events.length, 1);
    assert.equal(full.Transaction.effects.status.success, true);
    assert.ok(full.Transaction.balanceChanges.length === 1 && BigInt(full.Transaction.balanceChanges[0].amount) < 0n);
    assert.equal(full.Transaction.objectTypes[shared], `${lab.pkg}::lab::Counter`);
    assert.equal(toBase64(full.Transaction.bcs), toBase64(bytes));
    const relaxed = new Transaction();
    relaxed.setSender('0x123');
    relaxed.moveCall({ target: target('hidden'), arguments: [relaxed.object(shared)] });
    const inspected = await client.simulateTransaction({ transaction: relaxed, checksEnabled: false, include: { commandResults: true } });
    assert.equal(inspected.$kind, 'Transaction', JSON.stringify(inspected.FailedTransaction?.status));
    assert.equal(bcs.u64().parse(inspected.commandResults[0].returnValues[0].bcs), '41');
    const failing = new Transaction();
    failing.setSender(me);
    failing.moveCall({ target: target('fail_plain') });
    assert.equal((await client.simulateTransaction({ transaction: failing })).$kind, 'FailedTransaction');
});

test('publish, then upgrade; new and old functions both work', async () => {
    const next = fixture('lab-v2');
    const result = await run(alice, (tx) => {
        const ticket = tx.moveCall({ target: '0x2::package::authorize_upgrade', arguments: [tx.object(lab.cap), tx.pure.u8(0), tx.pure.vector('u8', next.digest)] });
        const receipt = tx.upgrade({ modules: next.modules, dependencies: next.dependencies, package: lab.pkg, ticket });
        tx.moveCall({ target: '0x2::package::commit_upgrade', arguments: [tx.object(lab.cap), receipt] });
    });
    const upgraded = result.effects.changedObjects.find((change) => change.outputState === 'PackageWrite');
    assert.equal(upgraded.outputVersion, '2');
    const own = await thing(alice, lab.pkg, 5);
    assert.equal((await client.getObject({ objectId: own })).object.type, `${lab.pkg}::lab::Thing`);
    const tx = new Transaction();
    tx.setSender(me);
    tx.moveCall({ target: `${upgraded.objectId}::lab::added`, arguments: [tx.object(own)] });
    const simulated = await client.simulateTransaction({ transaction: tx, include: { commandResults: true } });
    assert.equal(bcs.u64().parse(simulated.commandResults[0].returnValues[0].bcs), '1005');
    const { response } = await client.movePackageService.listPackageVersions({ packageId: lab.pkg });
    assert.deepEqual(response.versions.map((version) => Number(version.version)), [1, 2]);
    assert.ok(fromBase58(result.digest).length === 32);
});

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { bcs } from '@mysten/sui/bcs';
import { normalizeSuiAddress } from '@mysten/sui/utils';
import { account, client, counter, created, publish, run, thing } from './support.mjs';

let alice, me, lab, parent, child, owned;
const SUI = '0x2::sui::SUI';

before(async () => {
    alice = await account(2);
    me = alice.toSuiAddress();
    lab = await publish(alice);
    parent = await thing(alice, lab.pkg, 1);
    owned = [await thing(alice, lab.pkg, 2), await thing(alice, lab.pkg, 3)];
    child = await thing(alice, lab.pkg, 9);
    await run(alice, (tx) => {
        for (let i = 0; i < 5; i++) tx.moveCall({ target: `${lab.pkg}::lab::add_field`, arguments: [tx.object(parent), tx.pure.u64(i), tx.pure.string(`v${i}`)] });
        tx.moveCall({ target: `${lab.pkg}::lab::add_child`, arguments: [tx.object(parent), tx.pure.string('kid'), tx.object(child)] });
    });
});

test('getObject with every include', async () => {
    const { object } = await client.getObject({ objectId: parent, include: { content: true, previousTransaction: true, objectBcs: true, json: true, display: true } });
    assert.equal(object.objectId, parent);
    assert.equal(object.type, `${lab.pkg}::lab::Thing`);
    assert.equal(object.owner.AddressOwner, me);
    assert.deepEqual(object.json, { id: parent, level: '1' });
    assert.equal(bcs.struct('Thing', { id: bcs.Address, level: bcs.u64() }).parse(object.content).level, '1');
    assert.ok(object.previousTransaction);
    assert.ok(object.objectBcs.length > 40);
    assert.equal((await client.getObject({ objectId: lab.pkg })).object.type, 'package');
});

test('getObjects keeps order and names what is missing', async () => {
    assert.deepEqual((await client.getObjects({ objectIds: [] })).objects, []);
    const ids = Array.from({ length: 51 }, (_, i) => (i % 3 === 0 ? parent : i % 3 === 1 ? normalizeSuiAddress(`0x${1000 + i}`) : lab.pkg));
    const { objects } = await client.getObjects({ objectIds: ids });
    assert.equal(objects.length, 51);
    objects.forEach((object, i) => (i % 3 === 1 ? assert.equal(object.code, 'notExists') : assert.equal(object.objectId, ids[i])));
    await assert.rejects(client.getObject({ objectId: '0xdead' }));
});

test('dynamic fields', async () => {
    const name = { type: 'u64', bcs: bcs.u64().serialize(3).toBytes() };
    const { dynamicField } = await client.getDynamicField({ parentId: parent, name });
    assert.equal(bcs.string().parse(dynamicField.value.bcs), 'v3');
    await assert.rejects(client.getDynamicField({ parentId: parent, name: { type: 'u64', bcs: bcs.u64().serialize(77).toBytes() } }));
    const { object } = await client.getDynamicObjectField({ parentId: parent, name: { type: '0x1::string::String', bcs: bcs.string().serialize('kid').toBytes() } });
    assert.equal(object.objectId, child);
    const seen = [];
    let cursor = null;
    do {
        const page = await client.listDynamicFields({ parentId: parent, limit: 4, cursor, include: { value: true } });
        seen.push(...page.dynamicFields);
        cursor = page.hasNextPage ? page.cursor : null;
    } while (cursor);
    assert.equal(seen.length, 6);
    const object2 = seen.find((field) => field.$kind === 'DynamicObject');
    assert.equal(object2.childId, child);
    assert.equal(object2.valueType, `${lab.pkg}::lab::Thing`);
    const plain = seen.filter((field) => field.$kind === 'DynamicField');
    assert.equal(plain.length, 5);
    assert.ok(plain.every((field) => field.name.type === 'u64' && field.valueType.endsWith('::string::String')));
});

test('listOwnedObjects by type, short or long, and page by page', async () => {
    const long = await client.listOwnedObjects({ owner: me, type: `${lab.pkg}::lab::Thing` });
    assert.deepEqual(new Set(long.objects.map((object) => object.objectId)), new Set([parent, ...owned]));
    const coins = await client.listOwnedObjects({ owner: me, type: '0x2::coin::Coin' });
    const sui = await client.listOwnedObjects({ owner: me, type: '0x2::coin::Coin<0x2::sui::SUI>' });
    assert.equal(coins.objects.length, sui.objects.length);
    const all = [];
    let cursor = null;
    do {
        const page = await client.listOwnedObjects({ owner: me, limit: 2, cursor });
        assert.ok(page.objects.length <= 2);
        all.push(...page.objects);
        cursor = page.hasNextPage ? page.cursor : null;
    } while (cursor);
    assert.equal(new Set(all.map((object) => object.objectId)).size, all.length);
    assert.equal(all.length, (await client.listOwnedObjects({ owner: me })).objects.length);
});

test('coins and balances', async () => {
    const { objects } = await client.listCoins({ owner: me });
    assert.ok(objects.length >= 1 && objects.every((coin) => BigInt(coin.balance) > 0n));
    const { balance } = await client.getBalance({ owner: me });
    assert.equal(BigInt(balance.balance), objects.reduce((sum, coin) => sum + BigInt(coin.balance), 0n));
    assert.equal((await client.getBalance({ owner: '0x123456' })).balance.balance, '0');
    assert.equal((await client.getBalance({ owner: me, coinType: '0x7::none::NONE' })).balance.balance, '0');
    await run(alice, (tx) => tx.moveCall({ target: `${lab.pkg}::token::mint`, arguments: [tx.object(lab.treasury), tx.pure.u64(500), tx.pure.address(me)] }));
    const { balances } = await client.listBalances({ owner: me });
    assert.deepEqual(balances.map((one) => one.coinType.split('::').pop()).sort(), ['SUI', 'TOKEN']);
    const sui = await client.getCoinMetadata({ coinType: SUI });
    assert.equal(sui.coinMetadata.decimals, 9);
    const own = await client.getCoinMetadata({ coinType: `${lab.pkg}::token::TOKEN` });
    assert.deepEqual([own.coinMetadata.decimals, own.coinMetadata.symbol, own.coinMetadata.name], [6, 'LAB', 'Lab token']);
    assert.equal((await client.getCoinMetadata({ coinType: '0x7::none::NONE' })).coinMetadata, null);
});

test('the chain', async () => {
    assert.ok((await client.getChainIdentifier()).chainIdentifier);
    assert.ok(BigInt((await client.getReferenceGasPrice()).referenceGasPrice) > 0n);
    const { systemState } = await client.getCurrentSystemState();
    assert.ok(Number(systemState.epoch) >= 0);
    assert.ok((await client.getProtocolConfig()).protocolConfig.protocolVersion);
});

test('functions', async () => {
    const get = async (name) => (await client.getMoveFunction({ packageId: lab.pkg, moduleName: 'lab', name })).function;
    const generic = await get('generic');
    assert.equal(generic.typeParameters.length, 2);
    assert.deepEqual(generic.parameters.map((parameter) => parameter.reference), [null, 'immutable', null]);
    assert.equal(generic.parameters[2].body.$kind, 'vector');
    const entry = await get('only_entry');
    assert.equal(entry.isEntry, true);
    assert.equal(entry.visibility, 'private');
    assert.equal((await get('hidden')).visibility, 'private');
    assert.equal((await get('bump')).visibility, 'public');
    await assert.rejects(get('no_such_function'));
    await assert.rejects(client.getMoveFunction({ packageId: '0xdead', moduleName: 'lab', name: 'x' }));
    const { response } = await client.movePackageService.getDatatype({ packageId: lab.pkg, moduleName: 'lab', name: 'Shape' });
    assert.deepEqual(response.datatype.variants.map((variant) => variant.name), ['Dot', 'Circle']);
    const pkg = (await client.movePackageService.getPackage({ packageId: '0x2' })).response.package;
    assert.ok(pkg.modules.some((module) => module.name === 'coin' && module.functions.some((one) => one.name === 'split')));
});

test('history: transactions and events, both orders, last page exact', async () => {
    const bob = await account();
    const shared = await counter(bob, lab.pkg);
    for (let i = 0; i < 4; i++) await run(bob, (tx) => tx.moveCall({ target: `${lab.pkg}::lab::bump`, arguments: [tx.object(shared)] }));
    const sender = bob.toSuiAddress();
    const pages = async (call, key, limit, order) => {
        const out = [];
        let place = { order };
        for (let i = 0; i < 20; i++) {
            const page = await call({ filter: { sender }, limit, ...place });
            out.push(...page[key]);
            if (!page.hasNextPage) return out;
            assert.ok(page.endCursor, Object.keys(page).join());
            place = order === 'descending' ? { before: page.endCursor } : { after: page.endCursor };
        }
        throw new Error('pages never end');
    };
    const transactions = (query) => client.listTransactions(query);
    const eventPages = (query) => client.listEvents(query);
    const all = await client.listTransactions({ filter: { sender }, limit: 50 });
    assert.equal(all.hasNextPage, false);
    assert.equal(all.transactions.length, 5);
    const exact = await client.listTransactions({ filter: { sender }, limit: 5 });
    assert.equal(exact.hasNextPage, false);
    const paged = await pages(transactions, 'transactions', 2, 'ascending');
    assert.equal(paged.length, 5);
    const digest = (one) => one.Transaction?.digest ?? one.digest ?? one.FailedTransaction?.digest;
    assert.equal(new Set(paged.map(digest)).size, 5);
    for (const limit of [1, 2, 5, 50]) {
        const backwards = await pages(transactions, 'transactions', limit, 'descending');
        assert.deepEqual(backwards.map(digest), paged.map(digest).reverse(), `pages of ${limit}`);
    }
    const calls = await client.listTransactions({ filter: { function: `${lab.pkg}::lab::bump` }, limit: 50 });
    assert.equal(calls.transactions.length, 4);
    for (const filter of [{ sender }, { emitModule: `${lab.pkg}::lab` }, { eventType: `${lab.pkg}::lab::Bumped` }]) {
        const { events } = await client.listEvents({ filter, limit: 50 });
        assert.equal(events.length, 4, JSON.stringify(filter));
        assert.equal(events[3].json.value, '4');
        assert.deepEqual(events[0].json.shape, { '@variant': 'Circle', radius: '1' });
        assert.equal(events[0].json.label, null);
    }
    const values = async (limit, order) => (await pages(eventPages, 'events', limit, order)).map((event) => event.json.value);
    assert.deepEqual(await values(3, 'ascending'), ['1', '2', '3', '4']);
    for (const limit of [1, 3, 4]) assert.deepEqual(await values(limit, 'descending'), ['4', '3', '2', '1'], `pages of ${limit}`);
});

test('an unknown transaction is told apart', async () => {
    await assert.rejects(client.getTransaction({ digest: '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi' }));
});

test('names do not exist here', async () => {
    const { address } = await client.resolveNameServiceAddress({ name: 'nobody.sui' }).catch((error) => ({ address: error }));
    assert.ok(address === null || address === undefined, String(address));
});

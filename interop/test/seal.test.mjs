// The official Seal SDK, unmodified, against our key servers and our ledger; and our command line against what it made.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SealClient, SessionKey, EncryptedObject, NoAccessError } from '@mysten/seal';
import { fromHex, toHex } from '@mysten/sui/utils';
import { Transaction } from '@mysten/sui/transactions';
import { ENDPOINT, account, client, created, run } from './support.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const floe = process.env.FLOE ?? path.join(root, 'floe');
const SERVERS = 3;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'floe-seal-'));
const env = { ...process.env, FLOE_HOME: path.join(folder, 'home'), FLOE_NETWORK: ENDPOINT };
const encoder = new TextEncoder();
const world = { processes: [], ids: [], urls: [], heads: [] };

const cli = (...args) => JSON.parse(execFileSync(floe, ['--json', ...args], { env, encoding: 'utf8' }));
const cliFails = (...args) => {
    try {
        execFileSync(floe, args, { env, encoding: 'utf8', stdio: 'pipe' });
    } catch (failure) {
        return { code: failure.status, text: failure.stderr };
    }
    throw new Error(`floe ${args.join(' ')} did not fail`);
};

function start(args, pattern) {
    const child = spawn(floe, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    world.processes.push(child);
    return new Promise((resolve, reject) => {
        let text = '';
        child.stdout.on('data', (data) => {
            text += data;
            const found = pattern.exec(text);
            if (found) resolve(found);
        });
        child.once('close', () => reject(new Error(`floe ${args.join(' ')} ended: ${text}`)));
    });
}

const freePort = async () => {
    const net = await import('node:net');
    return new Promise((resolve) => {
        const server = net.createServer().listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
};

before(async () => {
    world.owner = await account(2);
    world.member = await account();
    world.stranger = await account();
    cli('keys', 'new');
    const user = cli('keys', 'list').keys[0].address;
    world.cliUser = user;
    const { requestSuiFromFaucetV2 } = await import('@mysten/sui/faucet');
    for (let i = 0; i < 2; i++) await requestSuiFromFaucetV2({ host: ENDPOINT, recipient: user });

    const compiled = JSON.parse(fs.readFileSync(path.join(root, 'examples/move/allowlist/allowlist.json'), 'utf8'));
    const published = await run(world.owner, (tx) => {
        const [cap] = tx.publish(compiled);
        tx.transferObjects([cap], world.owner.toSuiAddress());
    });
    world.pkg = published.effects.changedObjects.find((change) => change.outputState === 'PackageWrite').objectId;
    const made = await run(world.owner, (tx) => tx.moveCall({ target: `${world.pkg}::allowlist::create` }));
    world.list = created(made, '::Allowlist')[0];
    world.cap = created(made, '::Cap')[0];
    for (const member of [world.member.toSuiAddress(), user]) await change('add', member);

    let sealPackage = null;
    for (let i = 0; i < SERVERS; i++) {
        const dir = path.join(folder, `ks${i}`);
        const port = await freePort();
        const url = `http://127.0.0.1:${port}`;
        const fresh = cli('keyserver', 'new', '--dir', dir, '--name', `ks${i}`, '--url', url,
            ...(sealPackage ? ['--seal-package', sealPackage] : []));
        sealPackage = fresh.sealPackage;
        world.ids.push(fresh.keyServer);
        world.urls.push(url);
        await start(['keyserver', 'run', '--dir', dir, '--port', String(port), '--metrics-port', '0'], /key server http/);
    }
});

after(async () => {
    for (const child of world.processes) {
        const closed = new Promise((resolve) => child.once('close', resolve));
        if (child.exitCode === null) {
            child.kill('SIGTERM');
            await closed;
        }
    }
    fs.rmSync(folder, { recursive: true, force: true });
});

const change = (name, member) => run(world.owner, (tx) => tx.moveCall({
    target: `${world.pkg}::allowlist::${name}`,
    arguments: [tx.object(world.list), tx.object(world.cap), tx.pure.address(member)],
}));

const sealClient = (ids = world.ids) => new SealClient({
    suiClient: client,
    serverConfigs: ids.map((objectId) => ({ objectId, weight: 1 })),
    verifyKeyServers: true,
});

const itemId = (nonce) => world.list.slice(2) + nonce;

async function session(keypair) {
    const key = await SessionKey.create({ address: keypair.toSuiAddress(), packageId: world.pkg, ttlMin: 10, suiClient: client });
    const { signature } = await keypair.signPersonalMessage(key.getPersonalMessage());
    await key.setPersonalMessageSignature(signature);
    return key;
}

async function approval(...ids) {
    const tx = new Transaction();
    for (const id of ids) {
        tx.moveCall({ target: `${world.pkg}::allowlist::seal_approve`, arguments: [tx.pure.vector('u8', fromHex(id)), tx.object(world.list)] });
    }
    return tx.build({ client, onlyTransactionKind: true });
}

async function sealed(nonce, text, threshold = 2) {
    const { encryptedObject } = await sealClient().encrypt({
        threshold, packageId: world.pkg, id: itemId(nonce), data: encoder.encode(text), aad: encoder.encode('aad'),
    });
    return encryptedObject;
}

test('the SDK encrypts for our key servers and a member decrypts', async () => {
    const object = await sealed('01', 'hello from the SDK');
    const data = await sealClient().decrypt({
        data: object, sessionKey: await session(world.member), txBytes: await approval(itemId('01')), checkShareConsistency: true,
    });
    assert.equal(new TextDecoder().decode(data), 'hello from the SDK');
});

test('a batch of ids is fetched with one request', async () => {
    const objects = [await sealed('0a', 'one'), await sealed('0b', 'two')];
    const seal = sealClient();
    const key = await session(world.member);
    const txBytes = await approval(itemId('0a'), itemId('0b'));
    await seal.fetchKeys({ ids: [itemId('0a'), itemId('0b')], txBytes, sessionKey: key, threshold: 2 });
    for (const [object, text] of [[objects[0], 'one'], [objects[1], 'two']]) {
        assert.equal(new TextDecoder().decode(await seal.decrypt({ data: object, sessionKey: key, txBytes })), text);
    }
});

test('a stranger is denied, and so is a member for an id of no list', async () => {
    const object = await sealed('02', 'secret');
    await assert.rejects(
        sealClient().decrypt({ data: object, sessionKey: await session(world.stranger), txBytes: await approval(itemId('02')) }),
        NoAccessError);
    await assert.rejects(
        sealClient().fetchKeys({
            ids: ['00'.repeat(33)], sessionKey: await session(world.member), txBytes: await approval('00'.repeat(33)), threshold: 2,
        }),
        NoAccessError);
});

test('what was granted is given, what was revoked is refused by the next request', async () => {
    const object = await sealed('03', 'later');
    const key = await session(world.stranger);
    const txBytes = await approval(itemId('03'));
    await change('add', world.stranger.toSuiAddress());
    assert.equal(new TextDecoder().decode(await sealClient().decrypt({ data: object, sessionKey: key, txBytes })), 'later');
    const begin = performance.now();
    await change('remove', world.stranger.toSuiAddress());
    await assert.rejects(sealClient().decrypt({ data: object, sessionKey: key, txBytes }), NoAccessError);
    console.log(`revocation: refused ${Math.round(performance.now() - begin)} ms after it was sent`);
});

test('our command line opens what the SDK made', async () => {
    const file = path.join(folder, 'a.sealed');
    fs.writeFileSync(file, await sealed('04', 'for the command line'));
    cli('decrypt', file, '--approve', 'allowlist::seal_approve', '--argument', world.list);
    assert.equal(fs.readFileSync(path.join(folder, 'a'), 'utf8'), 'for the command line');
});

test('the SDK opens what our command line made', async () => {
    const file = path.join(folder, 'b');
    fs.writeFileSync(file, 'from the command line');
    cli('encrypt', file, '--package', world.pkg, '--id', itemId('05'), '--key-server', world.ids.join(','), '--threshold', '2');
    const data = new Uint8Array(fs.readFileSync(`${file}.sealed`));
    assert.equal(toHex(fromHex(EncryptedObject.parse(data).id)), itemId('05'));
    const plain = await sealClient().decrypt({
        data, sessionKey: await session(world.member), txBytes: await approval(itemId('05')), checkShareConsistency: true,
    });
    assert.equal(new TextDecoder().decode(plain), 'from the command line');
});

test('our command line is denied where it must be, and says by whom', async () => {
    const file = path.join(folder, 'c.sealed');
    fs.writeFileSync(file, await sealed('06', 'not for you'));
    await change('remove', world.cliUser);
    const { code, text } = cliFails('decrypt', file, '--approve', 'allowlist::seal_approve', '--argument', world.list);
    assert.equal(code, 4);
    assert.match(text, /NoAccess/);
    for (const id of world.ids.slice(0, 2)) assert.ok(text.includes(id), text);
});

test('two of three key servers suffice; the log of the third is whole', async () => {
    const object = await sealed('07', 'still there');
    const [last] = world.processes.slice(-1);
    const head = (await (await fetch(`${world.urls[2]}/health`)).json()).log_head;
    const closed = new Promise((resolve) => last.once('close', resolve));
    last.kill('SIGTERM');
    await closed;
    const seal = new SealClient({
        suiClient: client, serverConfigs: world.ids.map((objectId) => ({ objectId, weight: 1 })), verifyKeyServers: false,
    });
    const data = await seal.decrypt({ data: object, sessionKey: await session(world.member), txBytes: await approval(itemId('07')) });
    assert.equal(new TextDecoder().decode(data), 'still there');
    const dir = path.join(folder, 'ks2');
    const verified = cli('keyserver', 'verify-log', '--dir', dir, '--head', head);
    assert.ok(verified.releases >= 3, JSON.stringify(verified));
    const { releases } = cli('keyserver', 'log', '--dir', dir);
    assert.ok(releases.some((release) => release.user === world.member.toSuiAddress() && release.innerIds.includes(itemId('01'))));
    assert.ok(!releases.some((release) => release.innerIds.includes(itemId('02'))));
});

// Files in quilts: the SDK writes and both read, floe writes and the SDK reads.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { WalrusFile } from '@mysten/walrus';
import { account, bytes, client, floeJson, floeOut, network, sameBytes, scratch } from './network.mjs';

let alice, walrus, folder;
const contents = { 'a.txt': bytes('a', 10), 'b/ü.bin': bytes('b', 40_000), 'c.json': new TextEncoder().encode('{"c":[1,2]}'), empty: new Uint8Array(0) };
const tags = { 'a.txt': { split: 'train', lang: 'de' }, 'b/ü.bin': { split: 'test' } };

before(async () => {
    alice = await account();
    walrus = client();
    folder = scratch();
});

const files = () => Object.entries(contents).map(([identifier, data]) => WalrusFile.from({ contents: data, identifier, tags: tags[identifier] }));

async function checkFiles(found) {
    const names = [];
    for (const file of found) {
        const name = await file.getIdentifier();
        names.push(name);
        sameBytes(await file.bytes(), contents[name]);
    }
    assert.deepEqual(names.toSorted(), Object.keys(contents).toSorted());
}

test('writeFiles, then getFiles by patch id and through the blob', async () => {
    const written = await walrus.writeFiles({ files: files(), epochs: 2, deletable: true, signer: alice });
    assert.equal(written.length, 4);
    await checkFiles(await client().getFiles({ ids: written.map((file) => file.id) }));
    const { blobId, blobObject } = written[0];
    const blob = await client().getBlob({ blobId });
    await checkFiles(await blob.files());
    assert.equal(await blob.exists(), true);
    const [train] = await blob.files({ tags: [{ split: 'train' }] });
    assert.equal(await train.getIdentifier(), 'a.txt');
    assert.deepEqual(await train.getTags(), { lang: 'de', split: 'train' });
    const [json] = await (await client().getBlob({ blobId })).files({ identifiers: ['c.json'] });
    assert.deepEqual(await json.json(), { c: [1, 2] });
    assert.deepEqual(await walrus.readBlobAttributes({ blobObjectId: blobObject.id }), { _walrusBlobType: 'quilt' });
    const whole = client();
    const [asBlob] = await whole.getFiles({ ids: [blobId] });
    sameBytes(await asBlob.bytes(), await whole.readBlob({ blobId }));

    // floe reads it: the whole blob, and its files.
    const quilt = path.join(folder, 'sdk.quilt');
    await floeOut('get', blobId, '--out', quilt);
    const out = path.join(folder, 'out');
    await floeOut('quilt', 'extract', quilt, '--storage-shards', `${network.storageShards}`, '--out', out);
    for (const [name, data] of Object.entries(contents)) sameBytes(fs.readFileSync(path.join(out, name)), data);
});

test('writeQuilt', async () => {
    const { blobId, index } = await walrus.writeQuilt({
        blobs: [{ contents: bytes('x', 3000), identifier: 'x', tags: { k: 'v' } }, { contents: bytes('y', 5), identifier: 'y', tags: {} }],
        epochs: 1, deletable: false, signer: alice, attributes: { mine: 'yes' },
    });
    const [y, x] = await client().getFiles({ ids: ['y', 'x'].map((name) => index.patches.find((patch) => patch.identifier === name).patchId) });
    sameBytes(await y.bytes(), bytes('y', 5));
    sameBytes(await x.bytes(), bytes('x', 3000));
    assert.equal((await client().getVerifiedBlobStatus({ blobId })).type, 'permanent');
});

test('a quilt that floe builds and puts', async () => {
    const source = path.join(folder, 'source');
    for (const [name, data] of Object.entries(contents)) {
        fs.mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
        fs.writeFileSync(path.join(source, name), data);
    }
    const quilt = path.join(folder, 'floe.quilt');
    await floeOut('quilt', 'build', source, '--out', quilt, '--storage-shards', `${network.storageShards}`, '--tag', 'by=floe');
    const { blobId } = await floeJson('put', quilt, '--epochs', '2', '--attribute', '_walrusBlobType=quilt');
    const found = await (await client().getBlob({ blobId })).files();
    await checkFiles(found);
    for (const file of found) assert.deepEqual(await file.getTags(), { by: 'floe' });
});

// Aggregator and publisher against the SDK: what one stores the other reads.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { WalrusFile } from '@mysten/walrus';
import { account, bytes, client, network, sameBytes } from './network.mjs';

let alice, walrus;
const contents = { 'a.txt': bytes('a', 10), 'b/ü.bin': bytes('b', 40_000), 'c d.json': new TextEncoder().encode('{"c":[1,2]}') };

before(async () => {
    alice = await account();
    walrus = client();
});

async function get(route, headers = {}) {
    const answer = await fetch(`${network.aggregator}/v1/blobs/${route}`, { headers });
    assert.ok(answer.ok, `${route}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
    return new Uint8Array(await answer.arrayBuffer());
}

test('a blob of the SDK through the aggregator', async () => {
    const blob = bytes('aggregator', 200_000);
    const { blobId, blobObject } = await walrus.writeBlob({ blob, deletable: true, epochs: 1, signer: alice, attributes: { 'content-type': 'application/x-floe' } });
    sameBytes(await get(blobId), blob);
    sameBytes(await get(blobId, { range: 'bytes=1000-1999' }), blob.subarray(1000, 2000));
    sameBytes(await get(`by-object-id/${blobObject.id}`), blob);
    const answer = await fetch(`${network.aggregator}/v1/blobs/by-object-id/${blobObject.id}`, { method: 'HEAD' });
    assert.equal(answer.headers.get('content-type'), 'application/x-floe');
});

test('a quilt of the SDK through the aggregator', async () => {
    const files = Object.entries(contents).map(([identifier, data]) => WalrusFile.from({ contents: data, identifier, tags: { k: 'v' } }));
    const written = await walrus.writeFiles({ files, epochs: 1, deletable: true, signer: alice });
    const names = await Promise.all((await client().getFiles({ ids: written.map((file) => file.id) })).map((file) => file.getIdentifier()));
    for (const [i, { id, blobId }] of written.entries()) {
        sameBytes(await get(`by-quilt-patch-id/${id}`), contents[names[i]]);
        sameBytes(await get(`by-quilt-id/${blobId}/${encodeURIComponent(names[i])}`), contents[names[i]]);
    }
});

test('a blob of the publisher', async () => {
    const data = bytes('publisher', 50_000);
    const answer = await fetch(`${network.publisher}/v1/blobs?epochs=2&permanent=true&send_object_to=${alice.toSuiAddress()}`, { method: 'PUT', body: data });
    assert.equal(answer.status, 200, await answer.clone().text());
    const { newlyCreated: { blobObject } } = await answer.json();
    sameBytes(await client().readBlob({ blobId: blobObject.blobId }), data);
    assert.equal((await walrus.getBlobObject(blobObject.id)).size, '50000');
    await walrus.executeExtendBlobTransaction({ signer: alice, blobObjectId: blobObject.id, epochs: 1 });
});

test('a quilt of the publisher', async () => {
    const form = new FormData();
    for (const [name, data] of Object.entries(contents)) form.append(name, new Blob([data]));
    form.append('_metadata', JSON.stringify([{ identifier: 'a.txt', tags: { split: 'train' } }]));
    const answer = await fetch(`${network.publisher}/v1/quilts?epochs=2`, { method: 'PUT', body: form });
    assert.equal(answer.status, 200, await answer.clone().text());
    const { storedQuiltBlobs } = await answer.json();
    assert.equal(storedQuiltBlobs.length, 3);
    const files = await client().getFiles({ ids: storedQuiltBlobs.map((file) => file.quiltPatchId) });
    for (const [i, file] of files.entries()) {
        assert.equal(await file.getIdentifier(), storedQuiltBlobs[i].identifier);
        sameBytes(await file.bytes(), contents[storedQuiltBlobs[i].identifier]);
    }
});

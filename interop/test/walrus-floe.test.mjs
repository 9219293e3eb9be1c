// Floe writes, the SDK reads and goes on with it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { Ed25519Keypair } from '@mysten/sui/keypairs/ed25519';
import { bytes, client, floeJson, floeOut, sameBytes, scratch } from './network.mjs';

let user, walrus, folder;

before(async () => {
    const { secret } = await floeJson('keys', 'export', '--reveal');
    user = Ed25519Keypair.fromSecretKey(secret);
    walrus = client();
    folder = scratch();
});

function file(words, length) {
    const name = path.join(folder, words.replaceAll(' ', '-'));
    const data = bytes(words, length);
    fs.writeFileSync(name, data);
    return { name, data };
}

test('a permanent blob with attributes, which the SDK reads, changes and extends', async () => {
    const { name, data } = file('permanent', 200_000);
    const put = await floeJson('put', name, '--epochs', '3', '--attribute', 'kind=weights');
    sameBytes(await client().readBlob({ blobId: put.blobId }), data);
    const { blobId } = await walrus.computeBlobMetadata({ bytes: data });
    assert.equal(blobId, put.blobId);
    const object = await walrus.getBlobObject(put.object);
    assert.equal(object.storage.end_epoch, put.endEpoch);
    assert.equal(object.deletable, false);
    const blob = await client().getBlob({ blobId });
    assert.equal(await blob.exists(), true);
    assert.equal(await blob.storedUntil(), put.endEpoch);
    assert.deepEqual(await walrus.readBlobAttributes({ blobObjectId: put.object }), { kind: 'weights' });
    await walrus.executeWriteBlobAttributesTransaction({ signer: user, blobObjectId: put.object, attributes: { kind: 'data' } });
    assert.deepEqual(await walrus.readBlobAttributes({ blobObjectId: put.object }), { kind: 'data' });
    await client().executeExtendBlobTransaction({ signer: user, blobObjectId: put.object, epochs: 4 });
    assert.equal((await client().getBlobObject(put.object)).storage.end_epoch, put.endEpoch + 4);
});

test('a deletable blob, which the SDK deletes', async () => {
    const { name, data } = file('deletable', 1000);
    const put = await floeJson('put', name, '--deletable');
    sameBytes(await client().readBlob({ blobId: put.blobId }), data);
    assert.equal((await client().getVerifiedBlobStatus({ blobId: put.blobId })).type, 'deletable');
    await walrus.executeDeleteBlobTransaction({ signer: user, blobObjectId: put.object });
    const again = await floeJson('put', name, '--deletable');
    assert.equal(again.isNew, true);
    sameBytes(await client().readBlob({ blobId: put.blobId }), data);
});

test('what the SDK registered, floe finds and ranges of it are right', async () => {
    const blob = bytes('ranges', 900_000);
    const { blobId, blobObject } = await walrus.writeBlob({ blob, deletable: false, epochs: 2, signer: user });
    sameBytes(await floeOut('get', blobId, '--range', '123456-234567'), blob.subarray(123_456, 234_568));
    sameBytes(await floeOut('get', blobObject.id, '--range', '-5'), blob.subarray(-5));
    const put = path.join(folder, 'again');
    fs.writeFileSync(put, blob);
    const stored = await floeJson('put', put, '--epochs', '2');
    assert.equal(stored.blobId, blobId);
});

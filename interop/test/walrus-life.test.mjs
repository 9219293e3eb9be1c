// Two nodes down, and a new storage epoch.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { account, bytes, client, control, floeOut, network, reading, sameBytes } from './network.mjs';

let alice;
const blob = bytes('life', 300_000);
const down = [network.nodes[1].name, network.nodes[4].name];

before(async () => {
    alice = await account();
});

const write = (data, epochs) => client().writeBlob({ blob: data, deletable: false, epochs, signer: alice });

test('two nodes down: what was written reads, new blobs are written', async () => {
    const { blobId } = await write(blob, 2);
    for (const name of down) await control(`/nodes/${name}/stop`);
    try {
        sameBytes(await reading(() => client().readBlob({ blobId })), blob);
        sameBytes(await floeOut('get', blobId), blob);
        const more = bytes('while two are down', 40_000);
        const written = await write(more, 1);
        sameBytes(await reading(() => client().readBlob({ blobId: written.blobId })), more);
    } finally {
        for (const name of down) await control(`/nodes/${name}/start`);
    }
    const status = await client().getVerifiedBlobStatus({ blobId });
    assert.equal(status.type, 'permanent');
});

test('a new storage epoch: what is paid for reads, what is not is gone', async () => {
    const [short, long] = [bytes('one epoch', 2000), bytes('three epochs', 90_000)];
    const [first, second] = [await write(short, 1), await write(long, 3)];
    const before = await client().systemState();
    await control('/epoch/advance');
    const walrus = client();
    assert.equal((await walrus.systemState()).committee.epoch, before.committee.epoch + 1);
    sameBytes(await reading(() => walrus.readBlob({ blobId: second.blobId })), long);
    await assert.rejects(reading(() => client().readBlob({ blobId: first.blobId })));
    const third = await write(bytes('in the new epoch', 7000), 1);
    assert.equal(third.blobObject.registered_epoch, before.committee.epoch + 1);
    sameBytes(await reading(() => client().readBlob({ blobId: third.blobId })), bytes('in the new epoch', 7000));
    await client().executeExtendBlobTransaction({ signer: alice, blobObjectId: second.blobObject.id, epochs: 1 });
    assert.equal((await client().getBlobObject(second.blobObject.id)).storage.end_epoch, before.committee.epoch + 4);
});

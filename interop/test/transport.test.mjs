import assert from 'node:assert/strict';
import { test } from 'node:test';
import fs from 'node:fs';
import { GrpcWebFetchTransport, SuiGrpcClient } from '@mysten/sui/grpc';
import { ENDPOINT, account, client } from './support.mjs';

for (const format of ['text', 'binary']) {
    test(`gRPC-Web in ${format} form`, async () => {
        const transport = new GrpcWebFetchTransport({ baseUrl: ENDPOINT, format });
        const own = new SuiGrpcClient({ network: 'localnet', transport });
        const { chainIdentifier } = await own.getChainIdentifier();
        assert.equal(chainIdentifier, (await client.getChainIdentifier()).chainIdentifier);
    });
}

test('a slash at the end of the base URL does no harm', async () => {
    const own = new SuiGrpcClient({ network: 'localnet', baseUrl: `${ENDPOINT}/` });
    assert.ok((await own.getReferenceGasPrice()).referenceGasPrice);
});

test('errors carry their status name', async () => {
    await assert.rejects(client.ledgerService.getTransaction({ digest: '11111111111111111111111111111111' }).response, { code: 'NOT_FOUND' });
    await assert.rejects(client.ledgerService.getTransaction({ digest: 'no digest' }).response, { code: 'INVALID_ARGUMENT' });
    await assert.rejects(client.ledgerService.getObject({}).response, { code: 'INVALID_ARGUMENT' });
    await assert.rejects(client.ledgerService.getObject({ objectId: '0x5', readMask: { paths: ['no_such_field'] } }).response, { code: 'INVALID_ARGUMENT' });
    await assert.rejects(client.signatureVerificationService.verifySignature({ jwks: [] }).response, { code: 'INVALID_ARGUMENT' });
});

test('an unknown method is UNIMPLEMENTED, not a missing object', async () => {
    const response = await fetch(`${ENDPOINT}/sui.rpc.v2.Nothing/At`, {
        method: 'POST', headers: { 'content-type': 'application/grpc-web+proto' }, body: new Uint8Array(5),
    });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /grpc-status:12/);
});

test('an aborted call is CANCELLED', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(client.getObject({ objectId: '0x5', signal: controller.signal }));
});

for (const format of ['text', 'binary']) test(`a reply of 20 MB arrives whole in ${format} form`, async () => {
    const own = new SuiGrpcClient({ network: 'localnet', transport: new GrpcWebFetchTransport({ baseUrl: ENDPOINT, format }) });
    const requests = Array.from({ length: 500 }, () => ({ objectId: '0x2' }));
    const { response } = await own.ledgerService.batchGetObjects({ requests, readMask: { paths: ['bcs'] } });
    const bytes = response.objects.reduce((sum, { result }) => sum + result.object.bcs.value.length, 0);
    assert.equal(response.objects.length, 500);
    assert.ok(bytes > 15e6, `${bytes}`);
});

test('browsers may call', async () => {
    const response = await fetch(`${ENDPOINT}/sui.rpc.v2.LedgerService/GetServiceInfo`, {
        method: 'OPTIONS', headers: { origin: 'http://example.org', 'access-control-request-headers': 'content-type,x-grpc-web' },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
});

test('health, and a faucet that refuses nonsense', async () => {
    assert.equal((await (await fetch(`${ENDPOINT}/health`)).json()).status, 'ok');
    for (const body of ['', '{}', '{"FixedAmountRequest":{"recipient":"x"}}', '[]', '{"FixedAmountRequest":']) {
        const response = await fetch(`${ENDPOINT}/v2/gas`, { method: 'POST', body });
        assert.equal(response.status, 400, body);
    }
    assert.ok(await account());
});

test('our .proto files have the field numbers and names of the SDK', async () => {
    const ours = new Map();
    const folder = new URL('../../sui-rpc/src/main/proto/sui/rpc/v2/', import.meta.url);
    for (const name of fs.readdirSync(folder)) {
        let message = null;
        let depth = 0;
        let enumDepth = 0;
        for (const line of fs.readFileSync(new URL(name, folder), 'utf8').split('\n')) {
            const start = /^message (\w+) \{/.exec(line);
            if (start) { message = start[1]; depth = 1; ours.set(message, new Map()); continue; }
            if (!message) continue;
            if (/^\s+enum \w+ \{/.test(line)) { enumDepth = 1; continue; }
            if (/^\s+oneof \w+ \{/.test(line)) { depth++; continue; }
            if (/^\s*\}/.test(line)) { if (enumDepth) enumDepth = 0; else if (--depth === 0) message = null; continue; }
            const field = /^\s+(?:optional |repeated )?(map<.*>|[\w.]+) (\w+) = (\d+);/.exec(line);
            if (field && !enumDepth) ours.get(message).set(Number(field[3]), field[2]);
        }
    }
    const { GrpcTypes } = await import('@mysten/sui/grpc');
    let compared = 0;
    for (const [name, type] of Object.entries(GrpcTypes)) {
        const known = ours.get(name);
        if (!known || !type?.fields || type.typeName !== `sui.rpc.v2.${name}`) continue;
        for (const field of type.fields) {
            const mine = known.get(field.no);
            if (mine === undefined) continue; // left out on purpose; the file says so
            assert.equal(mine, field.name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), `${name}.${field.no}`);
            compared++;
        }
    }
    assert.ok(compared > 300, `compared ${compared} fields`);
});

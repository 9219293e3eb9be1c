// The official WASM encoder for comparison, with the line protocol of ../native: one line on standard input is one run,
// the answer is one line `NANOS BLOB_ID_HEX CHECKSUM`.
//
// Usage: node baseline.mjs N BYTES SEED id|slivers|decode-first|decode-last
// `decode-last` rebuilds the blob from the last Kp primary slivers, `decode-first` from the systematic ones; their
// checksum is the SHA-256 of the decoded bytes.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { BlobEncoder } from '@mysten/walrus-wasm';

const [n, bytes, seed] = process.argv.slice(2, 5).map(Number);
const mode = process.argv[5];
if (!n || !(bytes >= 0) || !['id', 'slivers', 'decode-first', 'decode-last'].includes(mode)) {
  console.error('usage: node baseline.mjs N BYTES SEED id|slivers|decode-first|decode-last');
  process.exit(2);
}

function xorshift32(start, count) {
  const out = new Uint8Array(count);
  let x = start | 0;
  for (let i = 0; i < count; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    out[i] = x & 0xff;
  }
  return out;
}

const f = Math.floor((n - 1) / 3);
const [kp, ks] = [n - 2 * f, n - f];
let symbol = Math.ceil(Math.max(bytes, 1) / (kp * ks));
symbol += symbol % 2;
const ulebSize = (v) => (v < 0x80 ? 1 : 1 + ulebSize(Math.floor(v / 128)));
const sliverSize = (symbols) => ulebSize(symbols * symbol) + symbols * symbol + 4;
const buffers = (symbols) => Array.from({ length: n }, () => new Uint8Array(sliverSize(symbols)));

const blob = xorshift32(seed, bytes);
const encoder = new BlobEncoder(n);
const hex = (id) => Buffer.from(id).toString('hex');
let primary = [];
let secondary = [];
let slivers = [];
let blobId;
if (mode !== 'id') {
  primary = buffers(ks);
  secondary = buffers(kp);
}
if (mode.startsWith('decode')) {
  blobId = encoder.encode(blob, primary, secondary)[0].blob_id;
  slivers = mode === 'decode-first' ? primary.slice(0, kp) : primary.slice(n - kp);
}

const fold = (all) => {
  let sum = 0n;
  for (const sliver of all) {
    // The symbols stand between the length and the last four bytes.
    const data = Buffer.from(sliver.buffer, sliver.byteOffset + sliver.length - 4 - ulebBody(sliver), ulebBody(sliver));
    for (let i = 0; i + 8 <= data.length; i += 8) sum ^= data.readBigUInt64LE(i);
    const rest = Buffer.alloc(8);
    data.copy(rest, 0, data.length - (data.length % 8));
    sum ^= rest.readBigUInt64LE(0);
  }
  return sum.toString(16).padStart(16, '0');
};
const ulebBody = (sliver) => (sliver.length === sliverSize(ks) ? ks : kp) * symbol;

function once() {
  const out = mode.startsWith('decode') ? new Uint8Array(bytes) : undefined;
  const start = process.hrtime.bigint();
  let id;
  let checksum = '0'.repeat(16);
  if (mode === 'id') {
    id = hex(encoder.compute_metadata(blob)[0]);
  } else if (mode === 'slivers') {
    id = hex(encoder.encode(blob, primary, secondary)[0].blob_id);
  } else {
    encoder.decode(blobId, BigInt(bytes), slivers, out);
    id = hex(blobId);
  }
  const nanos = process.hrtime.bigint() - start;
  if (mode === 'slivers') checksum = fold([...primary, ...secondary]);
  if (out) checksum = createHash('sha256').update(out).digest('hex');
  return `${nanos} ${id} ${checksum}`;
}

console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) console.log(once());

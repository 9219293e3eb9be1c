// The official encoder @mysten/walrus-wasm, run as bench/native is. Modes: id (compute_metadata), slivers (encode),
// decode (from the last Kp primary slivers).
import { readFileSync } from 'node:fs';
import { BlobEncoder } from '@mysten/walrus-wasm';

const [mode, shards, file, runs] = process.argv.slice(2);
const n = Number(shards);
const blob = readFileSync(file);
const f = Math.floor((n - 1) / 3);
const [rows, columns] = [n - 2 * f, n - f];
const size = (() => {
    const s = Math.ceil(Math.max(blob.length, 1) / (rows * columns));
    return s + (s % 2);
})();

const uleb = (v) => {
    let bytes = 1;
    for (let rest = v >> 7; rest > 0; rest >>= 7) bytes++;
    return bytes;
};
const buffers = (symbols) =>
    Array.from({ length: n }, () => new Uint8Array(uleb(symbols * size) + symbols * size + 4));
const hex = (bytes) => Buffer.from(bytes).toString('hex');

function fold(bytes) {
    let [lo, hi] = [0, 0];
    const words = Math.floor(bytes.length / 8);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i < words; i++) {
        lo ^= view.getInt32(8 * i, true);
        hi ^= view.getInt32(8 * i + 4, true);
    }
    for (let i = 8 * words; i < bytes.length; i++) {
        if (i % 8 < 4) lo ^= bytes[i] << (8 * (i % 8));
        else hi ^= bytes[i] << (8 * (i % 8 - 4));
    }
    return (hi >>> 0).toString(16).padStart(8, '0') + (lo >>> 0).toString(16).padStart(8, '0');
}

function print(id, check, started, cpu) {
    const used = process.cpuUsage(cpu);
    console.log(
        `wasm ${mode} n=${n} bytes=${blob.length} id=${hex(id)} check=${check} ` +
            `seconds=${((performance.now() - started) / 1000).toFixed(4)} cpu=${((used.user + used.system) / 1e6).toFixed(4)}`,
    );
}

const zero = '0'.repeat(16);
const encoder = new BlobEncoder(n);
const id = Uint8Array.from(Object.values(encoder.compute_metadata(blob))[0]);
let prepared;
if (mode === 'decode') {
    const primary = buffers(columns);
    encoder.encode(blob, primary, buffers(rows));
    prepared = primary.slice(n - rows);
}
for (let i = 0; i < Number(runs); i++) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    if (mode === 'decode') {
        const out = new Uint8Array(blob.length);
        encoder.decode(id, BigInt(blob.length), prepared, out);
        print(id, fold(out), started, cpu);
    } else if (mode === 'slivers') {
        encoder.encode(blob, buffers(columns), buffers(rows));
        print(id, zero, started, cpu);
    } else {
        encoder.compute_metadata(blob);
        print(id, zero, started, cpu);
    }
}

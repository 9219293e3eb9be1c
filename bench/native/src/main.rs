//! RedStuff encoding with crate reed-solomon-simd (AVX2 where the machine has it) and crate blake2, one message at a
//! time, one thread. Prints one line per run:
//!
//!     native <mode> n=<n> bytes=<bytes> id=<hex> check=<hex> seconds=<s> cpu=<s>
//!
//! Modes: `id` computes all sliver hashes and the blob id; `slivers` also keeps all slivers and folds them into `check`.

use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest};
use reed_solomon_simd::ReedSolomonEncoder;
use std::time::Instant;

type Hash = [u8; 32];
const EMPTY: Hash = [0; 32];

fn leaf(data: &[u8]) -> Hash {
    let mut h = Blake2b::<U32>::new();
    h.update([0u8]);
    h.update(data);
    h.finalize().into()
}

fn inner(left: &Hash, right: &Hash) -> Hash {
    let mut h = Blake2b::<U32>::new();
    h.update([1u8]);
    h.update(left);
    h.update(right);
    h.finalize().into()
}

fn root(nodes: &mut Vec<Hash>) -> Hash {
    while nodes.len() > 1 {
        if nodes.len() % 2 == 1 {
            nodes.push(EMPTY);
        }
        for i in 0..nodes.len() / 2 {
            nodes[i] = inner(&nodes[2 * i], &nodes[2 * i + 1]);
        }
        nodes.truncate(nodes.len() / 2);
    }
    nodes[0]
}

struct Encoded {
    id: Hash,
    check: u64,
}

/// XOR of all words, so that every byte of every sliver is read.
fn fold(bytes: &[u8]) -> u64 {
    let mut words = bytes.chunks_exact(8);
    let mut sum = 0;
    for word in words.by_ref() {
        sum ^= u64::from_le_bytes(word.try_into().unwrap());
    }
    for (i, byte) in words.remainder().iter().enumerate() {
        sum ^= (*byte as u64) << (8 * i);
    }
    sum
}

fn encode(n: usize, blob: &[u8], keep: bool) -> Encoded {
    let f = (n - 1) / 3;
    let (rows, columns) = (n - 2 * f, n - f);
    let cells = rows * columns;
    let size = blob.len().max(1).div_ceil(cells).next_multiple_of(2);
    let mut matrix = vec![0u8; cells * size];
    matrix[..blob.len()].copy_from_slice(blob);

    let mut right = vec![0u8; rows * f * size];
    let mut encoder = ReedSolomonEncoder::new(columns, f, size).unwrap();
    for r in 0..rows {
        for symbol in matrix[r * columns * size..(r + 1) * columns * size].chunks_exact(size) {
            encoder.add_original_shard(symbol).unwrap();
        }
        let result = encoder.encode().unwrap();
        for (i, symbol) in result.recovery_iter().enumerate() {
            right[(r * f + i) * size..][..size].copy_from_slice(symbol);
        }
    }

    let mut below = vec![0u8; if keep { (n - rows) * columns * size } else { 0 }];
    let mut secondary = vec![0u8; if keep { n * rows * size } else { 0 }];
    let mut leaves = vec![EMPTY; n * n];
    let mut column_hashes = Vec::with_capacity(n);
    let mut encoder = ReedSolomonEncoder::new(rows, n - rows, size).unwrap();
    let mut column = Vec::with_capacity(n);
    for c in 0..n {
        column.clear();
        for r in 0..rows {
            let symbol = if c < columns {
                &matrix[(r * columns + c) * size..][..size]
            } else {
                &right[(r * f + c - columns) * size..][..size]
            };
            encoder.add_original_shard(symbol).unwrap();
            leaves[r * n + c] = leaf(symbol);
            if keep {
                secondary[(c * rows + r) * size..][..size].copy_from_slice(symbol);
            }
        }
        let result = encoder.encode().unwrap();
        for (i, symbol) in result.recovery_iter().enumerate() {
            leaves[(rows + i) * n + c] = leaf(symbol);
            if keep && c < columns {
                below[(i * columns + c) * size..][..size].copy_from_slice(symbol);
            }
        }
        column.extend((0..n).map(|r| leaves[r * n + c]));
        column_hashes.push(root(&mut column));
    }
    let row_hashes: Vec<Hash> = leaves.chunks_exact(n).map(|row| root(&mut row.to_vec())).collect();
    let mut pairs: Vec<Hash> = (0..n)
        .map(|p| leaf(&[row_hashes[p], column_hashes[n - 1 - p]].concat()))
        .collect();
    let root = root(&mut pairs);
    let mut id = Blake2b::<U32>::new();
    id.update([1u8]);
    id.update((blob.len() as u64).to_le_bytes());
    id.update(root);
    let mut check = 0;
    if keep {
        for sliver in matrix.chunks_exact(columns * size).chain(below.chunks_exact(columns * size)) {
            check ^= fold(sliver);
        }
        for sliver in secondary.chunks_exact(rows * size) {
            check ^= fold(sliver).rotate_left(1);
        }
    }
    Encoded { id: id.finalize().into(), check }
}

/// Processor time of this thread: on a busy machine the fairer clock.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.len() != 5 {
        eprintln!("usage: redstuff-baseline id|slivers STORAGE_SHARDS FILE RUNS");
        std::process::exit(2);
    }
    let keep = args[1] == "slivers";
    let n: usize = args[2].parse().unwrap();
    let blob = std::fs::read(&args[3]).unwrap();
    for _ in 0..args[4].parse().unwrap() {
        let cpu = cpu_seconds();
        let start = Instant::now();
        let encoded = encode(n, &blob, keep);
        let seconds = start.elapsed().as_secs_f64();
        let id: String = encoded.id.iter().map(|b| format!("{b:02x}")).collect();
        println!(
            "native {} n={n} bytes={} id={id} check={:016x} seconds={seconds:.4} cpu={:.4}",
            args[1],
            blob.len(),
            encoded.check,
            cpu_seconds() - cpu
        );
    }
}

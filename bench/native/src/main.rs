//! RedStuff RS2 encoder for comparison: crate `reed-solomon-simd` (AVX2) and a plain one-lane Blake2b, one thread.
//!
//! Usage: `floe-redstuff-baseline N BYTES SEED id|slivers`. Then one line on standard input is one encode; the answer is
//! one line `NANOS BLOB_ID_HEX CHECKSUM`. The blob is xorshift32(SEED), as in the project's vectors.
//! Layouts and formulas: `docs/design/0002-redstuff.md`.

use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest};
use reed_solomon_simd::ReedSolomonEncoder;
use std::io::{BufRead, Write};
use std::time::Instant;

type Hash = [u8; 32];
type Hasher = Blake2b<U32>;

fn leaf(data: &[u8]) -> Hash {
    let mut hasher = Hasher::new();
    hasher.update([0u8]);
    hasher.update(data);
    hasher.finalize().into()
}

fn inner(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Hasher::new();
    hasher.update([1u8]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

/// Merkle root; a level of odd count above 1 gets one node of 32 zero bytes. Overwrites `level`.
fn root(level: &mut Vec<Hash>) -> Hash {
    while level.len() > 1 {
        if level.len() % 2 == 1 {
            level.push([0; 32]);
        }
        for i in 0..level.len() / 2 {
            level[i] = inner(&level[2 * i], &level[2 * i + 1]);
        }
        level.truncate(level.len() / 2);
    }
    level[0]
}

fn xorshift32(seed: u32, bytes: usize) -> Vec<u8> {
    let mut x = seed;
    (0..bytes)
        .map(|_| {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            x as u8
        })
        .collect()
}

struct Encoded {
    id: Hash,
    /// XOR over the little-endian 8-byte words of every sliver (a rest is zero-filled): proves that the slivers were
    /// really made. 0 when only the id is wanted.
    checksum: u64,
}

fn fold(data: &[u8]) -> u64 {
    let mut words = data.chunks_exact(8);
    let mut sum = words.by_ref().fold(0, |sum, word| sum ^ u64::from_le_bytes(word.try_into().unwrap()));
    let mut rest = [0u8; 8];
    rest[..words.remainder().len()].copy_from_slice(words.remainder());
    sum ^= u64::from_le_bytes(rest);
    sum
}

fn encode(n: usize, blob: &[u8], keep_slivers: bool) -> Encoded {
    let f = (n - 1) / 3;
    let (kp, ks) = (n - 2 * f, n - f);
    let cells = kp * ks;
    let mut symbol = blob.len().max(1).div_ceil(cells);
    symbol += symbol % 2;

    // The message matrix, padded; rows are contiguous.
    let mut matrix = vec![0u8; cells * symbol];
    matrix[..blob.len()].copy_from_slice(blob);

    // Extension of every row: f symbols each.
    let mut extension = vec![0u8; kp * f * symbol];
    let mut row_encoder = ReedSolomonEncoder::new(ks, f, symbol).unwrap();
    for r in 0..kp {
        for c in 0..ks {
            let at = (r * ks + c) * symbol;
            row_encoder.add_original_shard(&matrix[at..at + symbol]).unwrap();
        }
        let result = row_encoder.encode().unwrap();
        for (c, shard) in result.recovery_iter().enumerate() {
            let at = (r * f + c) * symbol;
            extension[at..at + symbol].copy_from_slice(shard);
        }
    }

    let mut primary = vec![0u8; if keep_slivers { n * ks * symbol } else { 0 }];
    let mut secondary = vec![0u8; if keep_slivers { n * kp * symbol } else { 0 }];
    // digests[row][column]
    let mut digests = vec![[0u8; 32]; n * n];
    let mut column_roots = Vec::with_capacity(n);
    let mut column_encoder = ReedSolomonEncoder::new(kp, n - kp, symbol).unwrap();
    let mut level: Vec<Hash> = Vec::with_capacity(n + 1);
    for c in 0..n {
        level.clear();
        for r in 0..kp {
            let cell = if c < ks {
                let at = (r * ks + c) * symbol;
                &matrix[at..at + symbol]
            } else {
                let at = (r * f + c - ks) * symbol;
                &extension[at..at + symbol]
            };
            column_encoder.add_original_shard(cell).unwrap();
            let digest = leaf(cell);
            digests[r * n + c] = digest;
            level.push(digest);
            if keep_slivers {
                let at = (c * kp + r) * symbol;
                secondary[at..at + symbol].copy_from_slice(cell);
            }
        }
        let result = column_encoder.encode().unwrap();
        for (i, cell) in result.recovery_iter().enumerate() {
            let r = kp + i;
            let digest = leaf(cell);
            digests[r * n + c] = digest;
            level.push(digest);
            if keep_slivers && c < ks {
                let at = (r * ks + c) * symbol;
                primary[at..at + symbol].copy_from_slice(cell);
            }
        }
        column_roots.push(root(&mut level));
    }
    if keep_slivers {
        primary[..cells * symbol].copy_from_slice(&matrix);
    }

    let mut pairs = Vec::with_capacity(n + 1);
    for r in 0..n {
        level.clear();
        level.extend_from_slice(&digests[r * n..(r + 1) * n]);
        let mut pair = [0u8; 64];
        pair[..32].copy_from_slice(&root(&mut level));
        pair[32..].copy_from_slice(&column_roots[n - 1 - r]);
        pairs.push(leaf(&pair));
    }
    let mut hasher = Hasher::new();
    hasher.update([1u8]);
    hasher.update((blob.len() as u64).to_le_bytes());
    hasher.update(root(&mut pairs));
    let slivers = primary.chunks(ks * symbol).chain(secondary.chunks(kp * symbol));
    Encoded { id: hasher.finalize().into(), checksum: slivers.fold(0, |sum, sliver| sum ^ fold(sliver)) }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.len() != 5 || !["id", "slivers"].contains(&args[4].as_str()) {
        eprintln!("usage: floe-redstuff-baseline N BYTES SEED id|slivers");
        std::process::exit(2);
    }
    let n: usize = args[1].parse().expect("N");
    let blob = xorshift32(args[3].parse().expect("SEED"), args[2].parse().expect("BYTES"));
    let keep_slivers = args[4] == "slivers";
    println!("ready");
    for _ in std::io::stdin().lock().lines() {
        let start = Instant::now();
        let encoded = encode(n, &blob, keep_slivers);
        let nanos = start.elapsed().as_nanos();
        let id: String = encoded.id.iter().map(|b| format!("{b:02x}")).collect();
        println!("{nanos} {id} {:016x}", encoded.checksum);
        std::io::stdout().flush().unwrap();
    }
}

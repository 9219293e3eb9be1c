/// How much space the two-dimensional code takes. Nothing is encoded on chain; what it costs is.
module walrus::redstuff;

/// Bytes of a digest.
const DIGEST_LENGTH: u64 = 32;
/// Hashes in the metadata per sliver pair: one root for each sliver.
const HASHES_PER_PAIR: u64 = 2;

/// The bytes of all slivers of a blob and of the metadata, which every shard holds in full.
public(package) fun encoded_blob_length(unencoded_length: u64, n_shards: u16): u64 {
    let n = n_shards as u64;
    let (primary, secondary) = source_symbols(n_shards);
    let slivers = (primary + secondary) * (symbol_size(unencoded_length, n_shards) as u64);
    n * (slivers + n * HASHES_PER_PAIR * DIGEST_LENGTH + DIGEST_LENGTH)
}

/// Rows and columns of the matrix that a blob fills.
public(package) fun source_symbols(n_shards: u16): (u64, u64) {
    let n = n_shards as u64;
    let faulty = (n - 1) / 3;
    (n - 2 * faulty, n - faulty)
}

/// Bytes of a matrix cell: even, and an empty blob takes as much as one of a single byte. Aborts when 16 bits do not hold it.
fun symbol_size(unencoded_length: u64, n_shards: u16): u16 {
    let (primary, secondary) = source_symbols(n_shards);
    let size = unencoded_length.max(1).divide_and_round_up(primary * secondary) as u16;
    size + size % 2
}

package dev.floe.format.redstuff;

/// The numbers of RedStuff for one number of storage shards.
///
/// A blob, padded with zeros, fills a matrix of [#rows] × [#columns] symbols, row by row. Each row is extended to n
/// symbols, then each column to n symbols. Primary sliver i is row i without the columns that were added, secondary
/// sliver j is column j without the rows that were added. Sliver pair p is primary sliver p and secondary sliver
/// n − 1 − p. Any [#rows] primary slivers, or any [#columns] secondary slivers, give the blob back.
///
/// Source: MystenLabs/walrus `crates/walrus-core/src/encoding/config.rs`, `bft.rs`; encoding type RS2.
///
/// @param storageShards n, from [#MIN_STORAGE_SHARDS] to [#MAX_STORAGE_SHARDS]
public record RedStuff(int storageShards) {

    /// Below this no storage shard may fail and the code has nothing to add.
    public static final int MIN_STORAGE_SHARDS = 4;

    /// Bounds every table and buffer that depends on n.
    public static final int MAX_STORAGE_SHARDS = 3000;

    /// Largest symbol: the largest even number of 16 bits.
    public static final int MAX_SYMBOL_BYTES = 65534;

    private static final int HASH_PAIR_BYTES = 64;
    private static final int FIXED_METADATA_BYTES = 32;

    public RedStuff {
        if (storageShards < MIN_STORAGE_SHARDS || storageShards > MAX_STORAGE_SHARDS) {
            throw new IllegalArgumentException("storage shards: expected " + MIN_STORAGE_SHARDS + " to "
                    + MAX_STORAGE_SHARDS + ", got " + storageShards);
        }
    }

    /// f: how many storage shards may lie or be lost.
    public int faulty() {
        return (storageShards - 1) / 3;
    }

    /// Kp, source symbols of the primary encoding: rows of the matrix, symbols of a secondary sliver, and how many
    /// primary slivers give the blob back.
    public int rows() {
        return storageShards - 2 * faulty();
    }

    /// Ks, source symbols of the secondary encoding: columns of the matrix, symbols of a primary sliver, and how many
    /// secondary slivers give the blob back.
    public int columns() {
        return storageShards - faulty();
    }

    /// How many slivers of `axis` give the blob back.
    public int sliversToDecode(SliverAxis axis) {
        return axis == SliverAxis.PRIMARY ? rows() : columns();
    }

    /// How many symbols a sliver of `axis` holds.
    public int symbolsPerSliver(SliverAxis axis) {
        return axis == SliverAxis.PRIMARY ? columns() : rows();
    }

    /// The longest blob.
    public long maxBlobSizeBytes() {
        return (long) rows() * columns() * MAX_SYMBOL_BYTES;
    }

    /// Bytes per symbol of a blob of `blobSizeBytes` bytes: even, 2 to [#MAX_SYMBOL_BYTES].
    ///
    /// @throws IllegalArgumentException if the blob is longer than [#maxBlobSizeBytes]
    public int symbolSizeBytes(long blobSizeBytes) {
        if (blobSizeBytes < 0 || blobSizeBytes > maxBlobSizeBytes()) {
            throw new IllegalArgumentException("blob size: expected 0 to " + maxBlobSizeBytes() + " bytes with "
                    + storageShards + " storage shards, got " + blobSizeBytes + "; cut the blob");
        }
        long cells = (long) rows() * columns();
        long smallest = (Math.max(blobSizeBytes, 1) + cells - 1) / cells;
        return (int) (smallest + (smallest & 1));
    }

    /// Bytes of the symbols of one sliver of `axis`.
    public int sliverSizeBytes(SliverAxis axis, long blobSizeBytes) {
        return Math.multiplyExact(symbolsPerSliver(axis), symbolSizeBytes(blobSizeBytes));
    }

    /// What the network charges for: all slivers, and the metadata on every storage shard.
    public long encodedSizeBytes(long blobSizeBytes) {
        long slivers = (long) (rows() + columns()) * symbolSizeBytes(blobSizeBytes);
        return storageShards * (slivers + (long) HASH_PAIR_BYTES * storageShards + FIXED_METADATA_BYTES);
    }

    /// Index of the sliver of `axis` in sliver pair `pair`; the same function gives the pair of a sliver.
    public int sliverIndex(SliverAxis axis, int pair) {
        if (pair < 0 || pair >= storageShards) {
            throw new IllegalArgumentException("index: expected 0 to " + (storageShards - 1) + ", got " + pair);
        }
        return axis == SliverAxis.PRIMARY ? pair : storageShards - 1 - pair;
    }
}

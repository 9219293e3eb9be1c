package dev.floe.format;

import java.math.BigInteger;

/// The number `n` of storage shards of a network, and every size and threshold that follows from it.
///
/// | quantity                         | formula                              | n = 1000 |
/// |----------------------------------|--------------------------------------|---------:|
/// | faulty shards f                  | ⌊(n − 1) / 3⌋                        |      333 |
/// | rows Kp, symbols of a column     | n − 2f                               |      334 |
/// | columns Ks, symbols of a row     | n − f                                |      667 |
/// | symbol size S                    | ⌈max(len, 1) / (Kp·Ks)⌉ made even    |          |
/// | longest blob                     | Kp·Ks·65534                          | 13.6 GiB |
/// | stored bytes of a blob           | n·((Kp + Ks)·S + 64·n + 32)          |          |
///
/// Source: `walrus-protocol.md` §1.1, §1.3, §3.3.
///
/// @param count how many storage shards, [#MIN] to [#MAX]
public record StorageShards(int count) {

    /// With fewer than four shards there would be no recovery symbols.
    public static final int MIN = 4;

    /// The largest network Floe is tested for; also bounds what decoders accept.
    public static final int MAX = 3000;

    /// The Walrus networks, main and test.
    public static final StorageShards WALRUS = new StorageShards(1000);

    /// The largest symbol size in bytes: the largest even 16-bit number.
    public static final int MAX_SYMBOL_SIZE = 65534;

    public StorageShards {
        if (count < MIN || count > MAX) {
            throw new IllegalArgumentException("storage shards: expected " + MIN + " to " + MAX + ", got " + count);
        }
    }

    /// f: how many shards may be faulty without harm.
    public int maxFaulty() {
        return (count - 1) / 3;
    }

    /// Kp: rows of the message matrix; also the symbols in a secondary sliver, and the primary slivers that rebuild
    /// a blob.
    public int primarySourceSymbols() {
        return count - 2 * maxFaulty();
    }

    /// Ks: columns of the message matrix; also the symbols in a primary sliver, and the secondary slivers that
    /// rebuild a blob.
    public int secondarySourceSymbols() {
        return count - maxFaulty();
    }

    /// How many slivers of `axis` rebuild a blob: Kp or Ks.
    public int sourceSymbols(Axis axis) {
        return axis == Axis.PRIMARY ? primarySourceSymbols() : secondarySourceSymbols();
    }

    /// How many symbols one sliver of `axis` has; as many rebuild it.
    public int symbolsPerSliver(Axis axis) {
        return sourceSymbols(axis.other());
    }

    /// The longest blob this network can hold, in bytes.
    public long maxBlobSize() {
        return (long) primarySourceSymbols() * secondarySourceSymbols() * MAX_SYMBOL_SIZE;
    }

    /// S: the symbol size in bytes for a blob of `blobSize` bytes; even, 2 to [#MAX_SYMBOL_SIZE].
    ///
    /// @throws IllegalArgumentException if the blob is longer than [#maxBlobSize]
    public int symbolSize(long blobSize) {
        if (blobSize < 0 || blobSize > maxBlobSize()) {
            throw new IllegalArgumentException("blob of " + blobSize + " bytes: with " + count
                    + " storage shards the limit is " + maxBlobSize() + "; cut it into several blobs");
        }
        long cells = (long) primarySourceSymbols() * secondarySourceSymbols();
        long size = Math.ceilDiv(Math.max(blobSize, 1), cells);
        return Math.toIntExact(size + size % 2);
    }

    /// Bytes of one sliver of `axis` of a blob of `blobSize` bytes.
    public int sliverSize(Axis axis, long blobSize) {
        return Math.multiplyExact(symbolsPerSliver(axis), symbolSize(blobSize));
    }

    /// Bytes of metadata every node stores per shard.
    public long metadataSizePerShard() {
        return 64L * count + 32;
    }

    /// Bytes that a blob of `blobSize` bytes takes in all shards together, metadata included; what storage is paid
    /// by.
    public long encodedSize(long blobSize) {
        long slivers = (long) (primarySourceSymbols() + secondarySourceSymbols()) * symbolSize(blobSize);
        return count * (slivers + metadataSizePerShard());
    }

    /// The index of the sliver of `axis` in sliver pair `pair`: `pair`, or `n − 1 − pair` on the secondary axis.
    public int sliverIndex(int pair, Axis axis) {
        int checked = checkIndex(pair, "sliver pair");
        return axis == Axis.PRIMARY ? checked : count - 1 - checked;
    }

    /// The sliver pair that holds the sliver of `axis` with index `sliver`; the inverse of [#sliverIndex].
    public int pairOfSliver(int sliver, Axis axis) {
        return sliverIndex(sliver, axis);
    }

    /// The storage shard that stores sliver pair `pair` of a blob.
    public int shardOfPair(int pair, BlobId blob) {
        return (checkIndex(pair, "sliver pair") + rotation(blob)) % count;
    }

    /// The sliver pair of a blob that storage shard `shard` stores; the inverse of [#shardOfPair].
    public int pairOfShard(int shard, BlobId blob) {
        return (count + checkIndex(shard, "storage shard") - rotation(blob)) % count;
    }

    /// Whether `weight` shards are more than two thirds: enough to certify a blob.
    public boolean isQuorum(int weight) {
        return 3 * weight >= 2 * count + 1;
    }

    /// Whether `weight` shards are more than a third: at least one of their nodes is honest.
    public boolean includesHonest(int weight) {
        return 3 * weight >= count + 1;
    }

    /// `index`, if it is below [#count].
    ///
    /// @throws IllegalArgumentException if it is not
    public int checkIndex(int index, String what) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(what + " " + index + " is not below " + count);
        }
        return index;
    }

    // The id counts as a big-endian number here, although contracts read the same bytes as little-endian.
    private int rotation(BlobId blob) {
        return new BigInteger(1, blob.value().toByteArray())
                .mod(BigInteger.valueOf(count))
                .intValue();
    }
}

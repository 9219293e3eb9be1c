package dev.floe.format;

import java.util.List;

/// What is known of a blob besides its content: encoding, length, and the hash of every sliver.
///
/// | bytes | field        | rule                                          |
/// |------:|--------------|-----------------------------------------------|
/// |     1 | version      | 0                                             |
/// |     1 | encoding     | 1, see [EncodingType]                         |
/// |     8 | length       | u64 little-endian, at most the longest blob   |
/// |   1–2 | n            | ULEB128                                       |
/// |  n·66 | sliver pairs | two [MerkleNode] each; 66 when both are hashes |
///
/// @param encoding how the blob is encoded
/// @param blobSize length of the blob in bytes
/// @param pairs the hashes of sliver pair 0, 1, …, n − 1
public record BlobMetadata(EncodingType encoding, long blobSize, List<SliverPairMetadata> pairs) implements Bcs {

    public BlobMetadata {
        pairs = List.copyOf(pairs);
        new StorageShards(pairs.size()).symbolSize(blobSize);
    }

    /// The number of storage shards the blob is encoded for.
    public StorageShards shards() {
        return new StorageShards(pairs.size());
    }

    /// Bytes of each symbol.
    public int symbolSize() {
        return shards().symbolSize(blobSize);
    }

    /// The hash that sliver `index` of `axis` must have.
    public MerkleNode sliverHash(Axis axis, int index) {
        return pairs.get(shards().pairOfSliver(index, axis)).hash(axis);
    }

    /// The Merkle root over all sliver pairs.
    public Digest rootHash() {
        return Merkle.of(pairs.stream().map(SliverPairMetadata::leaf).toList())
                .root()
                .value();
    }

    /// The id these hashes and this length give.
    public BlobId computeId() {
        return BlobId.compute(encoding, blobSize, rootHash());
    }

    /// Reads metadata of a blob in a network of any size.
    public static BlobMetadata read(BcsReader in) {
        if (in.tag(1) != 0) {
            throw new AssertionError("tag(1) admits only 0");
        }
        EncodingType encoding = EncodingType.read(in);
        long blobSize = in.u64();
        List<SliverPairMetadata> pairs = in.vector(StorageShards.MAX, SliverPairMetadata::read);
        if (pairs.size() < StorageShards.MIN) {
            throw in.corrupt("hashes of " + pairs.size() + " sliver pairs; at least " + StorageShards.MIN);
        }
        long max = new StorageShards(pairs.size()).maxBlobSize();
        if (blobSize < 0 || blobSize > max) {
            throw in.corrupt("blob length " + Long.toUnsignedString(blobSize) + " is over the limit of " + max + " for "
                    + pairs.size() + " storage shards");
        }
        return new BlobMetadata(encoding, blobSize, pairs);
    }

    @Override
    public void write(BcsWriter out) {
        out.uleb(0);
        encoding.write(out);
        out.u64(blobSize).vector(pairs, (writer, pair) -> pair.write(writer));
    }
}

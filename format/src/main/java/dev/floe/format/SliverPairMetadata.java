package dev.floe.format;

/// The hashes of the two slivers of one sliver pair: the Merkle roots over their extended symbols.
///
/// @param primary hash of primary sliver p
/// @param secondary hash of secondary sliver n − 1 − p
public record SliverPairMetadata(MerkleNode primary, MerkleNode secondary) implements Bcs {

    /// The pair of two plain hashes.
    public static SliverPairMetadata of(Digest primary, Digest secondary) {
        return new SliverPairMetadata(MerkleNode.of(primary), MerkleNode.of(secondary));
    }

    /// The hash of the sliver of `axis`.
    public MerkleNode hash(Axis axis) {
        return axis == Axis.PRIMARY ? primary : secondary;
    }

    /// This pair as a leaf of the blob's tree: the two hashes one after the other, 64 bytes.
    public Bytes leaf() {
        byte[] leaf = new byte[2 * Digest.SIZE_BYTES];
        primary.value().bytes().copyTo(leaf, 0);
        secondary.value().bytes().copyTo(leaf, Digest.SIZE_BYTES);
        return Bytes.copyOf(leaf);
    }

    /// Reads a pair.
    public static SliverPairMetadata read(BcsReader in) {
        return new SliverPairMetadata(MerkleNode.read(in), MerkleNode.read(in));
    }

    @Override
    public void write(BcsWriter out) {
        primary.write(out);
        secondary.write(out);
    }
}

package dev.floe.format;

import java.util.List;

/// Shows that a leaf stands at an index of the tree with a given root: the sibling of each node on the way up, leaf
/// level first.
///
/// @param path the siblings; at most [#MAX_LENGTH]
public record MerkleProof(List<MerkleNode> path) implements Bcs {

    /// Trees have at most 2³¹ leaves.
    public static final int MAX_LENGTH = 31;

    public MerkleProof {
        path = List.copyOf(path);
        if (path.size() > MAX_LENGTH) {
            throw new IllegalArgumentException("Merkle proof of " + path.size() + " nodes; at most " + MAX_LENGTH);
        }
    }

    /// Whether `leaf` is number `index` of the `leafCount` leaves under `root`.
    public boolean verifies(MerkleNode root, Bytes leaf, int index, int leafCount) {
        if (index < 0 || index >= leafCount || path.size() != Merkle.height(leafCount)) {
            return false;
        }
        return rootOver(leaf, index).equals(root);
    }

    /// The root that this proof gives for `leaf` at `index`.
    public MerkleNode rootOver(Bytes leaf, int index) {
        Digest node = Merkle.leafHash(leaf.toByteArray());
        int position = index;
        for (MerkleNode sibling : path) {
            node = (position & 1) == 0
                    ? Merkle.innerHash(node, sibling.value())
                    : Merkle.innerHash(sibling.value(), node);
            position >>>= 1;
        }
        return MerkleNode.of(node);
    }

    /// Reads a proof.
    public static MerkleProof read(BcsReader in) {
        return new MerkleProof(in.vector(MAX_LENGTH, MerkleNode::read));
    }

    @Override
    public void write(BcsWriter out) {
        out.vector(path, (writer, node) -> node.write(writer));
    }
}

package dev.floe.format;

/// A node of a Merkle tree: a hash, or the filler that makes a level even.
///
/// BCS: `0x00` for the filler, `0x01 ‖ 32 bytes` for a hash. The two stay apart even if the hash is all zero, so
/// that bytes read and written again are the same.
public sealed interface MerkleNode extends Bcs {

    /// The filler; hashed as 32 zero bytes.
    MerkleNode EMPTY = new Empty();

    /// The 32 bytes that go into the parent's hash.
    Digest value();

    /// The filler of odd levels, also the root of a tree without leaves.
    record Empty() implements MerkleNode {
        @Override
        public Digest value() {
            return Digest.ZERO;
        }

        @Override
        public void write(BcsWriter out) {
            out.u8(0);
        }
    }

    /// A hash.
    record Hash(Digest value) implements MerkleNode {
        @Override
        public void write(BcsWriter out) {
            out.u8(1).digest(value);
        }
    }

    /// A node holding `value`.
    static MerkleNode of(Digest value) {
        return new Hash(value);
    }

    /// Reads one node.
    static MerkleNode read(BcsReader in) {
        return in.tag(2) == 0 ? EMPTY : new Hash(in.digest());
    }
}

package dev.floe.format.committee;

import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.bls.G1;
import java.math.BigInteger;

/// What a storage node signs.
///
/// | bytes | field   | rule                                                   |
/// |------:|---------|--------------------------------------------------------|
/// |     1 | type    | 0 to 6, in the order of the cases below                |
/// |     1 | version | 0                                                      |
/// |     1 | app id  | 3, Walrus                                              |
/// |     4 | epoch   | u32 little-endian; of the committee that signs         |
/// |       | body    | depends on the type                                    |
///
/// Source: `walrus-protocol.md` §3.3.
public sealed interface StorageMessage extends Bcs {

    /// Size in bytes of what comes before the body.
    int HEADER_BYTES = 7;

    /// The epoch of the committee that signs.
    long epoch();

    /// The body: what comes after the epoch.
    void writeBody(BcsWriter out);

    /// The first byte.
    default int type() {
        return switch (this) {
            case ProofOfPossession _ -> 0;
            case BlobCertified _ -> 1;
            case InvalidBlob _ -> 2;
            case SyncShard _ -> 3;
            case DenyListUpdate _ -> 4;
            case DenyListBlobDeleted _ -> 5;
            case ProtocolVersion _ -> 6;
        };
    }

    /// The node at `address` has the secret of the key; at registration, before the key counts anywhere.
    ///
    /// @param address the account that registers the node
    /// @param publicKey 48 bytes
    record ProofOfPossession(long epoch, Digest address, Bytes publicKey) implements StorageMessage {
        public ProofOfPossession {
            requireEpoch(epoch);
            if (publicKey.size() != G1.COMPRESSED_BYTES) {
                throw new IllegalArgumentException("public key: expected 48 bytes, got " + publicKey.size());
            }
        }

        @Override
        public void writeBody(BcsWriter out) {
            out.digest(address).fixed(publicKey);
        }
    }

    /// The node stores all its slivers of the blob.
    record BlobCertified(long epoch, BlobId blobId, Persistence persistence) implements StorageMessage {
        public BlobCertified {
            requireEpoch(epoch);
        }

        @Override
        public void writeBody(BcsWriter out) {
            blobId.write(out);
            persistence.write(out);
        }
    }

    /// The blob was encoded wrongly; nobody can read it.
    record InvalidBlob(long epoch, BlobId blobId) implements StorageMessage {
        public InvalidBlob {
            requireEpoch(epoch);
        }

        @Override
        public void writeBody(BcsWriter out) {
            blobId.write(out);
        }
    }

    /// A node asks the previous owner of a storage shard for slivers.
    ///
    /// @param shard the storage shard
    /// @param axis which slivers
    /// @param startingBlobId the first blob asked for
    /// @param count how many slivers at most; unsigned
    /// @param requestEpoch the epoch of the request
    record SyncShard(long epoch, int shard, Axis axis, BlobId startingBlobId, long count, long requestEpoch)
            implements StorageMessage {
        public SyncShard {
            requireEpoch(epoch);
            requireEpoch(requestEpoch);
            if (shard < 0 || shard > 0xFFFF) {
                throw new IllegalArgumentException("storage shard " + shard + " is not a u16");
            }
        }

        @Override
        public void writeBody(BcsWriter out) {
            out.u8(0).u16(shard);
            axis.write(out);
            startingBlobId.write(out);
            out.u64(count).u32(requestEpoch);
        }
    }

    /// A node changed its deny list.
    ///
    /// @param nodeId the node
    /// @param sequence number of the change; unsigned
    /// @param size bytes on the list; unsigned
    /// @param root commitment to the list, a 256-bit number
    record DenyListUpdate(long epoch, Digest nodeId, long sequence, long size, BigInteger root)
            implements StorageMessage {
        public DenyListUpdate {
            requireEpoch(epoch);
            if (root.signum() < 0 || root.bitLength() > 256) {
                throw new IllegalArgumentException("deny list root " + root + " is not a u256");
            }
        }

        @Override
        public void writeBody(BcsWriter out) {
            out.digest(nodeId).u64(sequence).u64(size).u256(root);
        }
    }

    /// A quorum of nodes denies the blob.
    record DenyListBlobDeleted(long epoch, BlobId blobId) implements StorageMessage {
        public DenyListBlobDeleted {
            requireEpoch(epoch);
        }

        @Override
        public void writeBody(BcsWriter out) {
            blobId.write(out);
        }
    }

    /// The nodes agree on a protocol version.
    ///
    /// @param startEpoch from when it holds
    /// @param version the version; unsigned
    record ProtocolVersion(long epoch, long startEpoch, long version) implements StorageMessage {
        public ProtocolVersion {
            requireEpoch(epoch);
            requireEpoch(startEpoch);
        }

        @Override
        public void writeBody(BcsWriter out) {
            out.u32(startEpoch).u64(version);
        }
    }

    /// Reads a message of any type.
    static StorageMessage read(BcsReader in) {
        int type = in.u8();
        int version = in.u8();
        int app = in.u8();
        if (version != 0 || app != 3) {
            throw in.corrupt("expected version 0 and app id 3, got " + version + " and " + app);
        }
        long epoch = in.u32();
        return switch (type) {
            case 0 -> new ProofOfPossession(epoch, in.digest(), in.fixedBytes(G1.COMPRESSED_BYTES));
            case 1 -> new BlobCertified(epoch, BlobId.read(in), Persistence.read(in));
            case 2 -> new InvalidBlob(epoch, BlobId.read(in));
            case 3 -> readSyncShard(epoch, in);
            case 4 -> new DenyListUpdate(epoch, in.digest(), in.u64(), in.u64(), in.u256());
            case 5 -> new DenyListBlobDeleted(epoch, BlobId.read(in));
            case 6 -> new ProtocolVersion(epoch, in.u32(), in.u64());
            default -> throw in.corrupt("message type " + type + " is not known; expected 0 to 6");
        };
    }

    /// Reads a message that fills `message` exactly.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if the bytes are no message
    static StorageMessage decode(Bytes message) {
        return Bcs.decode("storage message", message, StorageMessage::read);
    }

    @Override
    default void write(BcsWriter out) {
        out.u8(type()).u8(0).u8(3).u32(epoch());
        writeBody(out);
    }

    private static SyncShard readSyncShard(long epoch, BcsReader in) {
        int version = in.u8();
        if (version != 0) {
            throw in.corrupt("sync request version " + version + " is not known; expected 0");
        }
        return new SyncShard(epoch, in.u16(), Axis.read(in), BlobId.read(in), in.u64(), in.u32());
    }

    private static void requireEpoch(long epoch) {
        if (epoch < 0 || epoch > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("epoch " + epoch + " is not a u32");
        }
    }
}

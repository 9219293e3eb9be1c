package dev.floe.node;

import dev.floe.format.BcsReader;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.util.Optional;

/// What the storage contracts said on the ledger, as far as a node cares. Layouts: `walrus-contracts.md` §2.
public sealed interface ChainEvent {

    /// The module of the contracts that emits them.
    String MODULE = "events";

    /// Somebody paid for a blob to be stored.
    ///
    /// @param size bytes of the blob
    /// @param endEpoch the first epoch in which it is no longer kept
    record BlobRegistered(long epoch, BlobId blob, long size, long endEpoch, boolean deletable, Digest object)
            implements ChainEvent {}

    /// A quorum confirmed to hold the blob, or its time was extended.
    ///
    /// @param epoch when it was first certified
    record BlobCertified(long epoch, BlobId blob, long endEpoch, boolean deletable, Digest object)
            implements ChainEvent {}

    /// The owner deleted a blob object.
    record BlobDeleted(long epoch, BlobId blob, Digest object) implements ChainEvent {}

    /// The blob is proved to be encoded wrongly.
    record InvalidBlob(long epoch, BlobId blob) implements ChainEvent {}

    /// The next committee is known.
    record NextEpochChosen(long nextEpoch) implements ChainEvent {}

    /// A new epoch began; its committee copies storage shards.
    record EpochChangeStart(long epoch) implements ChainEvent {}

    /// A quorum has its storage shards.
    record EpochChangeDone(long epoch) implements ChainEvent {}

    /// Storage that many blobs share exists, until `endEpoch`.
    record PoolCreated(Digest pool, long endEpoch) implements ChainEvent {}

    /// Shared storage was paid for longer.
    record PoolExtended(Digest pool, long endEpoch) implements ChainEvent {}

    /// A blob was put into shared storage; it lives as long as that.
    record PooledBlobRegistered(long epoch, BlobId blob, long size, boolean deletable, Digest object, Digest pool)
            implements ChainEvent {}

    /// A quorum confirmed to hold a blob of shared storage.
    record PooledBlobCertified(long epoch, BlobId blob, Digest object) implements ChainEvent {}

    /// The event called `name` with `contents`; none if it is one that nodes ignore.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if the contents are not those of such an event
    static Optional<ChainEvent> parse(String name, Bytes contents) {
        BcsReader in = BcsReader.of("event " + name, contents);
        Optional<ChainEvent> event = Optional.ofNullable(
                switch (name) {
                    case "BlobRegistered" -> registered(in);
                    case "BlobCertified" -> certified(in);
                    case "BlobDeleted" -> deleted(in);
                    case "InvalidBlobID" -> new InvalidBlob(in.u32(), BlobId.read(in));
                    case "EpochParametersSelected" -> new NextEpochChosen(in.u32());
                    case "EpochChangeStart" -> new EpochChangeStart(in.u32());
                    case "EpochChangeDone" -> new EpochChangeDone(in.u32());
                    case "StoragePoolCreated" -> poolCreated(in);
                    case "StoragePoolExtended" -> poolExtended(in);
                    case "PooledBlobRegistered" -> pooledRegistered(in);
                    case "PooledBlobCertified" -> pooledCertified(in);
                    case "PooledBlobDeleted" -> pooledDeleted(in);
                    default -> null;
                });
        if (event.isPresent()) {
            in.end();
        }
        return event;
    }

    private static ChainEvent registered(BcsReader in) {
        long epoch = in.u32();
        BlobId blob = BlobId.read(in);
        long size = in.u64();
        in.u8();
        return new BlobRegistered(epoch, blob, size, in.u32(), in.bool(), in.digest());
    }

    private static ChainEvent certified(BcsReader in) {
        BlobCertified event = new BlobCertified(in.u32(), BlobId.read(in), in.u32(), in.bool(), in.digest());
        in.bool();
        return event;
    }

    private static ChainEvent deleted(BcsReader in) {
        long epoch = in.u32();
        BlobId blob = BlobId.read(in);
        in.u32();
        BlobDeleted event = new BlobDeleted(epoch, blob, in.digest());
        in.bool();
        return event;
    }

    private static ChainEvent poolCreated(BcsReader in) {
        in.u32();
        Digest pool = in.digest();
        in.u64();
        in.u32();
        return new PoolCreated(pool, in.u32());
    }

    private static ChainEvent poolExtended(BcsReader in) {
        in.u32();
        return new PoolExtended(in.digest(), in.u32());
    }

    private static ChainEvent pooledRegistered(BcsReader in) {
        long epoch = in.u32();
        BlobId blob = BlobId.read(in);
        long size = in.u64();
        in.u8();
        return new PooledBlobRegistered(epoch, blob, size, in.bool(), in.digest(), in.digest());
    }

    private static ChainEvent pooledCertified(BcsReader in) {
        long epoch = in.u32();
        BlobId blob = BlobId.read(in);
        in.bool();
        PooledBlobCertified event = new PooledBlobCertified(epoch, blob, in.digest());
        in.digest();
        return event;
    }

    private static ChainEvent pooledDeleted(BcsReader in) {
        long epoch = in.u32();
        BlobId blob = BlobId.read(in);
        BlobDeleted event = new BlobDeleted(epoch, blob, in.digest());
        in.bool();
        in.digest();
        return event;
    }
}

package dev.floe.node.net;

import dev.floe.format.BlobId;
import dev.floe.format.StorageShards;
import dev.floe.format.quilt.QuiltColumns;
import dev.floe.format.quilt.QuiltReader;
import dev.floe.ledger.Address;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.BlobStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What a [GatewayServer] serves.
///
/// @param store reads blobs
/// @param quilts reads quilts; give [#quiltsOf] if nothing better is there
/// @param strictCheck makes sure that a blob is encoded consistently, before it is read; throws if not
/// @param objects blob objects on the ledger, for reading by object id
/// @param publishing stores blobs; without it there are no publisher routes
public record Gateway(
        BlobStore store,
        Function<BlobId, QuiltReader> quilts,
        Consumer<BlobId> strictCheck,
        Optional<BlobObjects> objects,
        Optional<Publishing> publishing) {

    /// The publisher's side.
    ///
    /// @param publisher stores blobs and pays for them
    /// @param shards the network's number of storage shards, for quilts
    /// @param scratch where bodies are kept while they are stored
    /// @param maxBlobBytes longest body of a blob
    /// @param maxQuiltBytes longest body of a quilt
    /// @param concurrent how many are stored at once; as many more wait, the rest get 429
    /// @param handover gives blob objects to other accounts or to everybody
    public record Publishing(
            BlobPublisher publisher,
            StorageShards shards,
            Path scratch,
            long maxBlobBytes,
            long maxQuiltBytes,
            int concurrent,
            Optional<Handover> handover) {}

    /// Gives a blob object away.
    public interface Handover {

        /// Makes `owner` the owner of the blob object `object`.
        void send(Address object, Address owner);

        /// Makes the blob object a shared one, which anybody can pay for.
        ///
        /// @return the shared object
        Address share(Address object);
    }

    /// Quilts read from whole blobs of `store`.
    public static Function<BlobId, QuiltReader> quiltsOf(BlobStore store, StorageShards shards) {
        return id -> new QuiltReader(QuiltColumns.ofBlob(
                shards,
                store.sizeBytes(id),
                (offset, target, at, length) -> store.read(id, offset, ByteBuffer.wrap(target, at, length))));
    }
}

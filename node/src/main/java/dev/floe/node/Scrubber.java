package dev.floe.node;

import dev.floe.format.Bcs;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.SliverData;
import dev.floe.host.Time;
import java.time.Duration;
import java.util.Optional;

/// Re-verifies every stored byte, at a bounded rate: the checksums of the disk format, and that each sliver still
/// has the hash its blob's metadata gives, and the metadata its blob's id. What does not is taken out of the store,
/// and the store's damage listener has it healed.
public final class Scrubber {

    private final StorageNode node;
    private final Time time;
    private final long bytesPerSecond;

    /// A scrubber of `node`.
    ///
    /// @param bytesPerSecond how fast it may read; 0 for as fast as it can
    public Scrubber(StorageNode node, Time time, long bytesPerSecond) {
        this.node = node;
        this.time = time;
        this.bytesPerSecond = bytesPerSecond;
    }

    /// What one pass found.
    ///
    /// @param pieces how many were verified
    /// @param bytes their bytes
    /// @param bad how many were taken out of the store
    /// @param unreadable how many the disk did not give this time; they stay
    public record Report(long pieces, long bytes, long bad, long unreadable) {}

    /// Verifies everything once.
    public Report pass() throws InterruptedException {
        Tally tally = new Tally();
        SliverStore store = node.store();
        Optional<BlobId> blob = store.blobs(new BlobId(Digest.ZERO), 1).stream().findFirst();
        while (blob.isPresent()) {
            scrub(blob.get(), tally);
            blob = store.blobAfter(blob.get());
        }
        return new Report(tally.pieces, tally.bytes, tally.bad, tally.unreadable);
    }

    private static final class Tally {
        private long pieces;
        private long bytes;
        private long bad;
        private long unreadable;
    }

    private void scrub(BlobId blob, Tally tally) throws InterruptedException {
        Optional<BlobMetadataWithId> metadata = metadata(blob, tally);
        for (Piece piece : node.store().pieces(blob)) {
            if (piece.kind() != Piece.Kind.METADATA) {
                check(piece, metadata, tally);
            }
        }
    }

    private Optional<BlobMetadataWithId> metadata(BlobId blob, Tally tally) throws InterruptedException {
        Piece piece = Piece.metadata(blob);
        if (!node.store().has(piece)) {
            return Optional.empty();
        }
        try {
            Optional<BlobMetadataWithId> metadata = node.store().metadata(blob);
            if (metadata.isPresent()) {
                count(tally, metadata.get().metadata().toBcs().size());
                metadata.get().verified(node.shards());
            }
            return metadata;
        } catch (DataException.Corrupt e) {
            node.store().condemn(piece, String.valueOf(e.getMessage()));
            found(tally);
        } catch (DataException.Unavailable e) {
            tally.unreadable++;
        }
        return Optional.empty();
    }

    private void check(Piece piece, Optional<BlobMetadataWithId> metadata, Tally tally) throws InterruptedException {
        try (StoredPiece open = node.store().open(piece).orElse(null)) {
            if (open == null) {
                return;
            }
            byte[] content = open.all();
            count(tally, content.length);
            SliverData sliver = Bcs.decode(
                    "stored sliver",
                    Bytes.copyOf(content),
                    in -> SliverData.read(in, piece.kind().axis()));
            int index = node.shards().sliverIndex(piece.pair(), piece.kind().axis());
            boolean isWrong = sliver.index() != index
                    || metadata.isPresent() && !node.verifier().isValid(metadata.get(), sliver);
            if (isWrong) {
                node.store().condemn(piece, "it does not have the hash of the metadata");
                found(tally);
            }
        } catch (DataException.Corrupt e) {
            node.store().condemn(piece, String.valueOf(e.getMessage()));
            found(tally);
        } catch (DataException.Unavailable e) {
            tally.unreadable++;
        }
    }

    private void found(Tally tally) {
        tally.bad++;
        node.counters().add(NodeCounters.Name.SCRUB_FINDINGS, 1);
    }

    private void count(Tally tally, long bytes) throws InterruptedException {
        tally.pieces++;
        tally.bytes += bytes;
        node.counters().add(NodeCounters.Name.PIECES_SCRUBBED, 1);
        node.counters().add(NodeCounters.Name.SCRUB_BYTES, bytes);
        if (bytesPerSecond > 0) {
            time.sleep(Duration.ofNanos(bytes * 1_000_000_000L / bytesPerSecond));
        }
    }
}

package dev.floe.storage.walrus;

import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.SliverData;
import java.util.List;

/// The answer to a request for the slivers of a storage shard, in the order of blob ids.
///
/// BCS: `0x00` ‖ vector of (32-byte blob id ‖ sliver with its axis).
///
/// @param slivers the slivers; fewer than asked for, or none, when there are no more
public record SyncedSlivers(List<Entry> slivers) implements Bcs {

    /// Most slivers of one answer; the limit of the reference server.
    public static final int MAX_SLIVERS = 100_000;

    /// A sliver with the blob it is of.
    ///
    /// @param blobId the blob
    /// @param sliver its sliver of the shard asked for
    public record Entry(BlobId blobId, SliverData sliver) {}

    public SyncedSlivers {
        slivers = List.copyOf(slivers);
        if (slivers.size() > MAX_SLIVERS) {
            throw new IllegalArgumentException("slivers: at most " + MAX_SLIVERS + ", got " + slivers.size());
        }
    }

    /// Reads an answer.
    public static SyncedSlivers read(BcsReader in) {
        if (in.tag(1) != 0) {
            throw new AssertionError("tag(1) admits only 0");
        }
        return new SyncedSlivers(
                in.vector(MAX_SLIVERS, from -> new Entry(BlobId.read(from), SliverData.readTagged(from))));
    }

    @Override
    public void write(BcsWriter out) {
        out.uleb(0).vector(slivers, (to, entry) -> {
            entry.blobId().write(to);
            entry.sliver().writeTagged(to);
        });
    }
}

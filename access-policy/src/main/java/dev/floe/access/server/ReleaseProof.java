package dev.floe.access.server;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.util.List;

/// Shows that one release is in a log, without the others.
///
/// @param entry BCS of the release
/// @param path hashes beside the way to the root, from the leaf up
/// @param head the signed log
public record ReleaseProof(Bytes entry, List<Digest> path, LogHead head) {

    public ReleaseProof {
        path = List.copyOf(path);
    }

    /// The release.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if the entry is malformed
    public Release release() {
        return Release.parse(entry);
    }

    /// Whether the release is in the log that the holder of `publicKey` signed.
    public boolean isValid(Bytes publicKey) {
        long index = release().index();
        return index >= 0
                && index < head.size()
                && path.size() <= Long.SIZE
                && head.isSignedBy(publicKey)
                && ReleaseTree.rootOf(ReleaseTree.leaf(entry), index, head.size(), path)
                        .equals(head.root());
    }
}

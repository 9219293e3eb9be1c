package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// A consensus object that a transaction named and did not change.
///
/// @param id   the object
/// @param kind how it was used
public record UnchangedConsensusObject(Address id, Kind kind) {

    /// How it was used. BCS: an enum in the order of the cases here.
    public sealed interface Kind {
        /// It was read.
        ///
        /// @param version the version read, unsigned
        /// @param digest  its digest
        record ReadOnlyRoot(long version, ObjectDigest digest) implements Kind {}

        /// It was to be changed, but was no longer a consensus object.
        ///
        /// @param version the version at which it ended, unsigned
        record MutateEnded(long version) implements Kind {}

        /// It was to be read, but was no longer a consensus object.
        ///
        /// @param version the version at which it ended, unsigned
        record ReadEnded(long version) implements Kind {}

        /// The transaction was cancelled.
        ///
        /// @param version the version that tells why, unsigned
        record Cancelled(long version) implements Kind {}

        /// A setting of the epoch was read.
        record PerEpochConfig() implements Kind {}
    }

    /// Reads id and kind.
    public static UnchangedConsensusObject read(BcsReader in) {
        Address id = Address.read(in);
        Kind kind = switch (in.tag(5)) {
            case 0 -> new Kind.ReadOnlyRoot(in.u64(), ObjectDigest.read(in));
            case 1 -> new Kind.MutateEnded(in.u64());
            case 2 -> new Kind.ReadEnded(in.u64());
            case 3 -> new Kind.Cancelled(in.u64());
            default -> new Kind.PerEpochConfig();
        };
        return new UnchangedConsensusObject(id, kind);
    }

    /// Writes id and kind.
    public void write(BcsWriter out) {
        id.write(out);
        switch (kind) {
            case Kind.ReadOnlyRoot root -> root.digest().write(out.uleb(0).u64(root.version()));
            case Kind.MutateEnded ended -> out.uleb(1).u64(ended.version());
            case Kind.ReadEnded ended -> out.uleb(2).u64(ended.version());
            case Kind.Cancelled cancelled -> out.uleb(3).u64(cancelled.version());
            case Kind.PerEpochConfig _ -> out.uleb(4);
        }
    }
}

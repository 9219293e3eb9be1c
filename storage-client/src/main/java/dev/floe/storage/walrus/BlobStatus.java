package dev.floe.storage.walrus;

import java.util.OptionalLong;

/// What a node says the ledger says about a blob. Ordered: of differing answers of enough nodes the highest counts.
/// Source: `walrus-protocol.md` §3.2.
public sealed interface BlobStatus extends Comparable<BlobStatus> {

    /// Never registered, or no longer kept.
    record Nonexistent() implements BlobStatus {}

    /// Proved to be encoded inconsistently; nobody can read it.
    ///
    /// @param event what said so
    record Invalid(StatusEvent event) implements BlobStatus {}

    /// There is a blob object that nobody can delete.
    ///
    /// @param endEpoch the epoch in which it ends
    /// @param isCertified whether a quorum of nodes has confirmed to hold it
    /// @param event what said so
    /// @param deletables how many deletable objects there are beside it
    /// @param initialCertifiedEpoch when it was first certified
    record Permanent(
            long endEpoch,
            boolean isCertified,
            StatusEvent event,
            DeletableCounts deletables,
            OptionalLong initialCertifiedEpoch)
            implements BlobStatus {}

    /// There are only objects whose owners can delete it.
    ///
    /// @param initialCertifiedEpoch when it was first certified
    /// @param deletables how many there are
    record Deletable(OptionalLong initialCertifiedEpoch, DeletableCounts deletables) implements BlobStatus {}

    /// An event on the ledger.
    ///
    /// @param transaction digest of the transaction, Base58
    /// @param sequence number of the event in it
    record StatusEvent(String transaction, long sequence) {}

    /// How many deletable blob objects there are.
    ///
    /// @param total all
    /// @param certified those that are certified
    record DeletableCounts(long total, long certified) {
        /// None.
        public static final DeletableCounts NONE = new DeletableCounts(0, 0);
    }

    /// When the blob was first certified, if it is.
    default OptionalLong certifiedEpoch() {
        return switch (this) {
            case Nonexistent _, Invalid _ -> OptionalLong.empty();
            case Permanent permanent ->
                permanent.isCertified() ? permanent.initialCertifiedEpoch() : OptionalLong.empty();
            case Deletable deletable -> deletable.initialCertifiedEpoch();
        };
    }

    @Override
    default int compareTo(BlobStatus other) {
        return BlobStatusOrder.COMPARATOR.compare(this, other);
    }
}

package dev.floe.storage.walrus;

import dev.floe.storage.walrus.BlobStatus.Deletable;
import dev.floe.storage.walrus.BlobStatus.DeletableCounts;
import dev.floe.storage.walrus.BlobStatus.Invalid;
import dev.floe.storage.walrus.BlobStatus.Nonexistent;
import dev.floe.storage.walrus.BlobStatus.Permanent;
import java.util.Comparator;

/// Which of differing statuses counts.
final class BlobStatusOrder {

    /// Nonexistent, deletable, permanent, invalid; within one kind the one that promises more.
    static final Comparator<BlobStatus> COMPARATOR = Comparator.<BlobStatus>comparingInt(status -> switch (status) {
                case Nonexistent _ -> 0;
                case Deletable _ -> 1;
                case Permanent _ -> 2;
                case Invalid _ -> 3;
            })
            .thenComparing(status -> status instanceof Permanent permanent && permanent.isCertified())
            .thenComparingLong(status -> status instanceof Permanent permanent ? permanent.endEpoch() : 0)
            .thenComparingLong(status -> deletablesOf(status).certified())
            .thenComparingLong(status -> deletablesOf(status).total())
            .thenComparingLong(status -> -status.certifiedEpoch().orElse(Long.MAX_VALUE));

    private BlobStatusOrder() {}

    private static DeletableCounts deletablesOf(BlobStatus status) {
        return switch (status) {
            case Nonexistent _, Invalid _ -> DeletableCounts.NONE;
            case Permanent permanent -> permanent.deletables();
            case Deletable deletable -> deletable.deletables();
        };
    }
}

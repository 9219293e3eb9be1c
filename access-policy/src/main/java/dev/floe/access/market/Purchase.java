package dev.floe.access.market;

import dev.floe.format.BcsReader;

/// One payment for a run of periods of a lease. Times in the unit of the lease's terms.
///
/// @param from     first moment
/// @param period   length of one period
/// @param count    how many periods
/// @param price    of one period
/// @param boughtAt when it was bought
/// @param uses     uses it includes; 0: no limit
/// @param usesLeft uses left
/// @param held     what of the payment can still come back and lies in the offer's escrow
public record Purchase(
        long from, long period, long count, long price, long boughtAt, long uses, long usesLeft, long held) {

    static Purchase read(BcsReader in) {
        return new Purchase(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
    }

    /// The first moment after it.
    public long until() {
        return from + period * count;
    }

    /// Does it run at that moment?
    public boolean runs(long now) {
        return from <= now && now < until();
    }
}

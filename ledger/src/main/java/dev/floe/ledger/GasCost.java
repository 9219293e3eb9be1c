package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// What a transaction cost, in MIST; all unsigned.
///
/// @param computation             for computation
/// @param storage                 for the bytes it stores
/// @param storageRebate           back for bytes it freed
/// @param nonRefundableStorageFee kept of what was paid for bytes it freed
public record GasCost(long computation, long storage, long storageRebate, long nonRefundableStorageFee) {

    /// What is taken from the gas coin; negative when more comes back than is paid.
    public long net() {
        return computation + storage - storageRebate;
    }

    /// Reads the four amounts.
    public static GasCost read(BcsReader in) {
        return new GasCost(in.u64(), in.u64(), in.u64(), in.u64());
    }

    /// Writes the four amounts.
    public void write(BcsWriter out) {
        out.u64(computation).u64(storage).u64(storageRebate).u64(nonRefundableStorageFee);
    }
}

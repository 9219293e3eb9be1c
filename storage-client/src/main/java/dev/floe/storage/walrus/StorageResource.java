package dev.floe.storage.walrus;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;

/// Storage that was paid for: so many bytes for a run of epochs.
///
/// BCS, as the contract has it: id ‖ u32 start ‖ u32 end ‖ u64 size.
///
/// @param id the object, also while it is inside a blob object
/// @param startEpoch the first epoch
/// @param endEpoch one past the last
/// @param sizeBytes encoded bytes
public record StorageResource(Address id, long startEpoch, long endEpoch, long sizeBytes) {

    static StorageResource read(BcsReader in) {
        return new StorageResource(Address.read(in), in.u32(), in.u32(), in.u64());
    }
}

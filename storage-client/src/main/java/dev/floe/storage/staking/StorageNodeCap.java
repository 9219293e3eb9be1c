package dev.floe.storage.staking;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import dev.floe.ledger.MoveObject;

/// The right to act for a storage node: what matters of the object `storage_node::StorageNodeCap`.
///
/// @param id                the object
/// @param nodeId            the node
/// @param lastEpochSyncDone for which epoch it said last that it has its storage shards
public record StorageNodeCap(Address id, Address nodeId, long lastEpochSyncDone) {

    /// Reads the object.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if its content is no `StorageNodeCap`
    public static StorageNodeCap of(MoveObject object) {
        BcsReader in = BcsReader.of("StorageNodeCap", object.contents());
        return new StorageNodeCap(Address.read(in), Address.read(in), in.u32());
    }
}

package dev.floe.storage.walrus;

import dev.floe.format.Bytes;
import dev.floe.format.bls.MinPk;
import dev.floe.ledger.Address;
import java.util.List;

/// A storage node as a committee knows it.
///
/// @param nodeId id of its pool object on the ledger
/// @param name what its operator calls it
/// @param networkAddress `host:port` of its REST API
/// @param networkPublicKey its TLS key: 33 bytes, a compressed point of secp256r1
/// @param key verifies what it signs in the committee's epoch
/// @param shards the storage shards it is responsible for, at least one
public record StorageNodeInfo(
        Address nodeId,
        String name,
        String networkAddress,
        Bytes networkPublicKey,
        MinPk.PublicKey key,
        List<Integer> shards) {

    public StorageNodeInfo {
        shards = List.copyOf(shards);
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("storage node " + name + ": a member holds at least one storage shard");
        }
    }

    /// How much it counts: the number of its storage shards.
    public int weight() {
        return shards.size();
    }

    @Override
    public String toString() {
        return name + " (" + networkAddress + ")";
    }
}

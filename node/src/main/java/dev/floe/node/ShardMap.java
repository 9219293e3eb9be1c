package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.StorageShards;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.Committees;
import dev.floe.storage.walrus.EpochPhase;
import dev.floe.storage.walrus.NodeCommittee;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which storage shards a node has to do with in one epoch.
///
/// @param committees the committees of the epoch
/// @param owned those it must hold: of the current committee
/// @param gained those of `owned` that it did not have in the epoch before
/// @param lost those it had in the epoch before and serves until the new owners have them
record ShardMap(Committees committees, Set<Integer> owned, Set<Integer> gained, Set<Integer> lost) {

    static ShardMap of(Committees committees, Address node) {
        Set<Integer> owned = shardsOf(committees.current(), node);
        Set<Integer> before =
                committees.previous().map(previous -> shardsOf(previous, node)).orElse(owned);
        TreeSet<Integer> gained = new TreeSet<>(owned);
        gained.removeAll(before);
        TreeSet<Integer> lost = new TreeSet<>(before);
        lost.removeAll(owned);
        return new ShardMap(committees, owned, gained, lost);
    }

    static Set<Integer> shardsOf(NodeCommittee committee, Address node) {
        TreeSet<Integer> shards = new TreeSet<>();
        committee.members().stream()
                .filter(member -> member.nodeId().equals(node))
                .map(StorageNodeInfo::shards)
                .forEach(shards::addAll);
        return shards;
    }

    long epoch() {
        return committees.current().epoch();
    }

    StorageShards shards() {
        return committees.current().shards();
    }

    boolean isSyncing() {
        return committees.phase() instanceof EpochPhase.Syncing;
    }

    /// Whether the node takes and keeps sliver pair `pair` of `blob`.
    boolean owns(int pair, BlobId blob) {
        return owned.contains(shards().shardOfPair(pair, blob));
    }

    /// Whether the node may be asked for sliver pair `pair` of `blob`.
    boolean serves(int pair, BlobId blob) {
        int shard = shards().shardOfPair(pair, blob);
        return owned.contains(shard) || isSyncing() && lost.contains(shard);
    }

    /// The sliver pairs of `blob` that the node must hold.
    List<Integer> pairs(BlobId blob) {
        return owned.stream().map(shard -> shards().pairOfShard(shard, blob)).toList();
    }
}

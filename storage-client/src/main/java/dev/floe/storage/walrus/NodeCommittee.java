package dev.floe.storage.walrus;

import dev.floe.format.BlobId;
import dev.floe.format.StorageShards;
import dev.floe.format.committee.StorageCommittee;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The nodes of one storage epoch with their endpoints and storage shards.
///
/// Members are in the order of contracts, by node id; a member's index here is its index in certificates and
/// signer bitmaps. What judges signatures is [#signers].
public final class NodeCommittee {

    private final long epoch;
    private final StorageShards shards;
    private final List<StorageNodeInfo> members;
    private final int[] memberOfShard;

    /// A committee.
    ///
    /// @param members by rising node id; each storage shard belongs to exactly one
    public NodeCommittee(long epoch, StorageShards shards, List<StorageNodeInfo> members) {
        this.epoch = epoch;
        this.shards = shards;
        this.members = List.copyOf(members);
        memberOfShard = new int[shards.count()];
        Arrays.fill(memberOfShard, -1);
        for (int member = 0; member < this.members.size(); member++) {
            if (member > 0
                    && this.members
                                    .get(member - 1)
                                    .nodeId()
                                    .bytes()
                                    .compareTo(this.members.get(member).nodeId().bytes())
                            >= 0) {
                throw new IllegalArgumentException(
                        "committee of epoch " + epoch + ": members are not by rising node id");
            }
            for (int shard : this.members.get(member).shards()) {
                if (memberOfShard[shards.checkIndex(shard, "storage shard")] >= 0) {
                    throw new IllegalArgumentException("storage shard " + shard + " has two owners");
                }
                memberOfShard[shard] = member;
            }
        }
        IntStream.range(0, shards.count())
                .filter(shard -> memberOfShard[shard] < 0)
                .findFirst()
                .ifPresent(shard -> {
                    throw new IllegalArgumentException("storage shard " + shard + " has no owner in epoch " + epoch);
                });
    }

    /// The storage epoch.
    public long epoch() {
        return epoch;
    }

    /// The number of storage shards and what follows from it.
    public StorageShards shards() {
        return shards;
    }

    /// The nodes, by rising node id.
    public List<StorageNodeInfo> members() {
        return members;
    }

    /// Index of the member that holds a storage shard.
    public int memberOfShard(int shard) {
        return memberOfShard[shards.checkIndex(shard, "storage shard")];
    }

    /// Index of the member that holds sliver pair `pair` of a blob.
    public int memberOfPair(int pair, BlobId blob) {
        return memberOfShard[shards.shardOfPair(pair, blob)];
    }

    /// The sliver pairs of a blob that a member holds, in the order of its storage shards.
    public List<Integer> pairsOf(int member, BlobId blob) {
        return members.get(member).shards().stream()
                .map(shard -> shards.pairOfShard(shard, blob))
                .toList();
    }

    /// The same committee as a judge of signatures and certificates.
    public StorageCommittee signers() {
        return new StorageCommittee(
                epoch,
                shards,
                members.stream()
                        .map(node -> new StorageCommittee.Member(node.key(), node.weight()))
                        .toList());
    }

    @Override
    public String toString() {
        return "committee of epoch " + epoch + ": " + members.size() + " nodes, " + shards.count() + " storage shards";
    }
}

package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.SliverData;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeClients;
import dev.floe.storage.walrus.NodeCommittee;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.SyncedSlivers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Takes over storage shards at the start of an epoch: slivers from the previous owner, and what that does not give
/// from everybody else by healing. When nothing is missing the ledger is told. May be called again and again until
/// it is done.
public final class ShardSync {

    private static final int SLIVERS_AT_ONCE = 1_000;
    private static final Duration ANSWER_TIME = Duration.ofSeconds(60);
    private static final System.Logger LOG = System.getLogger(ShardSync.class.getName());

    private final StorageNode node;
    private final NodeClients clients;
    private final Healer healer;
    private final Time time;
    private volatile long doneEpoch = -1;

    /// Takes over shards for `node`.
    public ShardSync(StorageNode node, NodeClients clients, Healer healer, Time time) {
        this.node = node;
        this.clients = clients;
        this.healer = healer;
        this.time = time;
    }

    /// Does what is left to do in this epoch; returns whether the node now has all that it must hold and has said
    /// so.
    ///
    /// @throws DataException.Unavailable if the ledger is not reached; call again
    public boolean run() throws InterruptedException {
        ShardMap map = node.shardMap();
        if (doneEpoch == map.epoch() || map.owned().isEmpty()) {
            return true;
        }
        for (int shard : map.gained()) {
            for (Axis axis : Axis.values()) {
                takeOver(map, shard, axis);
            }
        }
        long missing = healer.healAll();
        if (missing > 0 || node.shardMap().epoch() != map.epoch()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "event=sync-incomplete epoch={0} missing={1} retry=soon",
                    map.epoch(),
                    missing);
            return false;
        }
        node.chain().syncDone(map.epoch());
        doneEpoch = map.epoch();
        LOG.log(
                System.Logger.Level.INFO,
                "event=sync-done node={0} epoch={1} gained={2}",
                node.keys().nodeId().toShortString(),
                map.epoch(),
                map.gained().size());
        return true;
    }

    private void takeOver(ShardMap map, int shard, Axis axis) throws InterruptedException {
        Optional<StorageNodeInfo> owner = previousOwner(map, shard);
        if (owner.isEmpty()) {
            return;
        }
        try {
            NodeClient client = clients.client(owner.get());
            BlobId from = new BlobId(Digest.ZERO);
            while (true) {
                List<SyncedSlivers.Entry> slivers = ask(client, map, shard, axis, from);
                for (SyncedSlivers.Entry entry : slivers) {
                    store(map, shard, axis, client, entry);
                }
                // Ids must rise, or a hostile peer could keep us here for ever.
                if (slivers.isEmpty() || slivers.getLast().blobId().compareTo(from) < 0) {
                    return;
                }
                from = Healer.next(slivers.getLast().blobId());
            }
        } catch (NodeRefusedException | DataException e) {
            // Healing gets the rest.
            LOG.log(
                    System.Logger.Level.INFO,
                    "event=sync-fallback shard=" + shard + " owner=\"" + owner.get() + "\" why=\"" + e.getMessage()
                            + "\"");
        }
    }

    private Optional<StorageNodeInfo> previousOwner(ShardMap map, int shard) {
        Address self = node.keys().nodeId();
        return map.committees()
                .previous()
                .map(previous -> owner(previous, shard))
                .filter(owner -> !owner.nodeId().equals(self));
    }

    private static StorageNodeInfo owner(NodeCommittee committee, int shard) {
        return committee.members().get(committee.memberOfShard(shard));
    }

    private List<SyncedSlivers.Entry> ask(NodeClient client, ShardMap map, int shard, Axis axis, BlobId from)
            throws InterruptedException {
        StorageMessage request =
                new StorageMessage.SyncShard(map.epoch(), shard, axis, from, SLIVERS_AT_ONCE, map.epoch());
        return client.syncShard(node.keys().publicKey(), node.keys().sign(request), deadline())
                .slivers();
    }

    private void store(ShardMap map, int shard, Axis axis, NodeClient owner, SyncedSlivers.Entry entry)
            throws InterruptedException {
        BlobId blob = entry.blobId();
        SliverData sliver = entry.sliver();
        int pair = map.shards().pairOfShard(shard, blob);
        Piece piece = Piece.sliver(blob, axis, pair);
        if (!node.states().mustHold(blob) || node.store().has(piece)) {
            return;
        }
        boolean isRightPlace =
                sliver.axis() == axis && sliver.index() == map.shards().sliverIndex(pair, axis);
        BlobMetadataWithId metadata = metadata(owner, blob);
        if (!isRightPlace || !node.verifier().isValid(metadata, sliver)) {
            node.counters().add(NodeCounters.Name.BAD_PEER_ANSWERS, 1);
            throw new DataException.Corrupt("the " + piece + " from its previous owner is not what the metadata says");
        }
        node.store().put(blob, sliver);
        node.counters().add(NodeCounters.Name.SLIVERS_SYNCED, 1);
    }

    private BlobMetadataWithId metadata(NodeClient owner, BlobId blob) throws InterruptedException {
        Optional<BlobMetadataWithId> stored = node.find(blob);
        if (stored.isPresent()) {
            return stored.get();
        }
        BlobMetadataWithId got = owner.metadata(blob, deadline());
        if (!got.id().equals(blob)) {
            throw new DataException.Corrupt("asked for the metadata of blob " + blob + ", got that of " + got.id());
        }
        BlobMetadataWithId verified = got.verified(node.shards());
        node.store().put(verified);
        return verified;
    }

    private Deadline deadline() {
        return Deadline.in(time, ANSWER_TIME);
    }
}

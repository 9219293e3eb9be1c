package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.SyncedSlivers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives the slivers of a storage shard to the node that takes it over.
final class SyncAnswers {

    private static final int BLOBS_AT_ONCE = 256;

    private SyncAnswers() {}

    /// The request, once its signer is known to own the shard in this epoch.
    static StorageMessage.SyncShard requireAuthorized(
            MinPk scheme, ShardMap map, MinPk.PublicKey caller, SignedMessage request) {
        if (!(decode(request) instanceof StorageMessage.SyncShard wanted)) {
            throw unauthorized("the signed message is no request for a storage shard");
        }
        if (wanted.epoch() != map.epoch() || wanted.requestEpoch() != map.epoch()) {
            throw new NodeRefusedException(
                    NodeReason.INVALID_EPOCH,
                    "the request is of epoch " + wanted.requestEpoch() + ", this node is in epoch " + map.epoch());
        }
        if (wanted.shard() >= map.shards().count()) {
            throw new NodeRefusedException(
                    NodeReason.INDEX_OUT_OF_RANGE, "storage shard " + wanted.shard() + " does not exist");
        }
        int member = map.committees().current().memberOfShard(wanted.shard());
        StorageNodeInfo owner = map.committees().current().members().get(member);
        if (!owner.key().equals(caller)) {
            throw unauthorized("storage shard " + wanted.shard() + " is not the caller's in epoch " + map.epoch());
        }
        if (!isSigned(scheme, caller, request)) {
            throw unauthorized("the signature is not the caller's");
        }
        if (Long.compareUnsigned(wanted.count(), SyncedSlivers.MAX_SLIVERS) > 0) {
            throw new NodeRefusedException(
                    NodeReason.SLIVER_COUNT_EXCEEDS_LIMIT,
                    "at most " + SyncedSlivers.MAX_SLIVERS + " slivers at once, got "
                            + Long.toUnsignedString(wanted.count()));
        }
        return wanted;
    }

    private static StorageMessage decode(SignedMessage request) {
        try {
            return StorageMessage.decode(request.message());
        } catch (DataException.Corrupt e) {
            throw unauthorized(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isSigned(MinPk scheme, MinPk.PublicKey caller, SignedMessage request) {
        try {
            return request.isSignedBy(scheme, caller);
        } catch (DataException.Corrupt e) {
            return false;
        }
    }

    private static NodeRefusedException unauthorized(String message) {
        return new NodeRefusedException(NodeReason.REQUEST_UNAUTHORIZED, message);
    }

    /// Slivers of certified blobs in the order of blob ids: as many as asked for, or as fit; none when there are no
    /// more.
    static SyncedSlivers answer(
            SliverStore store, BlobStates states, NodeLimits limits, ShardMap map, StorageMessage.SyncShard wanted) {
        List<SyncedSlivers.Entry> entries = new ArrayList<>();
        long bytes = 0;
        BlobId from = wanted.startingBlobId();
        boolean isFirst = true;
        while (true) {
            List<BlobId> blobs = states.certified(from, BLOBS_AT_ONCE);
            for (BlobId blob : blobs) {
                if (!isFirst && blob.equals(from)) {
                    continue;
                }
                if (entries.size() >= wanted.count() || bytes >= limits.syncBytes()) {
                    return new SyncedSlivers(entries);
                }
                int pair = map.shards().pairOfShard(wanted.shard(), blob);
                Optional<SyncedSlivers.Entry> entry = load(store, blob, pair, wanted);
                entry.ifPresent(entries::add);
                bytes += entry.map(e -> (long) e.sliver().symbols().size()).orElse(0L);
            }
            if (blobs.size() < BLOBS_AT_ONCE) {
                return new SyncedSlivers(entries);
            }
            from = blobs.getLast();
            isFirst = false;
        }
    }

    private static Optional<SyncedSlivers.Entry> load(
            SliverStore store, BlobId blob, int pair, StorageMessage.SyncShard wanted) {
        try {
            return store.sliver(blob, wanted.axis(), pair).map(sliver -> new SyncedSlivers.Entry(blob, sliver));
        } catch (DataException.Corrupt | DataException.Unavailable e) {
            return Optional.empty(); // the other node recovers it
        }
    }
}

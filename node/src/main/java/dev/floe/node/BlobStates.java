package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.Digest;
import dev.floe.format.committee.Persistence;
import dev.floe.storage.walrus.BlobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the ledger says about every blob: a function of the events so far. Applying an event again changes nothing.
/// Safe for concurrent use.
public final class BlobStates {

    /// What keeps a blob alive: one blob object on the ledger.
    ///
    /// @param pool the shared storage whose end counts; `null` if the object has its own
    private record Life(
            long endEpoch,
            boolean deletable,
            OptionalLong certifiedEpoch,
            BlobStatus.StatusEvent event,
            @Nullable Digest pool) {}

    private static final class State {
        private final Map<Digest, Life> lives = new HashMap<>();
        private BlobStatus.@Nullable StatusEvent invalid;
    }

    private final TreeMap<BlobId, State> blobs = new TreeMap<>();
    private final Map<Digest, Long> poolEnds = new HashMap<>();
    private long epoch;
    private long events;

    /// Applies one event.
    ///
    /// @param source where on the ledger it stands
    public synchronized void apply(ChainEvent event, BlobStatus.StatusEvent source) {
        events++;
        switch (event) {
            case ChainEvent.BlobRegistered e -> {
                Life life = new Life(e.endEpoch(), e.deletable(), OptionalLong.empty(), source, null);
                register(e.blob(), e.object(), life, e.epoch());
            }
            case ChainEvent.BlobCertified e -> {
                Life life = new Life(e.endEpoch(), e.deletable(), OptionalLong.of(e.epoch()), source, null);
                state(e.blob()).lives.put(e.object(), life);
            }
            case ChainEvent.BlobDeleted e -> end(e.blob(), e.object());
            case ChainEvent.InvalidBlob e -> state(e.blob()).invalid = source;
            case ChainEvent.NextEpochChosen _, ChainEvent.EpochChangeDone _ -> {}
            case ChainEvent.EpochChangeStart e -> begin(e.epoch());
            case ChainEvent.PoolCreated e -> poolEnds.merge(e.pool(), e.endEpoch(), Math::max);
            case ChainEvent.PoolExtended e -> poolEnds.merge(e.pool(), e.endEpoch(), Math::max);
            case ChainEvent.PooledBlobRegistered e -> {
                Life life = new Life(0, e.deletable(), OptionalLong.empty(), source, e.pool());
                register(e.blob(), e.object(), life, e.epoch());
            }
            case ChainEvent.PooledBlobCertified e -> {
                Life old = state(e.blob()).lives.get(e.object());
                if (old != null) {
                    Life life = new Life(0, old.deletable, OptionalLong.of(e.epoch()), source, old.pool);
                    state(e.blob()).lives.put(e.object(), life);
                }
            }
        }
    }

    private void register(BlobId blob, Digest object, Life life, long eventEpoch) {
        epoch = Math.max(epoch, eventEpoch);
        state(blob).lives.putIfAbsent(object, life);
    }

    private void end(BlobId blob, Digest object) {
        State state = blobs.get(blob);
        if (state != null) {
            state.lives.remove(object);
            forgetIfOver(blob, state);
        }
    }

    private void begin(long newEpoch) {
        epoch = Math.max(epoch, newEpoch);
        for (Map.Entry<BlobId, State> entry : List.copyOf(blobs.entrySet())) {
            entry.getValue().lives.values().removeIf(life -> endOf(life) <= epoch);
            forgetIfOver(entry.getKey(), entry.getValue());
        }
    }

    /// What is invalid stays known: else its slivers would be accepted again.
    private void forgetIfOver(BlobId blob, State state) {
        if (state.lives.isEmpty() && state.invalid == null) {
            blobs.remove(blob);
        }
    }

    private State state(BlobId blob) {
        return blobs.computeIfAbsent(blob, _ -> new State());
    }

    private long endOf(Life life) {
        return life.pool == null ? life.endEpoch : poolEnds.getOrDefault(life.pool, 0L);
    }

    private boolean isLive(Life life) {
        return endOf(life) > epoch;
    }

    /// The epoch of the last event.
    public synchronized long epoch() {
        return epoch;
    }

    /// How many events were applied.
    public synchronized long events() {
        return events;
    }

    /// Whether somebody pays for the blob now.
    public synchronized boolean isRegistered(BlobId blob) {
        State state = blobs.get(blob);
        return state != null && state.lives.values().stream().anyMatch(this::isLive);
    }

    /// Whether somebody pays for the blob now in just that way.
    public synchronized boolean isRegistered(BlobId blob, Persistence persistence) {
        State state = blobs.get(blob);
        if (state == null) {
            return false;
        }
        return switch (persistence) {
            case Persistence.Permanent _ ->
                state.lives.values().stream().anyMatch(life -> !life.deletable && isLive(life));
            case Persistence.Deletable deletable -> {
                Life life = state.lives.get(deletable.objectId());
                yield life != null && life.deletable && isLive(life);
            }
        };
    }

    /// Whether the blob was proved to be encoded wrongly.
    public synchronized boolean isInvalid(BlobId blob) {
        State state = blobs.get(blob);
        return state != null && state.invalid != null;
    }

    /// Whether the node must hold its slivers of the blob: certified, paid for, and not invalid.
    public synchronized boolean mustHold(BlobId blob) {
        State state = blobs.get(blob);
        return state != null && mustHold(state);
    }

    private boolean mustHold(State state) {
        return state.invalid == null && certifiedEpoch(state).isPresent();
    }

    /// Whether anything of the blob may stay on disk.
    public synchronized boolean mayHold(BlobId blob) {
        State state = blobs.get(blob);
        return state != null
                && state.invalid == null
                && state.lives.values().stream().anyMatch(this::isLive);
    }

    /// When a blob that must be held was first certified.
    public synchronized OptionalLong certifiedEpoch(BlobId blob) {
        State state = blobs.get(blob);
        return state == null ? OptionalLong.empty() : certifiedEpoch(state);
    }

    private OptionalLong certifiedEpoch(State state) {
        return state.lives.values().stream()
                .filter(this::isLive)
                .flatMapToLong(life -> life.certifiedEpoch.stream())
                .min();
    }

    /// The first `limit` blobs from `from` on that must be held, in the order of their ids.
    public synchronized List<BlobId> certified(BlobId from, int limit) {
        List<BlobId> found = new ArrayList<>();
        for (Map.Entry<BlobId, State> entry : blobs.tailMap(from, true).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            if (mustHold(entry.getValue())) {
                found.add(entry.getKey());
            }
        }
        return found;
    }

    /// Blobs that a storage challenge of `currentEpoch` may draw: certified in an earlier epoch, still paid for.
    public synchronized List<BlobId> challengeable(long currentEpoch) {
        return blobs.entrySet().stream()
                .filter(entry -> mustHold(entry.getValue())
                        && certifiedEpoch(entry.getValue()).orElse(currentEpoch) < currentEpoch)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The status of the blob as the API tells it.
    public synchronized BlobStatus status(BlobId blob) {
        State state = blobs.get(blob);
        if (state == null) {
            return new BlobStatus.Nonexistent();
        }
        if (state.invalid != null) {
            return new BlobStatus.Invalid(state.invalid);
        }
        List<Life> live = state.lives.values().stream().filter(this::isLive).toList();
        if (live.isEmpty()) {
            return new BlobStatus.Nonexistent();
        }
        BlobStatus.DeletableCounts counts = new BlobStatus.DeletableCounts(
                live.stream().filter(Life::deletable).count(),
                live.stream()
                        .filter(life -> life.deletable && life.certifiedEpoch.isPresent())
                        .count());
        OptionalLong certified = certifiedEpoch(state);
        Optional<BlobStatus> permanent = live.stream()
                .filter(life -> !life.deletable)
                .<BlobStatus>map(life -> new BlobStatus.Permanent(
                        endOf(life), life.certifiedEpoch.isPresent(), life.event, counts, certified))
                .max(Comparator.naturalOrder());
        return permanent.orElseGet(() -> new BlobStatus.Deletable(certified, counts));
    }

    /// How many blobs are known.
    public synchronized int size() {
        return blobs.size();
    }
}

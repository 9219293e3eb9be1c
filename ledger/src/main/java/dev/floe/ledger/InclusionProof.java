package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows that a transaction with certain effects is in a checkpoint, without the rest of the checkpoint. Since
/// effects name the digests of events and written objects, those are shown with it.
///
/// The tree: a leaf is BLAKE2b-256 of `00`, the transaction's digest and the digest of its effects; a node is that
/// of `01`, left and right; with an odd number the last one moves up unchanged.
///
/// @param checkpoint the checkpoint
/// @param index      which of its transactions, from 0
/// @param count      how many transactions it has
/// @param path       the neighbours on the way up, lowest first
/// @param effects    the effects shown
public record InclusionProof(
        Checkpoint checkpoint, int index, int count, List<Digest> path, TransactionEffects effects) {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("inclusion proof: index " + index + " is not below " + count);
        }
    }

    /// The leaf of a transaction.
    public static Digest leaf(TransactionDigest transaction, Digest effects) {
        return Digests.blake2b256(LEAF, transaction.value().toByteArray(), effects.toByteArray());
    }

    /// The root over leaves; that of no leaves is all zero.
    public static Digest root(List<Digest> leaves) {
        List<Digest> level = leaves;
        while (level.size() > 1) {
            level = parents(level);
        }
        return level.isEmpty() ? Digest.ZERO : level.getFirst();
    }

    /// The proof of leaf `index`.
    public static InclusionProof of(Checkpoint checkpoint, List<Digest> leaves, int index, TransactionEffects effects) {
        List<Digest> path = new ArrayList<>();
        List<Digest> level = leaves;
        for (int at = index; level.size() > 1; at >>= 1) {
            if ((at ^ 1) < level.size()) {
                path.add(level.get(at ^ 1));
            }
            level = parents(level);
        }
        return new InclusionProof(checkpoint, index, leaves.size(), path, effects);
    }

    /// Checks signature, path and effects.
    ///
    /// @param publicKey the ledger's key, which the caller knows from elsewhere
    /// @throws DataException.Corrupt if any of it does not fit
    public void verify(Bytes publicKey) {
        checkpoint.verify(publicKey);
        Digest at = leaf(effects.transaction(), effects.digest());
        int used = 0;
        int place = index;
        for (int width = count; width > 1; width = width + 1 >> 1) {
            if ((place ^ 1) < width) {
                if (used == path.size()) {
                    throw mismatch("the path is too short");
                }
                Digest neighbour = path.get(used++);
                at = (place & 1) == 0 ? parent(at, neighbour) : parent(neighbour, at);
            }
            place >>= 1;
        }
        if (used != path.size()) {
            throw mismatch("the path is too long");
        }
        if (!at.equals(checkpoint.transactionsRoot())) {
            throw mismatch("expected root " + checkpoint.transactionsRoot() + ", got " + at);
        }
    }

    /// As [#verify], and that `events` are those of the transaction.
    public void verifyEvents(Bytes publicKey, List<Event> events) {
        verify(publicKey);
        boolean same = events.isEmpty()
                ? effects.eventsDigest().isEmpty()
                : effects.eventsDigest().equals(Optional.of(Event.digestOf(events)));
        if (!same) {
            throw mismatch("the events are not those of the transaction");
        }
    }

    private static List<Digest> parents(List<Digest> level) {
        List<Digest> above = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            above.add(parent(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            above.add(level.getLast());
        }
        return above;
    }

    private static Digest parent(Digest left, Digest right) {
        return Digests.blake2b256(NODE, left.toByteArray(), right.toByteArray());
    }

    private DataException.Corrupt mismatch(String reason) {
        return new DataException.Corrupt("proof of transaction " + effects.transaction() + " in checkpoint "
                + checkpoint.sequence() + ": " + reason);
    }
}

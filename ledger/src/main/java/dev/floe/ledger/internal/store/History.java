package dev.floe.ledger.internal.store;

import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.SuiObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// Where in the log things stand: about 100 bytes a transaction, rebuilt from the log when lost. Safe for
/// concurrent use.
final class History {

    private final LongList transactions;
    private final LongList checkpoints;
    private final LongList features;
    private final LongIndex byDigest;
    private final LongIndex byVersion;

    History() {
        this(new LongList(), new LongList(), new LongList(), new LongIndex(), new LongIndex());
    }

    private History(
            LongList transactions, LongList checkpoints, LongList features, LongIndex byDigest, LongIndex byVersion) {
        this.transactions = transactions;
        this.checkpoints = checkpoints;
        this.features = features;
        this.byDigest = byDigest;
        this.byVersion = byVersion;
    }

    /// The content as flat arrays, in the order in which a snapshot writes them.
    static final class Flat {

        /// How many arrays there are.
        static final int COUNT = 5;

        private final List<long[]> arrays;

        /// The arrays become this object's own.
        Flat(List<long[]> arrays) {
            if (arrays.size() != COUNT) {
                throw new IllegalArgumentException("history: expected " + COUNT + " arrays, got " + arrays.size());
            }
            this.arrays = List.copyOf(arrays);
        }

        List<long[]> arrays() {
            return arrays;
        }

        /// Positions of the checkpoints; not to be changed.
        long[] checkpoints() {
            return arrays.get(1);
        }
    }

    synchronized Flat flat() {
        return new Flat(List.of(
                transactions.toArray(),
                checkpoints.toArray(),
                features.toArray(),
                byDigest.entries(),
                byVersion.entries()));
    }

    static History of(Flat flat) {
        return new History(
                LongList.of(flat.arrays().get(0)),
                LongList.of(flat.arrays().get(1)),
                LongList.of(flat.arrays().get(2)),
                LongIndex.ofEntries(flat.arrays().get(3)),
                LongIndex.ofEntries(flat.arrays().get(4)));
    }

    synchronized void add(LedgerTransaction transaction, long position) {
        transactions.add(position);
        Features.Bits bits = Features.of(transaction);
        features.add(bits.low());
        features.add(bits.high());
        byDigest.put(hash(transaction.digest().value()), position);
        for (SuiObject written : transaction.written()) {
            byVersion.put(hash(written.id(), written.version()), position);
        }
    }

    synchronized void add(Checkpoint checkpoint, long position) {
        checkpoints.add(position);
        byDigest.put(hash(checkpoint.digest()), position);
    }

    synchronized int transactionCount() {
        return transactions.size();
    }

    synchronized int checkpointCount() {
        return checkpoints.size();
    }

    synchronized long transactionAt(long number) {
        return transactions.get(Math.toIntExact(number));
    }

    synchronized long checkpointAt(long sequence) {
        return checkpoints.get(Math.toIntExact(sequence));
    }

    /// The first position under the digest's hash that `matches`, or −1.
    long byDigest(Digest digest, LongPredicate matches) {
        return candidates(byDigest, hash(digest), matches);
    }

    /// The first position under the hash of id and version that `matches`, or −1.
    long byVersion(Address id, long version, LongPredicate matches) {
        return candidates(byVersion, hash(id, version), matches);
    }

    /// The nearest transaction from `from` on (or back), up to and without `until`, whose bits fit.
    synchronized OptionalLong candidate(HistoryFilter filter, long from, long until, boolean isAscending) {
        List<Features.Bits> wanted = Features.of(filter);
        long step = isAscending ? 1 : -1;
        for (long number = from; number != until && number >= 0 && number < transactions.size(); number += step) {
            int at = Math.toIntExact(2 * number);
            Features.Bits bits = new Features.Bits(features.get(at), features.get(at + 1));
            if (wanted.isEmpty() || wanted.stream().anyMatch(bits::covers)) {
                return OptionalLong.of(number);
            }
        }
        return OptionalLong.empty();
    }

    private synchronized long candidates(LongIndex index, long hash, LongPredicate matches) {
        return index.find(hash, matches);
    }

    private static long hash(Digest digest) {
        return digest.bytes().asByteBuffer().getLong(0);
    }

    private static long hash(Address id, long version) {
        return id.bytes().asByteBuffer().getLong(Address.SIZE_BYTES - Long.BYTES) + version * 0x9E3779B97F4A7C15L;
    }
}

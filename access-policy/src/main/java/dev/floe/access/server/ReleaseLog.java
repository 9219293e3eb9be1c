package dev.floe.access.server;

import dev.floe.access.internal.Ed25519;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.CorruptFileException;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.RecordLog;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.SignatureScheme;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Every release of a key server, in order: each names the hash of the one before, and after each the server signs
/// the Merkle root over all. On disk before the keys leave the server; if it cannot be written, no key leaves.
///
/// A record of the file is the entry with its length, then the signed head after it. Memory grows by about 60 bytes
/// for each release. Safe for concurrent use.
public final class ReleaseLog implements AutoCloseable {

    /// The file within its folder.
    static final String FILE = "releases";

    private static final int KIND = 0x5345414C; // "SEAL"
    private static final int MAX_RECORD = Release.MAX_BYTES + 16 + LogHead.BYTES;
    private static final Digest NONE = Digest.copyOf(new byte[32]);

    private final byte[] seed;
    private final Bytes publicKey;
    private final Content content;
    private final RecordLog file;
    private LogHead head;

    private ReleaseLog(byte[] seed, Bytes publicKey, Content content, RecordLog file, LogHead head) {
        this.seed = seed;
        this.publicKey = publicKey;
        this.content = content;
        this.file = file;
        this.head = head;
    }

    /// What is in a log so far.
    private static final class Content {
        private final ReleaseTree.Frontier tree = new ReleaseTree.Frontier();
        private final List<Digest> leaves = new ArrayList<>();
        private final List<Long> positions = new ArrayList<>();
        private Digest last = NONE;

        void add(Bytes entry, long position) {
            last = ReleaseTree.leaf(entry);
            tree.add(last);
            leaves.add(last);
            positions.add(position);
        }
    }

    private record Stored(Bytes entry, LogHead head) {
        static Stored parse(Bytes record) {
            BcsReader in = BcsReader.of("release log", record);
            Stored stored = new Stored(in.byteString(Release.MAX_BYTES), LogHead.read(in));
            in.end();
            return stored;
        }

        ByteBuffer toBuffer() {
            return ByteBuffer.wrap(
                    new BcsWriter().bytes(entry).fixed(head.toBytes()).toByteArray());
        }
    }

    /// Opens the log in `files`, or makes an empty one; all of it is checked as [#verify] does.
    ///
    /// @param seed 32 bytes: the secret that signs; copied
    /// @throws DataException.Corrupt if the log was changed, or is signed by another key
    public static ReleaseLog open(FileStore files, Entropy entropy, byte[] seed) throws IOException {
        Bytes publicKey = publicKey(seed);
        Content content = new Content();
        Checker checker = new Checker(publicKey, content, release -> {});
        RecordLog file;
        try {
            file = RecordLog.open(files, FILE, KIND, MAX_RECORD, entropy, checker::record);
        } catch (CorruptFileException e) {
            throw new DataException.Corrupt("release log: " + e.getMessage(), e);
        }
        LogHead head = checker.head().orElse(LogHead.sign(0, content.tree.root(), NONE, seed));
        return new ReleaseLog(seed.clone(), publicKey, content, file, head);
    }

    /// Checks a log from beginning to end: order, chain, roots, every signature.
    ///
    /// @param publicKey of the log
    /// @param kept a head from earlier that must still hold, if any
    /// @param each receives the releases in order
    /// @return the newest head; empty if there is no release
    /// @throws DataException.Corrupt if anything does not fit, or the log has lost what `kept` covers
    public static Optional<LogHead> verify(
            FileStore files, Entropy entropy, Bytes publicKey, Optional<LogHead> kept, Consumer<Release> each)
            throws IOException {
        Content content = new Content();
        Checker checker = new Checker(publicKey, content, each);
        try {
            RecordLog.open(files, FILE, KIND, MAX_RECORD, entropy, checker::record)
                    .close();
            kept.ifPresent(head -> requireKept(head, content, publicKey));
            return checker.head();
        } catch (CorruptFileException e) {
            throw new DataException.Corrupt("release log: " + e.getMessage(), e);
        }
    }

    private static void requireKept(LogHead kept, Content content, Bytes publicKey) {
        if (!kept.isSignedBy(publicKey)) {
            throw new DataException.Corrupt("the kept head is not signed by this log's key");
        }
        boolean isThere = kept.size() >= 0
                && kept.size() <= content.leaves.size()
                && ReleaseTree.root(content.leaves.subList(0, Math.toIntExact(kept.size())))
                        .equals(kept.root());
        if (!isThere) {
            throw new DataException.Corrupt("release log: has " + content.leaves.size() + " releases, and the first "
                    + kept.size() + " are not those of the kept head: it was cut or rewritten");
        }
    }

    /// Adds a release; `entry` gets the log's own index and previous hash. Returns when it is on disk.
    ///
    /// @throws DataException.Unavailable if it cannot be written; then nothing more is written until the log is
    ///     opened again
    public synchronized LogHead append(BiFunction<Long, Digest, Release> entry) {
        long index = content.tree.size();
        Bytes encoded = entry.apply(index, content.last).toBytes();
        // The tree is changed only after the disk has the release; the new root is computed on a copy.
        ReleaseTree.Frontier after = content.tree.copy();
        after.add(ReleaseTree.leaf(encoded));
        LogHead next = LogHead.sign(index + 1, after.root(), ReleaseTree.leaf(encoded), seed);
        try {
            long position = file.append(new Stored(encoded, next).toBuffer());
            content.add(encoded, position);
            head = next;
            return next;
        } catch (IOException | IllegalStateException e) {
            throw new DataException.Unavailable("release log: cannot be written, so no key is released", e);
        }
    }

    /// The newest signed head.
    public synchronized LogHead head() {
        return head;
    }

    /// The key that verifies it.
    public Bytes publicKey() {
        return publicKey;
    }

    /// Shows that release `index` is in the log; empty if there is none.
    public synchronized Optional<ReleaseProof> prove(long index) throws IOException {
        if (index < 0 || index >= content.leaves.size()) {
            return Optional.empty();
        }
        Stored stored = Stored.parse(bytes(file.read(content.positions.get((int) index))));
        return Optional.of(new ReleaseProof(stored.entry(), ReleaseTree.path(content.leaves, (int) index), head));
    }

    /// Closes the file and zeroes the secret.
    @Override
    public synchronized void close() throws IOException {
        Arrays.fill(seed, (byte) 0);
        file.close();
    }

    /// The public key of a log whose secret is `seed`.
    public static Bytes publicKey(byte[] seed) {
        if (seed.length != Ed25519.KEY_BYTES) {
            throw new IllegalArgumentException("log key: expected 32 bytes, got " + seed.length);
        }
        try (Keypair pair = Keypair.ofSecret(SignatureScheme.ED25519, seed)) {
            return pair.publicKey().bytes();
        }
    }

    private static Bytes bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Bytes.copyOf(bytes);
    }

    /// Takes records in order and refuses the first that does not continue the log.
    private static final class Checker {
        private final Bytes publicKey;
        private final Content content;
        private final Consumer<Release> each;
        private Optional<LogHead> head = Optional.empty();

        Checker(Bytes publicKey, Content content, Consumer<Release> each) {
            this.publicKey = publicKey;
            this.content = content;
            this.each = each;
        }

        void record(long sequence, long position, ByteBuffer payload) {
            Stored stored = Stored.parse(bytes(payload));
            Release release = Release.parse(stored.entry());
            Digest before = content.last;
            content.add(stored.entry(), position);
            LogHead signed = stored.head();
            boolean fits = release.index() == sequence
                    && release.previous().equals(before)
                    && signed.size() == sequence + 1
                    && signed.last().equals(content.last)
                    && signed.root().equals(content.tree.root());
            if (!fits) {
                throw new DataException.Corrupt(
                        "release log: release " + sequence + " does not continue the one before; the log was changed");
            }
            if (!signed.isSignedBy(publicKey)) {
                throw new DataException.Corrupt(
                        "release log: release " + sequence + " is not signed by the key " + publicKey.toHex());
            }
            head = Optional.of(signed);
            each.accept(release);
        }

        Optional<LogHead> head() {
            return head;
        }
    }
}

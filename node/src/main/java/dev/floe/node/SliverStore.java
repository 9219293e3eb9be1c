package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.host.CorruptFileException;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The slivers and metadata of one node, on disk. What [#put] has returned for survives a power cut; what is read
/// was checked against the checksums written with it. Whether a sliver is *right* is the caller's business before
/// [#put], see `SliverCheck`.
///
/// One process and one store object per directory. Safe for concurrent use. Format: [SliverFile], and
/// `docs/design/0011-storage-node.md`.
public final class SliverStore implements AutoCloseable {

    /// Longest quarantine, in files; older ones are deleted first.
    private static final int MAX_QUARANTINED = 16;

    private static final int INSUFFICIENT_STORAGE = 507;
    private static final String QUARANTINE = "quarantine";
    private static final System.Logger LOG = System.getLogger(SliverStore.class.getName());

    private final FileStore files;
    private final FileStore.StoreLock lock;
    private final StorageShards shards;
    private final long minFreeBytes;
    private final ConcurrentSkipListMap<BlobId, Entry> index = new ConcurrentSkipListMap<>();
    private final AtomicLong slivers = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private volatile Consumer<Piece> onDamage = _ -> {};

    /// What is there of one blob; guarded by itself. An entry that was taken out of the index is `gone`.
    private static final class Entry {
        private boolean hasMetadata;
        private boolean gone;
        private final BitSet primary = new BitSet();
        private final BitSet secondary = new BitSet();

        BitSet pairs(Axis axis) {
            return axis == Axis.PRIMARY ? primary : secondary;
        }

        boolean isEmpty() {
            return !hasMetadata && primary.isEmpty() && secondary.isEmpty();
        }
    }

    private SliverStore(FileStore files, FileStore.StoreLock lock, StorageShards shards, long minFreeBytes) {
        this.files = files;
        this.lock = lock;
        this.shards = shards;
        this.minFreeBytes = minFreeBytes;
    }

    /// Opens the store in `files`, creating it when the directory is empty.
    ///
    /// @param nodeId whose it is: the node's object on the ledger
    /// @param minFreeBytes writing stops when less would be free; for logs, healing and the rest of the machine
    /// @throws dev.floe.host.StoreLockedException if another process uses it
    /// @throws IllegalStateException if it is another node's, or of a newer Floe
    public static SliverStore open(FileStore files, Digest nodeId, StorageShards shards, long minFreeBytes)
            throws IOException {
        FileStore.StoreLock lock = files.lock();
        try {
            NodeDirectory.claim(files, nodeId, shards);
            SliverStore store = new SliverStore(files, lock, shards, minFreeBytes);
            store.buildIndex();
            return store;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void buildIndex() throws IOException {
        DurableFile.sweep(files, "");
        for (String directory : files.list("slivers")) {
            String path = "slivers/" + directory;
            DurableFile.sweep(files, path);
            for (String name : files.list(path)) {
                Optional<Piece> piece = Piece.parse(name);
                if (piece.isEmpty() || !piece.get().path().equals(path + "/" + name)) {
                    LOG.log(System.Logger.Level.WARNING, "event=foreign-file path=\"{0}/{1}\"", path, name);
                    continue;
                }
                mark(piece.get(), true);
            }
            // A file may be there whose writer was cut off before its directory was on disk.
            files.syncDirectory(path);
        }
    }

    /// Tells `listener` of every piece that turned out damaged and was taken out of the store.
    public void onDamage(Consumer<Piece> listener) {
        onDamage = listener;
    }

    /// The number of storage shards of the network.
    public StorageShards shards() {
        return shards;
    }

    /// Whether `piece` is there; says nothing about its bytes.
    public boolean has(Piece piece) {
        Entry entry = index.get(piece.blob());
        if (entry == null) {
            return false;
        }
        synchronized (entry) {
            return piece.kind() == Piece.Kind.METADATA
                    ? entry.hasMetadata
                    : entry.pairs(piece.kind().axis()).get(piece.pair());
        }
    }

    /// Stores metadata; on disk when this returns.
    ///
    /// @return whether it is new here
    /// @throws NodeRefusedException with status 507 if there is no room
    /// @throws DataException.Unavailable if the disk fails; the metadata is not there then, or whole
    public boolean put(BlobMetadataWithId metadata) {
        return put(Piece.metadata(metadata.id()), metadata.metadata().toBcs());
    }

    /// Stores a sliver; on disk when this returns. As [#put(BlobMetadataWithId)].
    public boolean put(BlobId blob, SliverData sliver) {
        int pair = shards.pairOfSliver(sliver.index(), sliver.axis());
        return put(Piece.sliver(blob, sliver.axis(), pair), sliver.toBcs());
    }

    private boolean put(Piece piece, Bytes payload) {
        if (has(piece)) {
            return false;
        }
        requireRoom(payload.size());
        try {
            SliverFile.write(files, piece, payload.asByteBuffer());
        } catch (IOException e) {
            // Room may have gone to someone else meanwhile: then say that instead of a failing disk.
            requireRoom(payload.size());
            throw new DataException.Unavailable(
                    "the " + piece + " cannot be written: " + e.getMessage() + "; nothing of it was acknowledged", e);
        }
        return mark(piece, true);
    }

    /// Does nothing if `bytes` more can be stored.
    ///
    /// @throws NodeRefusedException with status 507 if not
    public void requireRoom(long bytes) {
        long free = freeBytes();
        if (free < SliverFile.fileBytes(bytes) + minFreeBytes) {
            throw new NodeRefusedException(
                    NodeReason.OTHER,
                    INSUFFICIENT_STORAGE,
                    "no room for " + bytes + " bytes: " + free + " are free, " + minFreeBytes
                            + " of them stay so; store on other nodes");
        }
    }

    /// Bytes that are free on the disk.
    public long freeBytes() {
        try {
            return files.usableBytes();
        } catch (IOException e) {
            throw new DataException.Unavailable("the disk does not say what is free: " + e.getMessage(), e);
        }
    }

    /// Opens a piece for reading, if it is there.
    ///
    /// @throws DataException.Corrupt if it is damaged; it is then gone from the store
    public Optional<StoredPiece> open(Piece piece) {
        if (!has(piece)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredPiece(piece, SliverFile.open(files, piece), this));
        } catch (NoSuchFileException e) {
            if (mark(piece, false)) {
                report(piece, "the file is gone");
            }
            return Optional.empty();
        } catch (CorruptFileException e) {
            throw damaged(piece, e);
        } catch (IOException e) {
            throw unreadable(piece, e);
        }
    }

    /// The metadata of a blob, if it is there.
    ///
    /// @throws DataException.Corrupt if it is damaged; it is then gone from the store
    public Optional<BlobMetadataWithId> metadata(BlobId blob) {
        Piece piece = Piece.metadata(blob);
        Optional<StoredPiece> stored = open(piece);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredPiece open = stored.get()) {
            BlobMetadata metadata =
                    Bcs.decode("stored metadata of blob " + blob, Bytes.copyOf(open.all()), BlobMetadata::read);
            return Optional.of(new BlobMetadataWithId(blob, metadata));
        }
    }

    /// A sliver, whole, if it is there.
    ///
    /// @throws DataException.Corrupt if it is damaged; it is then gone from the store
    public Optional<SliverData> sliver(BlobId blob, Axis axis, int pair) {
        Optional<StoredPiece> stored = open(Piece.sliver(blob, axis, pair));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredPiece open = stored.get()) {
            return Optional.of(Bcs.decode(
                    "stored sliver of blob " + blob, Bytes.copyOf(open.all()), in -> SliverData.read(in, axis)));
        }
    }

    /// The sliver pairs of which the sliver of `axis` is there.
    public BitSet pairs(BlobId blob, Axis axis) {
        Entry entry = index.get(blob);
        if (entry == null) {
            return new BitSet();
        }
        synchronized (entry) {
            return (BitSet) entry.pairs(axis).clone();
        }
    }

    /// The first `limit` blobs of which anything is there, in the order of their ids, from `from` on.
    public List<BlobId> blobs(BlobId from, int limit) {
        return index.tailMap(from, true).keySet().stream().limit(limit).toList();
    }

    /// The first blob of which anything is there after `after`.
    public Optional<BlobId> blobAfter(BlobId after) {
        return Optional.ofNullable(index.higherKey(after));
    }

    /// All pieces of a blob, metadata first.
    public List<Piece> pieces(BlobId blob) {
        Entry entry = index.get(blob);
        if (entry == null) {
            return List.of();
        }
        List<Piece> pieces = new ArrayList<>();
        synchronized (entry) {
            if (entry.hasMetadata) {
                pieces.add(Piece.metadata(blob));
            }
            for (Axis axis : Axis.values()) {
                entry.pairs(axis).stream().forEach(pair -> pieces.add(Piece.sliver(blob, axis, pair)));
            }
        }
        return pieces;
    }

    /// How many blobs there is anything of.
    public int blobCount() {
        return index.size();
    }

    /// How many slivers there are.
    public long sliverCount() {
        return slivers.get();
    }

    /// How many pieces turned out damaged since the store was opened.
    public long damagedCount() {
        return damaged.get();
    }

    /// Deletes all of a blob. After a power cut some of it may be there again: deletion is repeated from what the
    /// ledger says.
    ///
    /// @return how many pieces there were
    public int delete(BlobId blob) {
        List<Piece> pieces = pieces(blob);
        // Metadata last: as long as anything is there it can be checked.
        pieces.reversed().forEach(this::delete);
        return pieces.size();
    }

    /// Deletes a piece; does nothing when it is not there.
    public void delete(Piece piece) {
        mark(piece, false);
        try {
            files.delete(piece.path());
        } catch (IOException e) {
            throw new DataException.Unavailable("the " + piece + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /// Takes a piece out of the store that is not what its blob's metadata says, and has it healed.
    public void condemn(Piece piece, String why) {
        if (mark(piece, false)) {
            setAside(piece);
            report(piece, why);
        }
    }

    /// Handles a piece that failed its checksums.
    DataException.Corrupt damaged(Piece piece, CorruptFileException cause) {
        condemn(piece, String.valueOf(cause.getMessage()));
        return new DataException.Corrupt("the " + piece + " is damaged on this node's disk; ask another node", cause);
    }

    static DataException.Unavailable unreadable(Piece piece, IOException cause) {
        return new DataException.Unavailable(
                "the " + piece + " cannot be read: " + cause.getMessage() + "; ask another node", cause);
    }

    private void report(Piece piece, String why) {
        damaged.incrementAndGet();
        LOG.log(System.Logger.Level.WARNING, "event=damaged piece=\"{0}\" why=\"{1}\"", piece, why);
        onDamage.accept(piece);
    }

    /// Moves the file where nobody reads it, for people who want to know what happened to the disk.
    private void setAside(Piece piece) {
        try {
            List<String> kept = files.list(QUARANTINE);
            for (int i = 0; i <= kept.size() - MAX_QUARANTINED; i++) {
                files.delete(QUARANTINE + "/" + kept.get(i));
            }
            files.rename(piece.path(), QUARANTINE + "/" + piece.fileName());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "event=quarantine-failed piece=\"" + piece + "\"", e);
        }
    }

    /// Notes that a piece is there or not; returns whether that is news.
    private boolean mark(Piece piece, boolean isThere) {
        while (true) {
            @Nullable
            Entry entry = isThere ? index.computeIfAbsent(piece.blob(), _ -> new Entry()) : index.get(piece.blob());
            if (entry == null) {
                return false;
            }
            synchronized (entry) {
                if (entry.gone) {
                    continue;
                }
                boolean isNews = mark(entry, piece, isThere);
                if (entry.isEmpty()) {
                    entry.gone = true;
                    index.remove(piece.blob(), entry);
                }
                return isNews;
            }
        }
    }

    private boolean mark(Entry entry, Piece piece, boolean isThere) {
        if (piece.kind() == Piece.Kind.METADATA) {
            boolean isNews = entry.hasMetadata != isThere;
            entry.hasMetadata = isThere;
            return isNews;
        }
        BitSet pairs = entry.pairs(piece.kind().axis());
        boolean isNews = pairs.get(piece.pair()) != isThere;
        pairs.set(piece.pair(), isThere);
        slivers.addAndGet(isNews ? (isThere ? 1 : -1) : 0);
        return isNews;
    }

    /// Gives the directory free. Closing twice does nothing.
    @Override
    public void close() throws IOException {
        lock.close();
    }
}

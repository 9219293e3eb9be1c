package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.ByteRange;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.format.quilt.QuiltColumns;
import dev.floe.format.quilt.QuiltIndex;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.format.quilt.QuiltReader;
import dev.floe.host.ByteArea;
import dev.floe.host.Deadline;
import dev.floe.ledger.Address;
import dev.floe.storage.BlobDownload;
import dev.floe.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reads blobs from the storage nodes of a Walrus network. Every byte given out is verified against the blob id:
/// the metadata must give the id, and rows or single symbols must prove themselves against the metadata.
///
/// A range costs only the rows it touches, or, where that is less, the symbols it touches with their proofs. Nodes
/// that hang, fail or lie are replaced by others; any f of n storage shards lying and f hanging still leave the
/// right bytes. Liars are dropped and named in [#lies]. During an epoch change, blobs that are older than the epoch
/// are read from the committee before.
///
/// Memory per call: at most a window of rows, see [#pieceBytes]. Owns nothing; closing only forgets.
public final class WalrusNetwork implements BlobStore {

    private static final int MAX_OPENED = 64;
    /// How old the committees may be: an epoch that has changed is noticed at the next read after this.
    private static final Duration MAX_COMMITTEE_AGE = Duration.ofSeconds(30);
    /// Rows fetched at once by a caller that reads in pieces: as many as are verified together.
    private static final int WINDOW_ROWS = 8;
    private static final int MAX_WINDOW_BYTES = 16 << 20;

    private final CommitteeSource source;
    private final NetworkOptions options;
    private final Nodes nodes;
    private final BlobLookup lookup;
    private final LastResort lastResort;
    /// Guarded by itself.
    private final Map<BlobId, OpenedBlob> opened = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, OpenedBlob> eldest) {
            return size() > MAX_OPENED;
        }
    };
    private volatile @Nullable Committees committees;
    private volatile long committeesReadNanos;

    /// A reader of the network whose committees `source` gives and whose nodes `clients` reaches.
    public WalrusNetwork(CommitteeSource source, NodeClients clients, NetworkOptions options) {
        this.source = source;
        this.options = options;
        nodes = new Nodes(clients, options);
        lookup = new BlobLookup(nodes, options);
        lastResort = new LastResort(nodes, options);
    }

    @Override
    public long sizeBytes(BlobId id) {
        return retrying(id, (blob, _) -> blob.sizeBytes());
    }

    @Override
    public int pieceBytes(BlobId id) {
        return retrying(id, (blob, _) -> {
            int rows = Math.clamp(MAX_WINDOW_BYTES / blob.rowBytes(), 1, WINDOW_ROWS);
            return rows * blob.rowBytes();
        });
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        if (!target.hasRemaining()) {
            sizeBytes(id);
            return;
        }
        int start = target.position();
        int end = target.limit();
        ByteRange range = new ByteRange(offset, target.remaining());
        retrying(id, (blob, deadline) -> {
            range.checkedAgainst(blob.sizeBytes());
            int window = Math.max(blob.rowBytes(), MAX_WINDOW_BYTES / blob.rowBytes() * blob.rowBytes());
            for (long at = offset; at < range.end(); ) {
                int length = (int) Math.min(window - at % window, range.end() - at);
                int position = start + (int) (at - offset);
                new RangeRead(blob, nodes, lastResort, options, deadline)
                        .read(at, target.duplicate().position(position).limit(position + length));
                at += length;
            }
            return true;
        });
        target.position(end);
    }

    /// The verified metadata of a blob.
    public BlobMetadataWithId metadata(BlobId id) {
        return retrying(id, (blob, _) -> blob.verified());
    }

    /// What nodes with more than two thirds of the storage shards say about a blob.
    public BlobStatus status(BlobId id) {
        Deadline deadline = Deadline.in(options.time(), options.readTimeout());
        try {
            return lookup.status(committees().current(), id, deadline);
        } catch (InterruptedException e) {
            throw interrupted(id, e);
        }
    }

    /// Writes a whole blob to `target`, whose size is that of the blob.
    ///
    /// @throws DataException.Corrupt with [Consistency#STRICT], if the blob was encoded inconsistently
    public void download(BlobId id, ByteArea target, Consistency consistency) {
        try {
            if (consistency == Consistency.STRICT) {
                BlobDownload.verified(this, id, target, committees().current().shards(), options.encoding());
            } else {
                BlobDownload.copy(this, id, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A reader of the quilt `id`: its index and files cost only the columns they fill.
    public QuiltReader quilt(BlobId id) {
        return new QuiltReader(columns(id));
    }

    /// The index of a quilt.
    public QuiltIndex quiltIndex(BlobId id) {
        return quilt(id).index();
    }

    /// One file of a quilt by its patch id.
    public QuiltReader.PatchContent patch(QuiltPatchId id) {
        return quilt(id.quilt()).read(id.startColumn(), id.endColumn());
    }

    /// The columns of a blob as verified secondary slivers, each fetched when asked for.
    private QuiltColumns columns(BlobId id) {
        BlobMetadataWithId metadata = metadata(id);
        StorageShards shards = metadata.metadata().shards();
        int columnBytes = shards.sliverSize(Axis.SECONDARY, metadata.metadata().blobSize());
        return new QuiltColumns() {
            @Override
            public int count() {
                return shards.secondarySourceSymbols();
            }

            @Override
            public int sizeBytes() {
                return columnBytes;
            }

            @Override
            public Bytes column(int index) {
                return retrying(
                        id,
                        (blob, deadline) -> new ColumnRead(blob, nodes, lastResort, options, deadline).column(index));
            }
        };
    }

    /// By node id, how often a node sent what is provably wrong.
    public Map<Address, Long> lies() {
        return nodes.book().lies();
    }

    @Override
    public void close() {
        forget();
        lastResort.close();
    }

    private void forget() {
        synchronized (opened) {
            opened.clear();
        }
    }

    Nodes nodes() {
        return nodes;
    }

    NetworkOptions options() {
        return options;
    }

    /// The committees as last read, anew if that is long ago; old ones are better than none.
    Committees committees() {
        Committees known = committees;
        if (known == null) {
            return refreshed();
        }
        if (options.time().nanos() - committeesReadNanos < MAX_COMMITTEE_AGE.toNanos()) {
            return known;
        }
        try {
            return refreshed();
        } catch (DataException.Unavailable e) {
            return known;
        }
    }

    /// The committees, read anew; blobs opened with others are forgotten.
    Committees refreshed() {
        Committees fresh = source.committees();
        Committees before = committees;
        committees = fresh;
        committeesReadNanos = options.time().nanos();
        boolean isOther = before == null
                || before.current().epoch() != fresh.current().epoch()
                || !Objects.equals(before.phase().getClass(), fresh.phase().getClass());
        if (isOther) {
            forget();
        }
        return fresh;
    }

    @FunctionalInterface
    private interface Step<T> {
        T apply(OpenedBlob blob, Deadline deadline) throws InterruptedException, IOException;
    }

    /// Runs `step`; when nodes were not enough, looks for new committees and tries again while there is time.
    private <T> T retrying(BlobId id, Step<T> step) {
        Deadline deadline = Deadline.in(options.time(), options.readTimeout());
        RandomGenerator random = options.entropy().generator();
        try {
            for (int attempt = 0; ; attempt++) {
                try {
                    return step.apply(open(id, deadline), deadline);
                } catch (DataException.Unavailable | DataException.NotFound failure) {
                    // Not found may only mean that an epoch change has moved everything elsewhere.
                    boolean isFinal = failure instanceof DataException.NotFound && attempt > 0;
                    if (isFinal || !deadline.sleep(options.backoff().delay(attempt, random))) {
                        throw failure;
                    }
                    refreshed();
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(id, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OpenedBlob open(BlobId id, Deadline deadline) throws InterruptedException {
        committees(); // forgets what was opened in an epoch that is over
        synchronized (opened) {
            OpenedBlob known = opened.get(id);
            if (known != null) {
                return known;
            }
        }
        NodeCommittee committee = committeeFor(id, deadline);
        OpenedBlob blob = new OpenedBlob(committee, lookup.metadata(committee, id, deadline));
        synchronized (opened) {
            opened.put(id, blob);
        }
        return blob;
    }

    /// While shards are being copied, old blobs are where they were.
    private NodeCommittee committeeFor(BlobId id, Deadline deadline) throws InterruptedException {
        Committees now = committees();
        Optional<NodeCommittee> previous = now.previous();
        if (!(now.phase() instanceof EpochPhase.Syncing) || previous.isEmpty()) {
            return now.current();
        }
        OptionalLong certified = lookup.status(now.current(), id, deadline).certifiedEpoch();
        return now.forReading(certified.orElse(now.current().epoch()));
    }

    private static DataException.Unavailable interrupted(BlobId id, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DataException.Unavailable("blob " + id + ": interrupted", e);
    }
}

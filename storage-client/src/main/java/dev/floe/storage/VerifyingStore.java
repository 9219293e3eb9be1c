package dev.floe.storage;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverCheck;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Verifies what a store gives against the blob id: reads whole rows (primary slivers), whose hashes the metadata
/// names, and gives out what was asked for. So a range costs up to one row more at each end.
///
/// The metadata may come from anywhere: it must give the id.
public final class VerifyingStore implements BlobStore {

    private static final int MAX_KNOWN = 64;
    private static final int WINDOW_ROWS = 8;
    private static final int MAX_WINDOW_BYTES = 16 << 20;

    private final BlobStore store;
    private final MetadataSource source;
    private final EncodeOptions encoding;
    /// Guarded by itself.
    private final Map<BlobId, BlobMetadata> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, BlobMetadata> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    /// Verifies `store`.
    public VerifyingStore(BlobStore store, MetadataSource source, EncodeOptions encoding) {
        this.store = store;
        this.source = source;
        this.encoding = encoding;
    }

    @Override
    public long sizeBytes(BlobId id) {
        return metadata(id).blobSize();
    }

    @Override
    public int pieceBytes(BlobId id) {
        int rowBytes = rowBytes(metadata(id));
        return Math.clamp(MAX_WINDOW_BYTES / rowBytes, 1, WINDOW_ROWS) * rowBytes;
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        BlobMetadata metadata = metadata(id);
        if (!target.hasRemaining()) {
            return;
        }
        ByteRange range = new ByteRange(offset, target.remaining()).checkedAgainst(metadata.blobSize());
        int start = target.position();
        int piece = pieceBytes(id);
        try {
            for (long at = offset; at < range.end(); ) {
                int length = BlobPieces.length(at, range.end(), piece);
                int position = start + (int) (at - offset);
                readRows(id, metadata, at, target.duplicate().position(position).limit(position + length));
                at += length;
            }
        } catch (IOException e) {
            throw new DataException.Unavailable("blob " + id + ": " + e.getMessage(), e);
        }
        target.position(target.limit());
    }

    private void readRows(BlobId id, BlobMetadata metadata, long offset, ByteBuffer target) throws IOException {
        int rowBytes = rowBytes(metadata);
        int firstRow = Math.toIntExact(offset / rowBytes);
        int endRow = Math.toIntExact(Math.ceilDiv(offset + target.remaining(), rowBytes));
        long rowsStart = (long) firstRow * rowBytes;
        byte[] rows = new byte[Math.toIntExact((long) (endRow - firstRow) * rowBytes)];
        int held = (int) Math.min(rows.length, metadata.blobSize() - rowsStart);
        store.read(id, rowsStart, ByteBuffer.wrap(rows, 0, held));
        try (ByteArea area = ByteArea.allocated(rows.length)) {
            area.write(0, MemorySegment.ofArray(rows));
            List<SliverInput> slivers = new ArrayList<>();
            for (int row = firstRow; row < endRow; row++) {
                slivers.add(new SliverInput(Axis.PRIMARY, row, area, (long) (row - firstRow) * rowBytes));
            }
            int valid = new SliverCheck(metadata, encoding)
                    .valid(Axis.PRIMARY, slivers)
                    .size();
            if (valid < slivers.size()) {
                throw new DataException.Corrupt("blob " + id + ": " + (slivers.size() - valid) + " of "
                        + slivers.size() + " rows from row " + firstRow
                        + " on do not have the hashes that its id commits to; drop this source");
            }
        }
        target.put(rows, (int) (offset - rowsStart), target.remaining());
    }

    private BlobMetadata metadata(BlobId id) {
        synchronized (known) {
            BlobMetadata metadata = known.get(id);
            if (metadata != null) {
                return metadata;
            }
        }
        BlobMetadataWithId found = source.metadata(id);
        if (!found.id().equals(id)) {
            throw new DataException.Corrupt("metadata of blob " + id + ": got that of " + found.id());
        }
        BlobMetadata verified = found.verified().metadata();
        synchronized (known) {
            known.put(id, verified);
        }
        return verified;
    }

    private static int rowBytes(BlobMetadata metadata) {
        return metadata.shards().sliverSize(Axis.PRIMARY, metadata.blobSize());
    }

    @Override
    public void close() {
        store.close();
    }
}

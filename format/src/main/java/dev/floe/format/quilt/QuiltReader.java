package dev.floe.format.quilt;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a quilt from its columns, touching only those it needs. Holds at most two columns beside the index. Not
/// safe for concurrent use.
public final class QuiltReader {

    private static final int FIXED_HEADER_BYTES = 6;

    private final QuiltColumns columns;

    /// A reader of the quilt with these columns.
    public QuiltReader(QuiltColumns columns) {
        if (columns.sizeBytes() < QuiltIndex.PREFIX_BYTES) {
            throw new IllegalArgumentException(
                    "columns of " + columns.sizeBytes() + " bytes are too short for a quilt");
        }
        this.columns = columns;
    }

    /// Takes a file's content piece by piece.
    @FunctionalInterface
    public interface Sink {
        /// The next piece: `length` bytes of `source` from `offset`. The array belongs to the reader.
        void accept(byte[] source, int offset, int length);
    }

    /// What stands before the content of a file.
    ///
    /// @param identifier the file's name
    /// @param tags what its writer said about it
    /// @param sizeBytes length of the content
    public record PatchHeader(String identifier, SortedMap<String, String> tags, long sizeBytes) {}

    /// A file read as a whole.
    ///
    /// @param header its name, tags and size
    /// @param content its bytes
    public record PatchContent(PatchHeader header, Bytes content) {}

    /// Reads the index: columns 0 up to its end.
    ///
    /// @throws DataException.Corrupt if this is no quilt or the index breaks a rule
    public QuiltIndex index() {
        Bytes first = column(0);
        long indexBytes = QuiltIndex.readPrefix(BcsReader.of("quilt index", first));
        long partBytes = QuiltIndex.PREFIX_BYTES + indexBytes;
        long indexColumns = Math.ceilDiv(partBytes, (long) columns.sizeBytes());
        if (indexColumns > Math.min(Quilt.MAX_INDEX_COLUMNS, columns.count())) {
            throw new DataException.Corrupt("quilt index: " + indexBytes + " bytes need " + indexColumns
                    + " columns of " + columns.sizeBytes() + " bytes; at most " + Quilt.MAX_INDEX_COLUMNS);
        }
        byte[] part = Arrays.copyOf(first.toByteArray(), Math.toIntExact(indexColumns * columns.sizeBytes()));
        for (int i = 1; i < indexColumns; i++) {
            column(i).copyTo(part, i * columns.sizeBytes());
        }
        byte[] index = Arrays.copyOfRange(part, QuiltIndex.PREFIX_BYTES, Math.toIntExact(partBytes));
        return QuiltIndex.read(BcsReader.of("quilt index", index), Math.toIntExact(indexColumns), columns.count());
    }

    /// Reads what stands before the content of the file `patch`; its first column is usually enough.
    ///
    /// @throws DataException.Corrupt if there is no file in exactly these columns, or the index says otherwise
    public PatchHeader header(QuiltPatch patch) {
        return fitting(patch, stream(patch.startColumn(), patch.endColumn()).header());
    }

    /// Reads the content of the file in columns `startColumn` to `endColumn` (exclusive), piece by piece.
    ///
    /// @return its header; the content has gone to `sink` by then
    /// @throws DataException.Corrupt if there is no file in exactly these columns
    public PatchHeader read(int startColumn, int endColumn, Sink sink) {
        Stream stream = stream(startColumn, endColumn);
        PatchHeader header = stream.header();
        stream.copy(header.sizeBytes(), sink);
        return header;
    }

    /// Reads the file `patch`, and makes sure that it is the one the index means before the first byte is given
    /// out.
    ///
    /// @throws DataException.Corrupt if the file has another name or other tags than the index says
    public PatchHeader read(QuiltPatch patch, Sink sink) {
        Stream stream = stream(patch.startColumn(), patch.endColumn());
        PatchHeader header = fitting(patch, stream.header());
        stream.copy(header.sizeBytes(), sink);
        return header;
    }

    /// Reads the file in columns `startColumn` to `endColumn` (exclusive) into memory.
    ///
    /// @throws DataException.Corrupt if there is no file in exactly these columns
    public PatchContent read(int startColumn, int endColumn) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        PatchHeader header = read(startColumn, endColumn, content::write);
        return new PatchContent(header, Bytes.copyOf(content.toByteArray()));
    }

    private Stream stream(int startColumn, int endColumn) {
        QuiltPatchId.requireColumns(startColumn, endColumn);
        if (endColumn > columns.count()) {
            throw new IllegalArgumentException(
                    "quilt patch: column " + endColumn + " is past the " + columns.count() + " columns there are");
        }
        return new Stream(startColumn, endColumn);
    }

    private static PatchHeader fitting(QuiltPatch patch, PatchHeader header) {
        if (!header.identifier().equals(patch.identifier()) || !header.tags().equals(patch.tags())) {
            throw new DataException.Corrupt("quilt patch in columns " + patch.startColumn() + " to " + patch.endColumn()
                    + ": the index says " + patch.identifier() + ", the patch says " + header.identifier()
                    + ", or their tags differ");
        }
        return header;
    }

    private Bytes column(int index) {
        Bytes column = columns.column(index);
        if (column.size() != columns.sizeBytes()) {
            throw new DataException.Corrupt(
                    "quilt column " + index + ": expected " + columns.sizeBytes() + " bytes, got " + column.size());
        }
        return column;
    }

    /// The bytes of a run of columns, one column in memory at a time.
    private final class Stream {
        private final String what;
        private final int startColumn;
        private final int endColumn;
        private int next;
        private byte[] current = {};
        private int at;

        Stream(int startColumn, int endColumn) {
            this.what = "quilt patch in columns " + startColumn + " to " + endColumn;
            this.startColumn = startColumn;
            this.endColumn = endColumn;
            this.next = startColumn;
        }

        PatchHeader header() {
            BcsReader fixed = BcsReader.of(what, take(FIXED_HEADER_BYTES));
            int version = fixed.u8();
            long rest = fixed.u32();
            int mask = fixed.u8();
            if (version != Quilt.PATCH_VERSION || (mask & ~Quilt.HAS_TAGS) != 0) {
                throw fixed.corrupt("expected version 1 and no flag but 0x01, got " + version + " and " + mask);
            }
            long filled = Math.ceilDiv(FIXED_HEADER_BYTES + rest, (long) columns.sizeBytes());
            if (filled != endColumn - startColumn) {
                throw fixed.corrupt("a length of " + rest + " bytes fills " + filled + " columns of "
                        + columns.sizeBytes() + " bytes");
            }
            byte[] name = field();
            BcsReader in = BcsReader.of(what, name);
            String identifier = in.string(QuiltFile.MAX_FIELD_BYTES);
            in.end();
            rest -= 2 + name.length;
            SortedMap<String, String> tags = new TreeMap<>();
            if (mask == Quilt.HAS_TAGS) {
                byte[] serialised = field();
                in = BcsReader.of(what, serialised);
                tags = QuiltIndex.readTags(in);
                in.end();
                rest -= 2 + serialised.length;
            }
            if (rest < 0) {
                throw new DataException.Corrupt(what + ": identifier and tags are longer than the patch");
            }
            return new PatchHeader(identifier, tags, rest);
        }

        void copy(long sizeBytes, Sink sink) {
            long left = sizeBytes;
            while (left > 0) {
                fill();
                int length = (int) Math.min(left, current.length - at);
                sink.accept(current, at, length);
                at += length;
                left -= length;
            }
        }

        private byte[] field() {
            byte[] size = take(2);
            return take(size[0] & 0xFF | (size[1] & 0xFF) << 8);
        }

        private byte[] take(int sizeBytes) {
            byte[] taken = new byte[sizeBytes];
            int done = 0;
            while (done < sizeBytes) {
                fill();
                int length = Math.min(sizeBytes - done, current.length - at);
                System.arraycopy(current, at, taken, done, length);
                at += length;
                done += length;
            }
            return taken;
        }

        private void fill() {
            if (at == current.length) {
                if (next == endColumn) {
                    throw new DataException.Corrupt(what + ": it ends before its last column does");
                }
                current = column(next++).toByteArray();
                at = 0;
            }
        }
    }
}

package dev.floe.format.quilt;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The plan of a quilt: which file fills which columns, and the bytes of every row.
///
/// A quilt is a blob of exactly Kp·Ks·S bytes, read as a matrix of symbols row by row. Each part fills whole
/// columns from top to bottom: first the index, then the files in the order of their identifiers' UTF-8 bytes. A
/// column is a secondary sliver, so one file is read by fetching just its columns.
///
/// | part  | bytes                                                                                |
/// |-------|--------------------------------------------------------------------------------------|
/// | index | 0x01 ‖ u32 size ‖ index, see [QuiltIndex]                                            |
/// | patch | 0x01 ‖ u32 length of what follows the mask ‖ mask ‖ u16 size ‖ identifier ‖ tags ‖ content |
///
/// Bit 0 of the mask says that there are tags: then u16 size ‖ BCS map, else nothing.
/// Numbers are little-endian; unused bytes are 0. Memory: one row. Source: `walrus-protocol.md` §5.
public final class Quilt {

    /// The index may not fill more columns than this.
    public static final int MAX_INDEX_COLUMNS = 10;

    static final int PATCH_VERSION = 1;
    static final int HAS_TAGS = 1;

    /// Gives pieces of the files' contents.
    @FunctionalInterface
    public interface Contents {

        /// Puts `length` bytes of the content of `identifier`, from `offset`, into `target` at `at`.
        void read(String identifier, long offset, byte[] target, int at, int length);
    }

    private record Part(String identifier, Bytes header, long contentBytes, int startColumn, int endColumn) {
        long size() {
            return header.size() + contentBytes;
        }
    }

    private final StorageShards shards;
    private final int symbolSize;
    private final QuiltIndex index;
    private final List<Part> parts;

    private Quilt(StorageShards shards, int symbolSize, QuiltIndex index, List<Part> parts) {
        this.shards = shards;
        this.symbolSize = symbolSize;
        this.index = index;
        this.parts = parts;
    }

    /// Plans a quilt of `files`, in any order.
    ///
    /// @throws IllegalArgumentException if an identifier occurs twice, there are more files than columns, or
    ///     they do not fit into one blob
    public static Quilt plan(StorageShards shards, List<QuiltFile> files) {
        List<QuiltFile> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparing(file -> QuiltIndex.utf8(file.identifier()), Arrays::compareUnsigned));
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).identifier().equals(ordered.get(i - 1).identifier())) {
                throw new IllegalArgumentException(
                        "quilt: identifier " + ordered.get(i).identifier() + " occurs twice; every file needs its own");
            }
        }
        List<Bytes> headers = ordered.stream().map(Quilt::header).toList();
        long[] sizes = new long[1 + ordered.size()];
        // Entries have a fixed width, so any columns give the right size.
        sizes[0] = index(ordered, placeholders(ordered.size())).toPart().size();
        for (int i = 0; i < ordered.size(); i++) {
            sizes[i + 1] = headers.get(i).size() + ordered.get(i).sizeBytes();
        }
        int symbolSize = symbolSize(shards, sizes);
        int[] ends = endColumns(sizes, (long) symbolSize * shards.primarySourceSymbols());
        QuiltIndex index = index(ordered, ends);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("", index.toPart(), 0, 0, ends[0]));
        for (int i = 0; i < ordered.size(); i++) {
            QuiltFile file = ordered.get(i);
            parts.add(new Part(file.identifier(), headers.get(i), file.sizeBytes(), ends[i], ends[i + 1]));
        }
        return new Quilt(shards, symbolSize, index, parts);
    }

    /// The network this quilt is for.
    public StorageShards shards() {
        return shards;
    }

    /// Bytes of each symbol.
    public int symbolSize() {
        return symbolSize;
    }

    /// What is where.
    public QuiltIndex index() {
        return index;
    }

    /// How many columns the index fills.
    public int indexColumns() {
        return parts.getFirst().endColumn();
    }

    /// How many rows the matrix has.
    public int rowCount() {
        return shards.primarySourceSymbols();
    }

    /// Bytes of one row.
    public int rowSize() {
        return Math.multiplyExact(shards.secondarySourceSymbols(), symbolSize);
    }

    /// Bytes of the whole quilt.
    public long sizeBytes() {
        return (long) rowCount() * rowSize();
    }

    /// The bytes of row `row`; the rows from 0 to [#rowCount] one after the other are the quilt.
    ///
    /// @param target takes [#rowSize] bytes from its beginning
    public void fillRow(int row, Contents contents, byte[] target) {
        if (row < 0 || row >= rowCount()) {
            throw new IllegalArgumentException("row " + row + " is not below " + rowCount());
        }
        Arrays.fill(target, 0, rowSize(), (byte) 0);
        long columnSize = (long) symbolSize * rowCount();
        for (Part part : parts) {
            for (int column = part.startColumn(); column < part.endColumn(); column++) {
                long offset = (column - part.startColumn()) * columnSize + (long) row * symbolSize;
                if (offset < part.size()) {
                    int length = (int) Math.min(symbolSize, part.size() - offset);
                    copy(part, offset, contents, target, column * symbolSize, length);
                }
            }
        }
    }

    /// The whole quilt in memory; for small ones.
    ///
    /// @throws IllegalArgumentException if it is longer than an array can be
    public Bytes toBytes(Contents contents) {
        if (sizeBytes() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("quilt of " + sizeBytes() + " bytes: write it row by row");
        }
        BcsWriter out = new BcsWriter();
        byte[] row = new byte[rowSize()];
        for (int i = 0; i < rowCount(); i++) {
            fillRow(i, contents, row);
            out.fixed(row);
        }
        return out.toBytes();
    }

    private static void copy(Part part, long offset, Contents contents, byte[] target, int at, int length) {
        int headerSize = part.header().size();
        int fromHeader = Math.clamp(headerSize - offset, 0, length);
        for (int i = 0; i < fromHeader; i++) {
            target[at + i] = part.header().get((int) offset + i);
        }
        if (fromHeader < length) {
            contents.read(
                    part.identifier(), offset + fromHeader - headerSize, target, at + fromHeader, length - fromHeader);
        }
    }

    /// What comes before the content of a file.
    static Bytes header(QuiltFile file) {
        byte[] identifier = new BcsWriter().string(file.identifier()).toByteArray();
        BcsWriter rest = new BcsWriter().u16(identifier.length).fixed(identifier);
        if (!file.tags().isEmpty()) {
            byte[] tags = QuiltIndex.tagBytes(file.tags());
            rest.u16(tags.length).fixed(tags);
        }
        return new BcsWriter()
                .u8(PATCH_VERSION)
                .u32(rest.size() + file.sizeBytes())
                .u8(file.tags().isEmpty() ? 0 : HAS_TAGS)
                .fixed(rest.toByteArray())
                .toBytes();
    }

    private static QuiltIndex index(List<QuiltFile> files, int[] ends) {
        List<QuiltPatch> patches = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            patches.add(new QuiltPatch(files.get(i).identifier(), files.get(i).tags(), ends[i], ends[i + 1]));
        }
        return new QuiltIndex(patches);
    }

    private static int[] placeholders(int files) {
        int[] ends = new int[files + 1];
        Arrays.setAll(ends, i -> i + 1);
        return ends;
    }

    private static int[] endColumns(long[] sizes, long columnSize) {
        int[] ends = new int[sizes.length];
        int column = 0;
        for (int i = 0; i < sizes.length; i++) {
            column += Math.toIntExact(Math.ceilDiv(sizes[i], columnSize));
            ends[i] = column;
        }
        return ends;
    }

    /// The smallest even symbol size with which the parts fit into the columns and the index into its share.
    private static int symbolSize(StorageShards shards, long[] sizes) {
        int columns = shards.secondarySourceSymbols();
        int rows = shards.primarySourceSymbols();
        if (sizes.length > columns) {
            throw new IllegalArgumentException("quilt of " + (sizes.length - 1) + " files: with " + shards.count()
                    + " storage shards at most " + (columns - 1) + " fit; make several quilts");
        }
        long total = Arrays.stream(sizes).sum();
        long low = Math.max(
                Math.ceilDiv(total, (long) columns * rows),
                Math.max(
                        Math.ceilDiv(sizes[0], (long) MAX_INDEX_COLUMNS * rows),
                        Math.ceilDiv(QuiltIndex.PREFIX_BYTES, rows)));
        long high = StorageShards.MAX_SYMBOL_SIZE;
        if (low > high || columnsNeeded(sizes, high * rows) > columns) {
            throw new IllegalArgumentException(
                    "quilt of " + total + " bytes in " + (sizes.length - 1) + " files is too long for one blob with "
                            + shards.count() + " storage shards; make several quilts");
        }
        while (low < high) {
            long middle = (low + high) / 2;
            if (columnsNeeded(sizes, middle * rows) <= columns) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Math.toIntExact(low + low % 2);
    }

    private static long columnsNeeded(long[] sizes, long columnSize) {
        return Arrays.stream(sizes).map(size -> Math.ceilDiv(size, columnSize)).sum();
    }
}

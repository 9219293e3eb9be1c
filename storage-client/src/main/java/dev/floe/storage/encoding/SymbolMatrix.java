package dev.floe.storage.encoding;

import dev.floe.format.redstuff.SymbolView;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Symbols in rows and columns, row by row in an area. The area may end early: what is missing counts as zeros.
///
/// Rectangles are used in place when the area is memory, else copied to and from a staging buffer.
final class SymbolMatrix {

    /// Rows of the matrix that lie whole in one piece of memory.
    private record Piece(MemorySegment memory, int firstRow, int rows) {}

    private final ByteArea area;
    private final int columns;
    private final int symbolBytes;
    private final List<Piece> pieces = new ArrayList<>();

    /// @param padding memory for the rows that the area does not hold completely, or anything if there are none;
    ///     zeros
    SymbolMatrix(ByteArea area, int rows, int columns, int symbolBytes, Padding padding) throws IOException {
        this.area = area;
        this.columns = columns;
        this.symbolBytes = symbolBytes;
        Optional<MemorySegment> memory = area.memory();
        if (memory.isPresent()) {
            int whole = (int) Math.min(rows, area.sizeBytes() / rowBytes());
            if (whole > 0) {
                pieces.add(new Piece(memory.get(), 0, whole));
            }
            if (whole < rows) {
                MemorySegment rest = padding.allocate((rows - whole) * rowBytes());
                long restBytes = area.sizeBytes() - whole * rowBytes();
                area.read(whole * rowBytes(), rest.asSlice(0, restBytes));
                pieces.add(new Piece(rest, whole, rows - whole));
            }
        }
    }

    private SymbolMatrix(ByteArea area, int columns, int symbolBytes) {
        this.area = area;
        this.columns = columns;
        this.symbolBytes = symbolBytes;
    }

    /// A matrix to write by [#store] only. What would be after the end of `area` is dropped.
    static SymbolMatrix writing(ByteArea area, int columns, int symbolBytes) {
        return new SymbolMatrix(area, columns, symbolBytes);
    }

    interface Padding {
        MemorySegment allocate(long bytes);
    }

    /// Whether rectangles are used in place.
    boolean isDirect() {
        return !pieces.isEmpty();
    }

    private long rowBytes() {
        return (long) columns * symbolBytes;
    }

    private long offset(int row, int column) {
        return row * rowBytes() + (long) column * symbolBytes;
    }

    /// The columns of `of` as slivers.
    List<SymbolView> columnsOf(Rectangle of, MemorySegment staging) throws IOException {
        if (!isDirect()) {
            load(of, staging, 0, (long) of.columns() * of.bytes());
            return List.of(packedColumns(of, staging));
        }
        List<SymbolView> views = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            long at = (long) of.column() * symbolBytes + of.start();
            views.add(new SymbolView(piece.memory(), at, symbolBytes, rowBytes(), piece.rows()));
        }
        return views;
    }

    /// The rows of `of`, all columns wide, as slivers.
    List<SymbolView> rowsOf(Rectangle of, MemorySegment staging) throws IOException {
        for (Piece piece : pieces) {
            if (of.row() >= piece.firstRow() && of.row() + of.rows() <= piece.firstRow() + piece.rows()) {
                long at = (of.row() - piece.firstRow()) * rowBytes() + of.start();
                return List.of(new SymbolView(piece.memory(), at, rowBytes(), symbolBytes, columns));
            }
        }
        load(of, staging, 0, (long) of.columns() * of.bytes());
        return List.of(packedRows(of, staging));
    }

    /// Where to write the columns of `of`; [#store] must follow.
    SymbolView columnsInto(Rectangle of, MemorySegment staging) {
        if (isDirect()) {
            long at = offset(of.row(), of.column()) + of.start();
            return new SymbolView(pieces.getFirst().memory(), at, symbolBytes, rowBytes(), of.rows());
        }
        return packedColumns(of, staging);
    }

    /// Where to write the rows of `of`; [#store] must follow.
    SymbolView rowsInto(Rectangle of, MemorySegment staging) {
        if (isDirect()) {
            long at = offset(of.row(), of.column()) + of.start();
            return new SymbolView(pieces.getFirst().memory(), at, rowBytes(), symbolBytes, of.columns());
        }
        return packedRows(of, staging);
    }

    /// Writes what went to the staging buffer.
    void store(Rectangle of, MemorySegment staging) throws IOException {
        if (isDirect()) {
            return;
        }
        if (of.columns() == columns && of.bytes() == symbolBytes) {
            write(offset(of.row(), 0), staging.asSlice(0, of.packedBytes()));
            return;
        }
        int run = of.bytes() == symbolBytes ? of.columns() : 1;
        long at = 0;
        for (int r = 0; r < of.rows(); r++) {
            for (int c = 0; c < of.columns(); c += run) {
                long length = (long) run * of.bytes();
                write(offset(of.row() + r, of.column() + c) + of.start(), staging.asSlice(at, length));
                at += length;
            }
        }
    }

    /// Copies `of` to `staging` at `at`, rows `rowStep` bytes apart.
    void load(Rectangle of, MemorySegment staging, long at, long rowStep) throws IOException {
        if (of.columns() == columns && of.bytes() == symbolBytes && rowStep == rowBytes()) {
            read(offset(of.row(), 0), staging.asSlice(at, of.packedBytes()));
            return;
        }
        int run = of.bytes() == symbolBytes ? of.columns() : 1;
        for (int r = 0; r < of.rows(); r++) {
            long to = at + r * rowStep;
            for (int c = 0; c < of.columns(); c += run) {
                long length = (long) run * of.bytes();
                read(offset(of.row() + r, of.column() + c) + of.start(), staging.asSlice(to, length));
                to += length;
            }
        }
    }

    /// Reads at `offset`; zeros after the end of the area.
    void read(long offset, MemorySegment target) throws IOException {
        long present = Math.clamp(area.sizeBytes() - offset, 0, target.byteSize());
        if (present > 0) {
            area.read(offset, target.asSlice(0, present));
        }
        if (present < target.byteSize()) {
            target.asSlice(present).fill((byte) 0);
        }
    }

    private void write(long offset, MemorySegment source) throws IOException {
        long present = Math.clamp(area.sizeBytes() - offset, 0, source.byteSize());
        if (present > 0) {
            area.write(offset, source.asSlice(0, present));
        }
    }

    static SymbolView packedColumns(Rectangle of, MemorySegment staging) {
        return new SymbolView(staging, 0, of.bytes(), (long) of.columns() * of.bytes(), of.rows());
    }

    static SymbolView packedRows(Rectangle of, MemorySegment staging) {
        return new SymbolView(staging, 0, (long) of.columns() * of.bytes(), of.bytes(), of.columns());
    }
}

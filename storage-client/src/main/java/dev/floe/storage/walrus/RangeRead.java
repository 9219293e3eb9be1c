package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.SliverData;
import dev.floe.host.ByteArea;
import dev.floe.host.Deadline;
import dev.floe.storage.encoding.SliverCheck;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one run of bytes of a blob: from each row it touches either the whole row or single symbols, whichever is
/// less. A row whose holder fails, lies or is late comes from the holders of its columns.
///
/// Every byte that is given out was verified: whole rows by their hash, symbols by their proofs.
final class RangeRead {

    /// Rows are verified together, eight at the price of one.
    private static final int TILE = 8;
    /// Symbols with proofs are worth their node's trouble if they are this much smaller than the row.
    private static final double SYMBOLS_WORTH = 0.9;
    /// Below this share of a row, symbols are looked for at other nodes one by one before the row is rebuilt.
    private static final int DIRECT_SHARE = 4;

    private final OpenedBlob blob;
    private final Nodes nodes;
    private final NetworkOptions options;
    private final RowSource source;
    private final LastResort lastResort;
    private final Deadline deadline;

    RangeRead(OpenedBlob blob, Nodes nodes, LastResort lastResort, NetworkOptions options, Deadline deadline) {
        this.blob = blob;
        this.nodes = nodes;
        this.lastResort = lastResort;
        this.options = options;
        this.deadline = deadline;
        source = new RowSource(blob, nodes, options, deadline);
    }

    /// The part of a row that is wanted.
    private static final class Part {
        final int row;
        final int from;
        final int to;
        final int firstColumn;
        final int endColumn;
        final boolean bySymbols;
        boolean isDone;
        boolean isFallbackStarted;
        /// How many attempts can still report.
        int open;
        /// Whether a row has come and is to be verified.
        boolean isUnverified;
        /// Why the last resort failed.
        @Nullable
        DataException failure;

        Part(int row, int from, int to, int symbolBytes, boolean bySymbols) {
            this.row = row;
            this.from = from;
            this.to = to;
            this.bySymbols = bySymbols;
            firstColumn = from / symbolBytes;
            endColumn = Math.ceilDiv(to, symbolBytes);
        }
    }

    private sealed interface Event {
        /// A row from its holder, to be verified.
        record Row(Part part, Optional<SliverData> row) implements Event {}

        /// Verified symbols from the first column of the part on.
        record Symbols(Part part, boolean isFallback, Optional<List<Bytes>> symbols) implements Event {}

        /// A row that was rebuilt, which verifies it.
        record Rebuilt(
                Part part,
                @Nullable SliverData row,
                @Nullable DataException failure) implements Event {}

        record Tick() implements Event {}

        record TimeUp() implements Event {}
    }

    /// Fills `target` with the bytes from `offset` on.
    void read(long offset, ByteBuffer target) throws InterruptedException, IOException {
        int start = target.position();
        List<Part> parts = parts(offset, target.remaining());
        List<Event.Row> unverified = new ArrayList<>();
        int left = parts.size();
        try (Crew<Event> crew = new Crew<>(options.time())) {
            crew.after(deadline.remaining(), new Event.TimeUp());
            for (Part part : parts) {
                if (nodes.book().isPaused(source.holder(part.row))) {
                    startFallback(crew, part);
                } else {
                    startFirst(crew, part);
                }
            }
            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
            while (left > 0) {
                switch (crew.take()) {
                    case Event.Row row -> {
                        row.part().open--;
                        if (!row.part().isDone && row.row().isPresent()) {
                            row.part().isUnverified = true;
                            unverified.add(row);
                        } else {
                            startFallback(crew, row.part());
                        }
                    }
                    case Event.Symbols(Part part, boolean isFallback, Optional<List<Bytes>> symbols) -> {
                        part.open--;
                        if (!part.isDone && symbols.isPresent()) {
                            noteLate(part, isFallback);
                            left -= finish(part, offset, start, target, symbols.get());
                        } else {
                            startFallback(crew, part);
                        }
                    }
                    case Event.Rebuilt(Part part, @Nullable SliverData row, @Nullable DataException failure) -> {
                        part.open--;
                        if (!part.isDone && row != null) {
                            noteLate(part, true);
                            left -= finish(part, offset, start, target, row);
                        } else if (failure instanceof DataException.Corrupt) {
                            throw failure;
                        } else {
                            part.failure = failure;
                        }
                    }
                    case Event.Tick _ -> {
                        left -= verify(crew, unverified, offset, start, target);
                        for (Part part : parts) {
                            if (!part.isDone && !part.isFallbackStarted) {
                                startFallback(crew, part);
                            }
                        }
                    }
                    case Event.TimeUp _ ->
                        throw new DataException.Unavailable("blob " + blob.id() + ": " + left + " of " + parts.size()
                                + " rows were not at hand in time; try again");
                }
                if (unverified.size() == TILE || isNothingElseComing(parts, unverified)) {
                    left -= verify(crew, unverified, offset, start, target);
                }
                for (Part part : parts) {
                    if (!part.isDone && part.open == 0 && !part.isUnverified && part.failure != null) {
                        throw part.failure;
                    }
                }
            }
        }
        target.position(target.limit());
    }

    private List<Part> parts(long offset, int length) {
        int rowBytes = blob.rowBytes();
        List<Part> parts = new ArrayList<>();
        long end = offset + length;
        for (long at = offset; at < end; ) {
            int row = Math.toIntExact(at / rowBytes);
            int from = (int) (at % rowBytes);
            int to = (int) Math.min(rowBytes, from + (end - at));
            int symbols = Math.ceilDiv(to, blob.symbolBytes()) - from / blob.symbolBytes();
            boolean bySymbols = (double) symbols * blob.provenSymbolBytes() <= SYMBOLS_WORTH * rowBytes;
            parts.add(new Part(row, from, to, blob.symbolBytes(), bySymbols));
            at += to - from;
        }
        return parts;
    }

    private void startFirst(Crew<Event> crew, Part part) {
        part.open++;
        if (part.bySymbols) {
            crew.start(
                    "symbols",
                    () -> new Event.Symbols(part, false, source.symbols(part.row, part.firstColumn, part.endColumn)));
        } else {
            crew.start("row", () -> new Event.Row(part, source.row(part.row)));
        }
    }

    private void startFallback(Crew<Event> crew, Part part) {
        if (part.isDone || part.isFallbackStarted) {
            return;
        }
        part.isFallbackStarted = true;
        part.open++;
        boolean isSmall = part.bySymbols
                && (part.endColumn - part.firstColumn) * DIRECT_SHARE
                        <= blob.shards().symbolsPerSliver(Axis.PRIMARY);
        crew.start("rebuild", () -> {
            if (isSmall) {
                Optional<List<Bytes>> symbols = source.symbolsOfColumns(part.row, part.firstColumn, part.endColumn);
                if (symbols.isPresent()) {
                    return new Event.Symbols(part, true, symbols);
                }
            }
            try {
                try {
                    return new Event.Rebuilt(part, source.rebuilt(part.row), null);
                } catch (DataException.Unavailable e) {
                    byte[] row = lastResort.row(blob, part.row, deadline);
                    return new Event.Rebuilt(
                            part, new SliverData(Axis.PRIMARY, part.row, blob.symbolBytes(), Bytes.copyOf(row)), null);
                }
            } catch (DataException e) {
                return new Event.Rebuilt(part, null, e);
            }
        });
    }

    /// The row's holder was asked first and is still silent.
    private void noteLate(Part part, boolean isFallback) {
        if (isFallback && part.open > 0) {
            nodes.book().late(source.holder(part.row));
        }
    }

    private static boolean isNothingElseComing(List<Part> parts, List<Event.Row> unverified) {
        return !unverified.isEmpty()
                && parts.stream()
                        .allMatch(part -> part.isDone
                                || part.open == 0
                                || unverified.stream().anyMatch(row -> row.part() == part));
    }

    /// Verifies the rows that have come; returns how many parts that finished.
    private int verify(Crew<Event> crew, List<Event.Row> unverified, long offset, int start, ByteBuffer target)
            throws IOException {
        List<Event.Row> rows =
                unverified.stream().filter(row -> !row.part().isDone).toList();
        unverified.forEach(row -> row.part().isUnverified = false);
        unverified.clear();
        if (rows.isEmpty()) {
            return 0;
        }
        int done = 0;
        long rowBytes = blob.rowBytes();
        try (ByteArea area = ByteArea.allocated(rows.size() * rowBytes)) {
            List<SliverInput> slivers = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                SliverData sliver = rows.get(i).row().orElseThrow();
                area.write(i * rowBytes, MemorySegment.ofBuffer(sliver.symbols().asByteBuffer()));
                slivers.add(new SliverInput(Axis.PRIMARY, sliver.index(), area, i * rowBytes));
            }
            List<SliverInput> valid = new SliverCheck(blob.metadata(), options.encoding()).valid(Axis.PRIMARY, slivers);
            for (int i = 0; i < rows.size(); i++) {
                Part part = rows.get(i).part();
                if (valid.contains(slivers.get(i))) {
                    done += finish(
                            part, offset, start, target, rows.get(i).row().orElseThrow());
                } else {
                    nodes.book()
                            .lied(
                                    source.holder(part.row),
                                    "row " + part.row + " of blob " + blob.id() + ": wrong hash");
                    startFallback(crew, part);
                }
            }
        }
        return done;
    }

    private int finish(Part part, long offset, int start, ByteBuffer target, SliverData row) {
        part.isDone = true;
        ByteBuffer wanted = row.symbols().asByteBuffer().position(part.from).limit(part.to);
        copy(wanted, position(part, offset, start), target);
        return 1;
    }

    private int finish(Part part, long offset, int start, ByteBuffer target, List<Bytes> symbols) {
        part.isDone = true;
        int symbolBytes = blob.symbolBytes();
        int at = position(part, offset, start);
        for (int i = 0; i < symbols.size(); i++) {
            int symbolStart = (part.firstColumn + i) * symbolBytes;
            int from = Math.max(part.from, symbolStart);
            int to = Math.min(part.to, symbolStart + symbolBytes);
            copy(symbols.get(i).asByteBuffer().position(from - symbolStart).limit(to - symbolStart), at, target);
            at += to - from;
        }
        return 1;
    }

    private int position(Part part, long offset, int start) {
        return start + Math.toIntExact((long) part.row * blob.rowBytes() + part.from - offset);
    }

    private static void copy(ByteBuffer wanted, int at, ByteBuffer target) {
        target.put(at, wanted, wanted.position(), wanted.remaining());
    }
}

package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.SliverData;
import dev.floe.host.ByteArea;
import dev.floe.host.Deadline;
import dev.floe.storage.encoding.BlobDecoder;
import dev.floe.storage.encoding.SliverCheck;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Decodes a whole blob when a row can neither be had nor be rebuilt: any Kp of the n primary slivers give it, so
/// up to 2f shards may be lost. Costs a blob of traffic and disk, so the last one decoded is kept for the next
/// rows. Safe for concurrent use; one blob at a time.
final class LastResort {

    /// Slivers fetched and verified together.
    private static final int TILE = 8;

    private final Nodes nodes;
    private final NetworkOptions options;
    /// Guards what follows, while decoding too: who comes meanwhile most likely wants the same blob.
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable BlobId id;
    private @Nullable ByteArea content;

    LastResort(Nodes nodes, NetworkOptions options) {
        this.nodes = nodes;
        this.options = options;
    }

    /// The bytes of a row, padding included.
    byte[] row(OpenedBlob blob, int row, Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            ByteArea decoded = content;
            if (decoded == null || !blob.id().equals(id)) {
                forget();
                decoded = decode(blob, deadline);
                content = decoded;
                id = blob.id();
            }
            byte[] bytes = new byte[blob.rowBytes()];
            long offset = (long) row * bytes.length;
            int length = (int) Math.min(bytes.length, blob.sizeBytes() - offset);
            decoded.read(offset, MemorySegment.ofArray(bytes).asSlice(0, length));
            requireCommitted(blob, row, bytes);
            return bytes;
        } catch (IOException e) {
            // Most likely an interrupt, which closes files; what is left of it is of no use.
            forget();
            throw new DataException.Unavailable("blob " + blob.id() + ": decoding broke off: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Slivers that are right each by itself decode to other rows than committed if the blob was encoded wrongly.
    private void requireCommitted(OpenedBlob blob, int row, byte[] bytes) throws IOException {
        try (ByteArea area = ByteArea.allocated(bytes.length)) {
            area.write(0, MemorySegment.ofArray(bytes));
            List<SliverInput> input = List.of(new SliverInput(Axis.PRIMARY, row, area, 0));
            if (new SliverCheck(blob.metadata(), options.encoding())
                    .valid(Axis.PRIMARY, input)
                    .isEmpty()) {
                throw new DataException.Corrupt("blob " + blob.id() + " was encoded inconsistently: row " + row
                        + " decodes to another hash than its id commits to");
            }
        }
    }

    /// Frees what is kept.
    void close() {
        lock.lock();
        try {
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        ByteArea old = content;
        content = null;
        id = null;
        if (old != null) {
            closeQuietly(old);
        }
    }

    private static void closeQuietly(ByteArea area) {
        try {
            area.close();
        } catch (IOException e) {
            // A temporary file that nobody needs any more.
            System.getLogger(LastResort.class.getName()).log(System.Logger.Level.DEBUG, "event=close-failed", e);
        }
    }

    private ByteArea area(long bytes) throws IOException {
        return bytes <= options.encoding().memoryBytes() / 4
                ? ByteArea.allocated(bytes)
                : ByteArea.temporary(options.encoding().scratchDirectory(), bytes);
    }

    private ByteArea decode(OpenedBlob blob, Deadline deadline) throws InterruptedException, IOException {
        int needed = blob.shards().sourceSymbols(Axis.PRIMARY);
        try (ByteArea store = area((long) needed * blob.rowBytes())) {
            List<SliverInput> slivers = collect(blob, needed, store, deadline);
            ByteArea target = area(blob.sizeBytes());
            try {
                new BlobDecoder(blob.shards(), options.encoding()).decode(Axis.PRIMARY, slivers, target);
                return target;
            } catch (IOException | RuntimeException | Error e) {
                closeQuietly(target);
                throw e;
            }
        }
    }

    private sealed interface Event {
        record Row(int row, Optional<SliverData> sliver) implements Event {}

        record Tick() implements Event {}
    }

    /// As many verified primary slivers as decode the blob, in `store`.
    private List<SliverInput> collect(OpenedBlob blob, int needed, ByteArea store, Deadline deadline)
            throws InterruptedException, IOException {
        RowSource source = new RowSource(blob, nodes, options, deadline);
        Deque<Integer> waiting = new ArrayDeque<>(order(blob));
        List<SliverInput> valid = new ArrayList<>();
        List<SliverData> unverified = new ArrayList<>();
        int open = 0;
        try (Crew<Event> crew = new Crew<>(options.time())) {
            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
            while (valid.size() < needed) {
                while (open + unverified.size() < Math.min(TILE, needed - valid.size()) && !waiting.isEmpty()) {
                    open += start(crew, source, waiting.poll());
                }
                if (open == 0 && unverified.isEmpty()) {
                    throw new DataException.Unavailable("blob " + blob.id() + ": only " + valid.size() + " of " + needed
                            + " slivers that decode it; too many storage nodes are away, try again");
                }
                deadline.check(() -> new DataException.Unavailable(
                        "blob " + blob.id() + ": its slivers were not at hand in time; try again"));
                if (open > 0) {
                    switch (crew.take()) {
                        case Event.Row(int row, Optional<SliverData> sliver) -> {
                            open--;
                            sliver.ifPresent(unverified::add);
                        }
                        case Event.Tick _ -> {
                            if (!waiting.isEmpty()) {
                                open += start(crew, source, waiting.poll());
                            }
                            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
                        }
                    }
                }
                if (unverified.size() >= Math.min(TILE, needed - valid.size()) || open == 0) {
                    verify(blob, source, unverified, valid, needed, store);
                }
            }
        }
        return valid;
    }

    private static int start(Crew<Event> crew, RowSource source, int row) {
        crew.start("sliver", () -> new Event.Row(row, source.row(row)));
        return 1;
    }

    private void verify(
            OpenedBlob blob,
            RowSource source,
            List<SliverData> unverified,
            List<SliverInput> valid,
            int needed,
            ByteArea store)
            throws IOException {
        List<SliverData> some = unverified.subList(0, Math.min(unverified.size(), needed - valid.size()));
        List<SliverInput> candidates = new ArrayList<>();
        try (ByteArea tile = ByteArea.allocated((long) some.size() * blob.rowBytes())) {
            for (SliverData sliver : some) {
                long at = (long) candidates.size() * blob.rowBytes();
                tile.write(at, MemorySegment.ofBuffer(sliver.symbols().asByteBuffer()));
                candidates.add(new SliverInput(Axis.PRIMARY, sliver.index(), tile, at));
            }
            List<SliverInput> right =
                    new SliverCheck(blob.metadata(), options.encoding()).valid(Axis.PRIMARY, candidates);
            for (SliverInput candidate : candidates) {
                if (right.contains(candidate)) {
                    long at = (long) valid.size() * blob.rowBytes();
                    MemorySegment symbols = MemorySegment.ofArray(new byte[blob.rowBytes()]);
                    tile.read(candidate.offset(), symbols);
                    store.write(at, symbols);
                    valid.add(new SliverInput(Axis.PRIMARY, candidate.index(), store, at));
                } else {
                    nodes.book().lied(source.holder(candidate.index()), "row " + candidate.index() + ": wrong hash");
                }
            }
        }
        some.clear();
    }

    /// Rows of the blob before the added ones, nodes better left alone last.
    private List<Integer> order(OpenedBlob blob) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, blob.shards().count()).boxed().toList());
        Collections.shuffle(order, Random.from(options.entropy().generator()));
        int source = blob.shards().sourceSymbols(Axis.PRIMARY);
        order.sort(Comparator.comparing(
                        (Integer row) -> nodes.book().isPaused(blob.member(blob.holder(Axis.PRIMARY, row))))
                .thenComparing(row -> row >= source));
        return order;
    }
}

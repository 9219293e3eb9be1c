package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.DecodingSymbol;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverCheck;
import dev.floe.storage.encoding.SliverHealer;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// The work with RedStuff that a node does, bounded in how much goes on at once. Safe for concurrent use.
final class Verifier {

    /// Slivers that the code works on together.
    private static final int MOST_TOGETHER = 8;

    private final EncodeOptions options;
    private final Semaphore work;
    private final long maxBytes;
    private final int cachedCheckers;
    private final Map<BlobId, SliverCheck> checkers = new LinkedHashMap<>(16, 0.75f, true);

    Verifier(EncodeOptions options, NodeLimits limits, int shardCount) {
        this.options = options;
        work = new Semaphore(limits.symbolWorkers());
        maxBytes = limits.symbolBytes();
        cachedCheckers = Math.clamp(limits.metadataCacheBytes() / (200L * shardCount), 4, 10_000);
    }

    /// Whether `sliver` is what `blob` says it is. Waits for its turn.
    boolean isValid(BlobMetadataWithId blob, SliverData sliver) throws InterruptedException {
        try {
            sliver.fitting(blob);
        } catch (DataException.Corrupt e) {
            return false;
        }
        work.acquire();
        try (ByteArea area = area(sliver.symbols())) {
            SliverInput input = new SliverInput(sliver.axis(), sliver.index(), area, 0);
            return !checker(blob).valid(sliver.axis(), List.of(input)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("memory only", e);
        } finally {
            work.release();
        }
    }

    private SliverCheck checker(BlobMetadataWithId blob) {
        synchronized (checkers) {
            SliverCheck check = checkers.computeIfAbsent(blob.id(), _ -> new SliverCheck(blob.metadata(), options));
            if (checkers.size() > cachedCheckers) {
                checkers.remove(checkers.keySet().iterator().next());
            }
            return check;
        }
    }

    /// Symbols number `targets` of each of `helpers`, all of one axis, with proofs.
    ///
    /// @return as many as fit into the node's limit, helper by helper; empty if the node is busy
    /// @throws DataException.Corrupt if a helper is not what `blob` says it is
    List<List<RecoverySymbol>> symbols(BlobMetadata blob, Axis axis, List<SliverData> helpers, int[] targets) {
        List<List<RecoverySymbol>> all = new ArrayList<>(helpers.size());
        long sliverBytes = (long) blob.shards().count() * blob.symbolSize();
        int together = Math.clamp(maxBytes / 4 / sliverBytes, 1, MOST_TOGETHER);
        SliverHealer healer = new SliverHealer(blob, options);
        for (int i = 0; i < helpers.size(); i += together) {
            all.addAll(symbols(healer, axis, helpers.subList(i, Math.min(i + together, helpers.size())), targets));
        }
        return all;
    }

    private List<List<RecoverySymbol>> symbols(
            SliverHealer healer, Axis axis, List<SliverData> helpers, int[] targets) {
        List<ByteArea> areas = new ArrayList<>();
        try {
            List<SliverInput> inputs = new ArrayList<>();
            for (SliverData helper : helpers) {
                ByteArea area = area(helper.symbols());
                areas.add(area);
                inputs.add(new SliverInput(axis, helper.index(), area, 0));
            }
            return healer.symbols(axis, inputs, targets);
        } catch (IOException e) {
            throw new UncheckedIOException("memory only", e);
        } finally {
            areas.forEach(Verifier::close);
        }
    }

    /// Takes the right to one piece of work at once, if the node is not busy; give it back with [#done].
    boolean tryBegin() {
        return work.tryAcquire();
    }

    /// Waits for the right to one piece of work; give it back with [#done].
    void begin() throws InterruptedException {
        work.acquire();
    }

    void done() {
        work.release();
    }

    /// The sliver that `symbols` give.
    ///
    /// @throws DataException.Corrupt if it has another hash than `blob` says
    SliverData rebuild(BlobMetadata blob, Axis axis, int index, List<RecoverySymbol> symbols) {
        return new SliverHealer(blob, options).rebuild(axis, index, symbols);
    }

    /// The symbol without its proof.
    static DecodingSymbol bare(RecoverySymbol symbol) {
        return symbol.symbol();
    }

    private static ByteArea area(Bytes content) throws IOException {
        ByteArea area = ByteArea.allocated(content.size());
        area.write(0, MemorySegment.ofBuffer(content.asByteBuffer()));
        return area;
    }

    private static void close(ByteArea area) {
        try {
            area.close();
        } catch (IOException e) {
            throw new UncheckedIOException("memory only", e);
        }
    }
}

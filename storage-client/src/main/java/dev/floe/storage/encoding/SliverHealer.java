package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.DecodingSymbol;
import dev.floe.format.MerkleNode;
import dev.floe.format.MerkleProof;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.ErasureTile;
import dev.floe.format.redstuff.SliverTile;
import dev.floe.format.redstuff.SymbolPlaces;
import dev.floe.format.redstuff.SymbolView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Rebuilds one lost sliver from one symbol of each of enough slivers of the other axis: about a 300th of the blob
/// instead of all of it. Both sides are here: [#symbols] is what a helper does with its sliver, [#rebuild] what the
/// one who lost a sliver does with the answers. Safe for concurrent use.
public final class SliverHealer {

    private static final int HASH_BYTES = 32;

    private final BlobMetadata metadata;
    private final StorageShards shards;
    private final int symbolBytes;
    private final EncodeOptions options;
    private final Codecs codecs;

    /// A healer of slivers of the blob with `metadata`, which must itself be verified.
    public SliverHealer(BlobMetadata metadata, EncodeOptions options) {
        this.metadata = metadata;
        this.options = options;
        shards = metadata.shards();
        symbolBytes = metadata.symbolSize();
        codecs = new Codecs(shards);
    }

    /// Bytes that healing one sliver pair takes in theory: from each helper a symbol and the hashes that prove it.
    public static long theoryBytes(StorageShards shards, int symbolBytes) {
        int height = 32 - Integer.numberOfLeadingZeros(shards.count() - 1);
        int helpers = shards.primarySourceSymbols() + shards.secondarySourceSymbols();
        return (long) helpers * (symbolBytes + (long) HASH_BYTES * height);
    }

    /// The symbols at `targets` of up to 8 slivers, with proofs.
    ///
    /// @param axis the axis of `helpers`; the targets are indices of slivers of the other axis
    /// @return for each helper, for each target, its symbol
    /// @throws DataException.Corrupt if a helper's sliver does not have the hash that the metadata gives for it
    public List<List<RecoverySymbol>> symbols(Axis axis, List<SliverInput> helpers, int[] targets) throws IOException {
        int own = shards.symbolsPerSliver(axis);
        int added = shards.count() - own;
        byte[][][] content = new byte[helpers.size()][targets.length][symbolBytes];
        SliverTile tile = SliverTile.hashing(codecs.codec(), axis, symbolBytes);
        tile.begin(codecs.codec(), helpers.size());
        long perSlivers = (long) SliverTile.SLIVERS * shards.count();
        try (Arena arena = Arena.ofConfined()) {
            int band = Bands.bandBytes(symbolBytes, perSlivers, options.stagingBytes());
            MemorySegment in = arena.allocate((long) SliverTile.SLIVERS * own * band, 64);
            MemorySegment out = arena.allocate((long) SliverTile.SLIVERS * added * band, 64);
            Bands.forEach(symbolBytes, perSlivers, options.stagingBytes(), (start, bytes) -> {
                long inStep = (long) own * bytes;
                long outStep = (long) added * bytes;
                for (int i = 0; i < helpers.size(); i++) {
                    helpers.get(i).read(0, own, symbolBytes, start, bytes, in, i * inStep);
                }
                SymbolView source = new SymbolView(in, 0, inStep, bytes, own);
                tile.feed(bytes, List.of(source), new SymbolView(out, 0, outStep, bytes, added));
                for (int i = 0; i < helpers.size(); i++) {
                    for (int t = 0; t < targets.length; t++) {
                        int symbol = targets[t];
                        MemorySegment from = symbol < own ? in : out;
                        long at = symbol < own
                                ? i * inStep + (long) symbol * bytes
                                : i * outStep + (long) (symbol - own) * bytes;
                        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, content[i][t], start, bytes);
                    }
                }
            });
        }
        List<List<MerkleProof>> proofs = tile.proofs(targets);
        List<List<RecoverySymbol>> symbols = new ArrayList<>(helpers.size());
        for (int i = 0; i < helpers.size(); i++) {
            int index = helpers.get(i).index();
            if (!metadata.sliverHash(axis, index).equals(MerkleNode.of(tile.hash(i)))) {
                throw new DataException.Corrupt(axis.text() + " sliver " + index
                        + " does not have the hash of the metadata; it cannot help, heal it too");
            }
            List<RecoverySymbol> ofHelper = new ArrayList<>(targets.length);
            for (int t = 0; t < targets.length; t++) {
                DecodingSymbol symbol = new DecodingSymbol(index, Bytes.copyOf(content[i][t]));
                ofHelper.add(new RecoverySymbol(symbol, proofs.get(i).get(t)));
            }
            symbols.add(List.copyOf(ofHelper));
        }
        return List.copyOf(symbols);
    }

    /// Sliver `index` of `axis`, from symbols of distinct slivers of the other axis: as many as the sliver has
    /// symbols; more are ignored.
    ///
    /// @throws DataException.Unavailable if there are too few
    /// @throws DataException.Corrupt if a symbol does not prove itself, or the rebuilt sliver has another hash than
    ///     the metadata says although all symbols do: then the blob was encoded inconsistently
    public SliverData rebuild(Axis axis, int index, List<RecoverySymbol> symbols) {
        int needed = shards.symbolsPerSliver(axis);
        List<RecoverySymbol> used = symbols.stream()
                .sorted(Comparator.comparingInt(s -> s.symbol().sourceIndex()))
                .limit(needed)
                .toList();
        int[] present =
                used.stream().mapToInt(s -> s.symbol().sourceIndex()).distinct().toArray();
        if (present.length < needed) {
            throw new DataException.Unavailable(axis.text() + " sliver " + index + ": " + needed
                    + " symbols of distinct slivers are needed, got " + present.length + "; ask more helpers");
        }
        for (RecoverySymbol symbol : used) {
            if (!symbol.verifies(metadata, axis, index)) {
                throw new DataException.Corrupt("the symbol of " + axis.other().text() + " sliver "
                        + symbol.symbol().sourceIndex() + " for " + axis.text() + " sliver " + index
                        + " does not prove itself; ask another helper");
            }
        }
        byte[] sliver = complete(axis, index, used, present);
        return new SliverData(axis, index, symbolBytes, Bytes.copyOf(sliver));
    }

    private byte[] complete(Axis axis, int index, List<RecoverySymbol> symbols, int[] present) {
        int count = present.length;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment received = arena.allocate((long) count * symbolBytes, 64);
            MemorySegment sliver = arena.allocate((long) count * symbolBytes, 64);
            for (int i = 0; i < count; i++) {
                MemorySegment symbol =
                        MemorySegment.ofArray(symbols.get(i).symbol().data().toByteArray());
                MemorySegment.copy(symbol, 0, received, (long) i * symbolBytes, symbolBytes);
                if (present[i] < count) {
                    MemorySegment.copy(symbol, 0, sliver, (long) present[i] * symbolBytes, symbolBytes);
                }
            }
            ErasureTile erasures = new ErasureTile(codecs.codec(), axis, present);
            long[] from = IntStream.range(0, count)
                    .mapToLong(i -> (long) i * symbolBytes)
                    .toArray();
            long[] to = IntStream.of(erasures.missing())
                    .mapToLong(i -> (long) i * symbolBytes)
                    .toArray();
            erasures.decode(symbolBytes, 1, new SymbolPlaces(received, from, 0), new SymbolPlaces(sliver, to, 0));

            SliverTile tile = SliverTile.hashing(codecs.codec(), axis, symbolBytes);
            tile.begin(codecs.codec(), 1);
            tile.feed(symbolBytes, List.of(new SymbolView(sliver, 0, 0, symbolBytes, count)), null);
            tile.reduce();
            if (!metadata.sliverHash(axis, index).equals(MerkleNode.of(tile.hash(0)))) {
                throw new DataException.Corrupt("all symbols for " + axis.text() + " sliver " + index
                        + " prove themselves, but give a sliver of another hash: the blob was encoded inconsistently");
            }
            return sliver.toArray(ValueLayout.JAVA_BYTE);
        }
    }
}

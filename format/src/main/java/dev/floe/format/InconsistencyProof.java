package dev.floe.format;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Shows that a blob was encoded wrongly: symbols that all prove to belong to sliver `targetIndex`, but rebuild a
/// sliver with another hash than the metadata says.
///
/// The axis is not in the bytes; the route it is posted to says it.
///
/// @param targetAxis axis of the sliver that does not fit
/// @param targetIndex its index
/// @param symbols as many as rebuild it, each from another sliver
public record InconsistencyProof(Axis targetAxis, int targetIndex, List<RecoverySymbol> symbols) implements Bcs {

    public InconsistencyProof {
        if (targetIndex < 0 || targetIndex >= StorageShards.MAX) {
            throw new IllegalArgumentException("target sliver " + targetIndex + " is not below " + StorageShards.MAX);
        }
        symbols = List.copyOf(symbols);
    }

    /// Whether there are exactly as many symbols as needed, each from another sliver and each with a valid proof.
    /// Only then is it worth rebuilding the sliver; that its hash differs must still be checked.
    public boolean hasValidSymbols(BlobMetadata metadata) {
        StorageShards shards = metadata.shards();
        Set<Integer> sources = new HashSet<>();
        return targetIndex < shards.count()
                && symbols.size() == shards.symbolsPerSliver(targetAxis)
                && symbols.stream()
                        .allMatch(symbol -> sources.add(symbol.symbol().sourceIndex())
                                && symbol.verifies(metadata, targetAxis, targetIndex));
    }

    /// Reads a proof about a sliver of `targetAxis`.
    public static InconsistencyProof read(BcsReader in, Axis targetAxis) {
        int targetIndex = in.u16();
        if (targetIndex >= StorageShards.MAX) {
            throw in.corrupt("target sliver " + targetIndex + " is not below " + StorageShards.MAX);
        }
        return new InconsistencyProof(targetAxis, targetIndex, in.vector(StorageShards.MAX, RecoverySymbol::read));
    }

    @Override
    public void write(BcsWriter out) {
        out.u16(targetIndex).vector(symbols, (writer, symbol) -> symbol.write(writer));
    }
}

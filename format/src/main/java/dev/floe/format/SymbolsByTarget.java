package dev.floe.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The answer to a request for decoding symbols of several slivers: without proofs, by the index of the sliver they
/// rebuild. BCS map: keys in the order of their two little-endian bytes, each once.
///
/// @param symbols the symbols for each sliver
public record SymbolsByTarget(Map<Integer, List<EitherDecodingSymbol>> symbols) implements Bcs {

    public SymbolsByTarget {
        TreeMap<Integer, List<EitherDecodingSymbol>> copy = new TreeMap<>();
        symbols.forEach((target, list) -> {
            if (target < 0 || target >= StorageShards.MAX) {
                throw new IllegalArgumentException("target sliver " + target + " is not below " + StorageShards.MAX);
            }
            copy.put(target, List.copyOf(list));
        });
        symbols = Collections.unmodifiableSortedMap(copy);
    }

    /// Reads an answer.
    public static SymbolsByTarget read(BcsReader in) {
        int count = in.count(StorageShards.MAX, 3);
        SortedMap<Integer, List<EitherDecodingSymbol>> symbols = new TreeMap<>();
        int previousRank = -1;
        for (int i = 0; i < count; i++) {
            int target = in.u16();
            if (target >= StorageShards.MAX) {
                throw in.corrupt("target sliver " + target + " is not below " + StorageShards.MAX);
            }
            if (rank(target) <= previousRank) {
                throw in.corrupt("keys of the map are not in order, or twice the same: " + target);
            }
            previousRank = rank(target);
            symbols.put(target, in.vector(StorageShards.MAX, EitherDecodingSymbol::read));
        }
        return new SymbolsByTarget(symbols);
    }

    @Override
    public void write(BcsWriter out) {
        List<Integer> targets = new ArrayList<>(symbols.keySet());
        targets.sort(Comparator.comparing(SymbolsByTarget::rank));
        out.uleb(targets.size());
        for (int target : targets) {
            List<EitherDecodingSymbol> list = symbols.getOrDefault(target, List.of());
            out.u16(target).vector(list, (writer, symbol) -> symbol.write(writer));
        }
    }

    // BCS orders map keys by their bytes, and the low byte of a u16 comes first.
    private static int rank(int target) {
        return Short.toUnsignedInt(Short.reverseBytes((short) target));
    }
}

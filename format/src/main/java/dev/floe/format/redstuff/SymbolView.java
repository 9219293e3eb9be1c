package dev.floe.format.redstuff;

import java.lang.foreign.MemorySegment;

/// Symbols of up to 8 slivers in memory, at regular distances: symbol k of lane l begins at
/// `offset + l * laneStep + k * symbolStep`. A lane is one sliver.
///
/// @param memory native memory, big enough for all that is read or written
/// @param offset where the symbols begin
/// @param laneStep bytes from one sliver to the next
/// @param symbolStep bytes from one symbol of a sliver to the next
/// @param symbols how many symbols of each sliver there are
public record SymbolView(MemorySegment memory, long offset, long laneStep, long symbolStep, int symbols) {

    public SymbolView {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("symbols must be in native memory: the kernels are compiled for it");
        }
    }

    long at(int symbol) {
        return offset + symbol * symbolStep;
    }
}

package dev.floe.format.redstuff;

import java.lang.foreign.MemorySegment;

/// Symbols anywhere in memory: number i of sliver l begins at `offsets[i] + shift + l * laneStep`. The offsets stay
/// the caller's and must not change while in use.
public final class SymbolPlaces {

    private final MemorySegment memory;
    private final long[] offsets;
    private final long laneStep;
    private final long shift;

    /// @param memory native memory
    /// @param offsets where each symbol of the first sliver begins
    /// @param laneStep bytes from one sliver to the next
    public SymbolPlaces(MemorySegment memory, long[] offsets, long laneStep) {
        this(memory, offsets, laneStep, 0);
    }

    private SymbolPlaces(MemorySegment memory, long[] offsets, long laneStep, long shift) {
        this.memory = memory;
        this.offsets = offsets;
        this.laneStep = laneStep;
        this.shift = shift;
    }

    /// The same places for the slivers from `lane` on.
    public SymbolPlaces from(int lane) {
        return new SymbolPlaces(memory, offsets, laneStep, shift + lane * laneStep);
    }

    MemorySegment memory() {
        return memory;
    }

    long at(int symbol) {
        return offsets[symbol] + shift;
    }

    long laneStep() {
        return laneStep;
    }
}

package dev.floe.format.redstuff;

import dev.floe.format.Axis;
import dev.floe.format.internal.redstuff.Erasures;
import dev.floe.format.internal.redstuff.Kernels;
import dev.floe.format.internal.redstuff.Lanes;
import java.util.Arrays;

/// Gives back lost source symbols of up to 8 slivers at once: the unit of work of decoding a blob (where every row,
/// or every column, is such a sliver) and of rebuilding one sliver from recovery symbols.
///
/// Which symbols are there is fixed when it is made; its cost, some 0.1 ms, is paid once. One thread at a time.
public final class ErasureTile {

    private static final int WORK_BYTES_PER_LANE = 256 << 10;
    private static final int MIN_SLICE_BYTES = 128;
    private static final int MAX_SLICE_BYTES = 1024;

    private final Kernels kernels;
    private final Erasures erasures;
    private final int present;
    private final int[] missing;
    private final int sliceBytes;
    private final long[] words;

    /// @param axis the axis of the slivers to complete
    /// @param present which symbols of every sliver are there, rising, exactly as many as a sliver holds
    public ErasureTile(SliverCodec codec, Axis axis, int[] present) {
        kernels = codec.kernels();
        erasures = new Erasures(codec.code(axis), present);
        this.present = present.length;
        missing = erasures.missing();
        int slice = WORK_BYTES_PER_LANE / erasures.points() / MIN_SLICE_BYTES * MIN_SLICE_BYTES;
        sliceBytes = Math.clamp(slice, MIN_SLICE_BYTES, MAX_SLICE_BYTES);
        words = new long[erasures.points() * Lanes.pointWords(sliceBytes)];
    }

    /// The source symbols that are lost, rising.
    public int[] missing() {
        return missing.clone();
    }

    /// Completes `lanes` slivers, 1 to 8.
    ///
    /// @param bytes bytes per symbol: all, or a band of whole multiples of 64
    /// @param from the symbols that are there, in the order given when this was made
    /// @param to where the lost ones go, in the order of [#missing]
    public void decode(int bytes, int lanes, SymbolPlaces from, SymbolPlaces to) {
        if (missing.length == 0) {
            return;
        }
        for (int start = 0; start < bytes; start += sliceBytes) {
            int slice = Math.min(sliceBytes, bytes - start);
            int point = Lanes.pointWords(slice);
            Arrays.fill(words, 0, erasures.points() * point, 0);
            for (int i = 0; i < present; i++) {
                int at = erasures.pointOfPresent(i) * point;
                kernels.gather(from.memory(), from.at(i) + start, from.laneStep(), lanes, slice, words, at);
            }
            erasures.decode(kernels, words, point / 2);
            for (int i = 0; i < missing.length; i++) {
                int at = erasures.pointOfMissing(i) * point;
                kernels.scatter(words, at, to.memory(), to.at(i) + start, to.laneStep(), lanes, slice);
            }
        }
    }
}

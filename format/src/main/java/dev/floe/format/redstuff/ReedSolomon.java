package dev.floe.format.redstuff;

import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;
import dev.floe.format.internal.redstuff.Code;
import dev.floe.format.internal.redstuff.FieldTables;
import dev.floe.format.internal.redstuff.Kernels;
import dev.floe.format.internal.redstuff.Lanes;
import dev.floe.format.internal.redstuff.Vectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One Reed–Solomon code alone, for conformance checks: adds `extraSymbols` symbols to `sourceSymbols`. RedStuff
/// itself uses [SliverCodec], which runs the same code on 8 slivers at a time.
///
/// Source: `walrus-protocol.md` §1.4 (Leopard, GF(2^16)).
///
/// @param sourceSymbols how many symbols are given
/// @param extraSymbols how many are added; together at most 65,536 positions of the field are in use
public record ReedSolomon(int sourceSymbols, int extraSymbols) {

    private static final int POSITIONS = 1 << 16;

    public ReedSolomon {
        if (sourceSymbols < 1
                || extraSymbols < 1
                || sourceSymbols > POSITIONS
                || extraSymbols > POSITIONS
                || positions(sourceSymbols, extraSymbols) > POSITIONS) {
            throw new IllegalArgumentException("Reed-Solomon code of " + sourceSymbols + " and " + extraSymbols
                    + " symbols does not fit into the field");
        }
    }

    /// Whether the code is of the kind called high rate.
    public boolean isHighRate() {
        return isHighRate(sourceSymbols, extraSymbols);
    }

    /// The added symbols one after the other.
    ///
    /// @param source the given symbols one after the other
    /// @param symbolSize bytes of each, even
    public Bytes encode(Bytes source, int symbolSize) {
        if (symbolSize < 2 || symbolSize > StorageShards.MAX_SYMBOL_SIZE || symbolSize % 2 != 0) {
            throw new IllegalArgumentException("symbol size " + symbolSize + " is not even or not from 2 to 65534");
        }
        if (source.size() != (long) sourceSymbols * symbolSize) {
            throw new IllegalArgumentException("expected " + sourceSymbols + " symbols of " + symbolSize
                    + " bytes, got " + source.size() + " bytes");
        }
        Kernels kernels = Vectors.scalarKernels();
        Code code = new Code(sourceSymbols, extraSymbols, kernels.usesNibbles());
        int point = Lanes.pointWords(symbolSize);
        long[] words = new long[Math.multiplyExact(code.encodePoints(), point)];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(source.size());
            in.copyFrom(MemorySegment.ofBuffer(source.asByteBuffer()));
            for (int i = 0; i < sourceSymbols; i++) {
                kernels.gather(in, (long) i * symbolSize, 0, 1, symbolSize, words, i * point);
            }
            code.encode(kernels, words, point / 2);
            MemorySegment out = arena.allocate((long) extraSymbols * symbolSize);
            for (int i = 0; i < extraSymbols; i++) {
                kernels.scatter(words, i * point, out, (long) i * symbolSize, 0, 1, symbolSize);
            }
            return Bytes.copyOf(out.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// A table of the field as u16 little-endian: `exp`, `log`, `skew` or `walsh`.
    ///
    /// @throws IllegalArgumentException if there is no such table
    public static Bytes table(String name) {
        int[] entries = switch (name) {
            case "exp" -> FieldTables.exp();
            case "log" -> FieldTables.log();
            case "skew" -> FieldTables.skew();
            case "walsh" -> FieldTables.walsh();
            default -> throw new IllegalArgumentException("no table is called " + name);
        };
        byte[] bytes = new byte[2 * entries.length];
        for (int i = 0; i < entries.length; i++) {
            bytes[2 * i] = (byte) entries[i];
            bytes[2 * i + 1] = (byte) (entries[i] >>> 8);
        }
        return Bytes.copyOf(bytes);
    }

    private static boolean isHighRate(int source, int extra) {
        int sourcePower = powerOfTwo(source);
        int extraPower = powerOfTwo(extra);
        return sourcePower > extraPower || sourcePower == extraPower && source <= extra;
    }

    private static int positions(int source, int extra) {
        int chunk = isHighRate(source, extra) ? powerOfTwo(extra) : powerOfTwo(source);
        return chunk + (isHighRate(source, extra) ? source : extra);
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}

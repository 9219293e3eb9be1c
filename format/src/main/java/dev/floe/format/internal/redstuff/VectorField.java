package dev.floe.format.internal.redstuff;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Field arithmetic on points, 8 table lookups by byte shuffle per pair of vectors: a product is the sum of the
/// products of the four nibbles of a factor, each of 16 entries, low and high byte apart.
///
/// Tables are 16 bytes long and loaded as whole vectors; what is read too much belongs to the next table and is
/// never selected, for an index is below 16.
final class VectorField {

    private static final VectorSpecies<Long> LONGS = VectorShape.LONGS;
    private static final VectorSpecies<Byte> BYTES = VectorShape.BYTES;
    private static final int STEP = LONGS.length();
    private static final byte NIBBLE = 15;

    private VectorField() {}

    /// See [Kernels#forward].
    static void forward(
            long[] words, int x, int distance, int pairs, int pairStep, int half, byte[] tables, int table) {
        ByteVector t0 = ByteVector.fromArray(BYTES, tables, table);
        ByteVector t1 = ByteVector.fromArray(BYTES, tables, table + 16);
        ByteVector t2 = ByteVector.fromArray(BYTES, tables, table + 32);
        ByteVector t3 = ByteVector.fromArray(BYTES, tables, table + 48);
        ByteVector t4 = ByteVector.fromArray(BYTES, tables, table + 64);
        ByteVector t5 = ByteVector.fromArray(BYTES, tables, table + 80);
        ByteVector t6 = ByteVector.fromArray(BYTES, tables, table + 96);
        ByteVector t7 = ByteVector.fromArray(BYTES, tables, table + 112);
        for (int p = 0, low = x; p < pairs; p++, low += pairStep) {
            for (int q = low; q < low + half; q += STEP) {
                LongVector yl = LongVector.fromArray(LONGS, words, q + distance);
                LongVector yh = LongVector.fromArray(LONGS, words, q + distance + half);
                ByteVector a = yl.reinterpretAsBytes().and(NIBBLE);
                ByteVector b = yl.lanewise(LSHR, 4).reinterpretAsBytes().and(NIBBLE);
                ByteVector c = yh.reinterpretAsBytes().and(NIBBLE);
                ByteVector d = yh.lanewise(LSHR, 4).reinterpretAsBytes().and(NIBBLE);
                LongVector pl = a.selectFrom(t0)
                        .lanewise(XOR, b.selectFrom(t2))
                        .lanewise(XOR, c.selectFrom(t4))
                        .lanewise(XOR, d.selectFrom(t6))
                        .reinterpretAsLongs();
                LongVector ph = a.selectFrom(t1)
                        .lanewise(XOR, b.selectFrom(t3))
                        .lanewise(XOR, c.selectFrom(t5))
                        .lanewise(XOR, d.selectFrom(t7))
                        .reinterpretAsLongs();
                LongVector xl = LongVector.fromArray(LONGS, words, q).lanewise(XOR, pl);
                LongVector xh = LongVector.fromArray(LONGS, words, q + half).lanewise(XOR, ph);
                xl.intoArray(words, q);
                xh.intoArray(words, q + half);
                yl.lanewise(XOR, xl).intoArray(words, q + distance);
                yh.lanewise(XOR, xh).intoArray(words, q + distance + half);
            }
        }
    }

    /// See [Kernels#inverse].
    static void inverse(
            long[] words, int x, int distance, int pairs, int pairStep, int half, byte[] tables, int table) {
        ByteVector t0 = ByteVector.fromArray(BYTES, tables, table);
        ByteVector t1 = ByteVector.fromArray(BYTES, tables, table + 16);
        ByteVector t2 = ByteVector.fromArray(BYTES, tables, table + 32);
        ByteVector t3 = ByteVector.fromArray(BYTES, tables, table + 48);
        ByteVector t4 = ByteVector.fromArray(BYTES, tables, table + 64);
        ByteVector t5 = ByteVector.fromArray(BYTES, tables, table + 80);
        ByteVector t6 = ByteVector.fromArray(BYTES, tables, table + 96);
        ByteVector t7 = ByteVector.fromArray(BYTES, tables, table + 112);
        for (int p = 0, low = x; p < pairs; p++, low += pairStep) {
            for (int q = low; q < low + half; q += STEP) {
                LongVector xl = LongVector.fromArray(LONGS, words, q);
                LongVector xh = LongVector.fromArray(LONGS, words, q + half);
                LongVector yl = LongVector.fromArray(LONGS, words, q + distance).lanewise(XOR, xl);
                LongVector yh =
                        LongVector.fromArray(LONGS, words, q + distance + half).lanewise(XOR, xh);
                yl.intoArray(words, q + distance);
                yh.intoArray(words, q + distance + half);
                ByteVector a = yl.reinterpretAsBytes().and(NIBBLE);
                ByteVector b = yl.lanewise(LSHR, 4).reinterpretAsBytes().and(NIBBLE);
                ByteVector c = yh.reinterpretAsBytes().and(NIBBLE);
                ByteVector d = yh.lanewise(LSHR, 4).reinterpretAsBytes().and(NIBBLE);
                LongVector pl = a.selectFrom(t0)
                        .lanewise(XOR, b.selectFrom(t2))
                        .lanewise(XOR, c.selectFrom(t4))
                        .lanewise(XOR, d.selectFrom(t6))
                        .reinterpretAsLongs();
                LongVector ph = a.selectFrom(t1)
                        .lanewise(XOR, b.selectFrom(t3))
                        .lanewise(XOR, c.selectFrom(t5))
                        .lanewise(XOR, d.selectFrom(t7))
                        .reinterpretAsLongs();
                xl.lanewise(XOR, pl).intoArray(words, q);
                xh.lanewise(XOR, ph).intoArray(words, q + half);
            }
        }
    }

    /// See [Kernels#scale].
    static void scale(long[] words, int at, int half, byte[] tables, int table) {
        ByteVector t0 = ByteVector.fromArray(BYTES, tables, table);
        ByteVector t1 = ByteVector.fromArray(BYTES, tables, table + 16);
        ByteVector t2 = ByteVector.fromArray(BYTES, tables, table + 32);
        ByteVector t3 = ByteVector.fromArray(BYTES, tables, table + 48);
        ByteVector t4 = ByteVector.fromArray(BYTES, tables, table + 64);
        ByteVector t5 = ByteVector.fromArray(BYTES, tables, table + 80);
        ByteVector t6 = ByteVector.fromArray(BYTES, tables, table + 96);
        ByteVector t7 = ByteVector.fromArray(BYTES, tables, table + 112);
        for (int q = at; q < at + half; q += STEP) {
            LongVector yl = LongVector.fromArray(LONGS, words, q);
            LongVector yh = LongVector.fromArray(LONGS, words, q + half);
            ByteVector a = yl.reinterpretAsBytes().and(NIBBLE);
            ByteVector b = yl.lanewise(LSHR, 4).reinterpretAsBytes().and(NIBBLE);
            ByteVector c = yh.reinterpretAsBytes().and(NIBBLE);
            ByteVector d = yh.lanewise(LSHR, 4).reinterpretAsBytes().and(NIBBLE);
            LongVector pl = a.selectFrom(t0)
                    .lanewise(XOR, b.selectFrom(t2))
                    .lanewise(XOR, c.selectFrom(t4))
                    .lanewise(XOR, d.selectFrom(t6))
                    .reinterpretAsLongs();
            LongVector ph = a.selectFrom(t1)
                    .lanewise(XOR, b.selectFrom(t3))
                    .lanewise(XOR, c.selectFrom(t5))
                    .lanewise(XOR, d.selectFrom(t7))
                    .reinterpretAsLongs();
            pl.intoArray(words, q);
            ph.intoArray(words, q + half);
        }
    }

    /// See [Kernels#xor].
    static void xor(long[] words, int to, int from, int length) {
        for (int q = 0; q < length; q += STEP) {
            LongVector.fromArray(LONGS, words, to + q)
                    .lanewise(XOR, LongVector.fromArray(LONGS, words, from + q))
                    .intoArray(words, to + q);
        }
    }
}

package dev.floe.ledger.move;

import java.math.BigInteger;

/// A `u8`, `u16`, `u32` or `u64`.
public final class MoveInt extends MoveValue {

    private static final int CACHED = 256;
    private static final MoveInt[] U8 = cache(8);
    private static final MoveInt[] U64 = cache(64);

    private final int widthBits;
    private final long value;

    private MoveInt(int widthBits, long value) {
        this.widthBits = widthBits;
        this.value = value;
    }

    /// An integer of that width; `value` must fit.
    public static MoveInt of(int widthBits, long value) {
        if (value >= 0 && value < CACHED) {
            if (widthBits == 64) {
                return U64[(int) value];
            }
            if (widthBits == 8) {
                return U8[(int) value];
            }
        }
        return new MoveInt(widthBits, value);
    }

    /// 8, 16, 32 or 64.
    public int widthBits() {
        return widthBits;
    }

    @Override
    public long asLong() {
        return value;
    }

    @Override
    public BigInteger asBigInteger() {
        BigInteger signed = BigInteger.valueOf(value);
        return value >= 0 ? signed : signed.add(BigInteger.ONE.shiftLeft(64));
    }

    @Override
    public MoveValue copy() {
        return this;
    }

    @Override
    public long sizeBytes() {
        return SLOT_BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MoveInt that && value == that.value && widthBits == that.widthBits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value) + widthBits;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(value) + "u" + widthBits;
    }

    private static MoveInt[] cache(int widthBits) {
        MoveInt[] cached = new MoveInt[CACHED];
        for (int i = 0; i < CACHED; i++) {
            cached[i] = new MoveInt(widthBits, i);
        }
        return cached;
    }
}

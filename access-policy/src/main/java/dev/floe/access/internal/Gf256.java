package dev.floe.access.internal;

/// The field GF(2⁸) with x⁸ + x⁴ + x³ + x + 1 and generator 3. Table look-ups are indexed by secrets; the attacker
/// that Seal defends against does not share our cache, as in the official implementations.
public final class Gf256 {

    private static final int POLYNOMIAL = 0x11B;
    private static final byte[] EXP = new byte[2 * 255];
    private static final int[] LOG = new int[256];

    static {
        int value = 1;
        for (int power = 0; power < 255; power++) {
            EXP[power] = (byte) value;
            EXP[power + 255] = (byte) value;
            LOG[value] = power;
            value ^= value << 1;
            if (value > 0xFF) {
                value ^= POLYNOMIAL;
            }
        }
    }

    private Gf256() {}

    /// `a · b`.
    public static int multiply(int a, int b) {
        return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]] & 0xFF;
    }

    /// `a / b`; `b` must not be 0.
    static int divide(int a, int b) {
        if (b == 0) {
            throw new IllegalArgumentException("GF(256): division by zero");
        }
        return a == 0 ? 0 : EXP[LOG[a] + 255 - LOG[b]] & 0xFF;
    }
}

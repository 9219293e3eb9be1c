package dev.floe.format.internal.redstuff;

/// The field GF(2¹⁶) of the Reed–Solomon codes: x¹⁶+x⁵+x³+x²+1 in a Cantor basis. Addition is XOR, products go
/// through logarithms. Source: `AndersTrier/reed-solomon-simd` 3.1.0 (Leopard FF16); tables checked by digest.
final class Field {

    /// Number of elements.
    static final int ORDER = 65536;

    /// Order of the multiplicative group; as a logarithm it stands for "factor 0".
    static final int MODULUS = 65535;

    private static final int POLYNOMIAL = 0x1002D;
    private static final int[] CANTOR_BASIS = {
        0x0001, 0xACCA, 0x3C0E, 0x163E, 0xC582, 0xED2E, 0x914C, 0x4012,
        0x6C98, 0x10D8, 0x6A72, 0xB900, 0xFDB8, 0xFB34, 0xFF38, 0x991E
    };

    private static final char[] LOG = new char[ORDER];
    private static final char[] EXP = new char[ORDER];
    private static final char[] SKEW = new char[MODULUS];

    static {
        fillLogarithms();
        fillSkew();
    }

    private Field() {}

    /// Logarithm of `x`; [#MODULUS] for 0.
    static int log(int x) {
        return LOG[x];
    }

    /// Inverse of [#log].
    static int exp(int log) {
        return EXP[log];
    }

    /// Logarithm of the factor of butterfly `index`; [#MODULUS] means 0.
    static int skew(int index) {
        return SKEW[index];
    }

    /// Sum of two logarithms modulo [#MODULUS].
    static int add(int a, int b) {
        int sum = a + b;
        return sum + (sum >>> 16) & 0xFFFF;
    }

    /// Difference of two logarithms modulo [#MODULUS].
    static int sub(int a, int b) {
        int difference = a - b;
        return difference + (difference >>> 16) & 0xFFFF;
    }

    /// The product of `x` and the element whose logarithm is `log`.
    static int multiply(int x, int log) {
        return x == 0 ? 0 : EXP[add(LOG[x], log)];
    }

    private static void fillLogarithms() {
        char[] discrete = new char[ORDER];
        int state = 1;
        for (int i = 0; i < MODULUS; i++) {
            discrete[state] = (char) i;
            state <<= 1;
            if (state >= ORDER) {
                state ^= POLYNOMIAL;
            }
        }
        discrete[0] = MODULUS;
        char[] converted = new char[ORDER];
        for (int v = 1; v < ORDER; v++) {
            int top = 31 - Integer.numberOfLeadingZeros(v);
            converted[v] = (char) (converted[v ^ 1 << top] ^ CANTOR_BASIS[top]);
        }
        for (int v = 0; v < ORDER; v++) {
            LOG[v] = discrete[converted[v]];
            EXP[LOG[v]] = (char) v;
        }
        EXP[MODULUS] = EXP[0];
    }

    private static void fillSkew() {
        int[] factor = new int[15];
        for (int i = 1; i < 16; i++) {
            factor[i - 1] = 1 << i;
        }
        for (int m = 0; m < 15; m++) {
            int step = 1 << m + 1;
            SKEW[(1 << m) - 1] = 0;
            for (int i = m; i < 15; i++) {
                int s = 1 << i + 1;
                for (int j = (1 << m) - 1; j < s; j += step) {
                    SKEW[j + s] = (char) (SKEW[j] ^ factor[i]);
                }
            }
            factor[m] = MODULUS - LOG[multiply(factor[m], LOG[factor[m] ^ 1])];
            for (int i = m + 1; i < 15; i++) {
                factor[i] = multiply(factor[i], add(LOG[factor[i] ^ 1], factor[m]));
            }
        }
        for (int i = 0; i < MODULUS; i++) {
            SKEW[i] = LOG[SKEW[i]];
        }
    }
}

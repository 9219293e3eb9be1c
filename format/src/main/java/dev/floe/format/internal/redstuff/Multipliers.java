package dev.floe.format.internal.redstuff;

import java.util.Arrays;

/// Constants of the field to multiply many elements with, as the lookup tables that the kernels want. Filled while
/// built, then immutable.
public final class Multipliers {

    /// Bytes of nibble tables per constant: for each of the 4 nibbles of a factor, 16 low bytes and 16 high bytes
    /// of its product.
    static final int NIBBLE_BYTES = 128;

    /// Entries of byte tables per constant: 256 products of the low byte, 256 of the high byte.
    static final int BYTE_ENTRIES = 512;

    /// Vectors of 64 bytes are loaded from 16-byte tables: what they read too much must exist.
    private static final int OVER_READ_BYTES = 64;

    private final char[] logs;
    private final byte[] nibbles;
    private final char[] bytes;

    /// @param logs logarithms of the constants; [Field#MODULUS] for 0
    /// @param forVectors whether to make the tables of the vector kernels; those of the scalar kernels are 8 times
    ///     larger and made otherwise
    Multipliers(char[] logs, boolean forVectors) {
        this.logs = logs;
        nibbles = forVectors ? nibbles(logs) : new byte[0];
        bytes = forVectors ? new char[0] : bytes(logs);
    }

    /// Multiplies by the skew factors 0 to `count - 1` of the transforms.
    static Multipliers skews(int count, boolean forVectors) {
        char[] logs = new char[count];
        for (int i = 0; i < count; i++) {
            logs[i] = (char) Field.skew(i);
        }
        return new Multipliers(logs, forVectors);
    }

    /// Whether constant `index` is 0.
    public boolean isZero(int index) {
        return logs[index] == Field.MODULUS;
    }

    byte[] nibbles() {
        return nibbles;
    }

    char[] bytes() {
        return bytes;
    }

    private static byte[] nibbles(char[] logs) {
        byte[] tables = new byte[NIBBLE_BYTES * logs.length + OVER_READ_BYTES];
        char[] products = new char[16];
        for (int i = 0; i < logs.length; i++) {
            if (logs[i] == Field.MODULUS) {
                continue;
            }
            for (int nibble = 0; nibble < 4; nibble++) {
                fillProducts(products, 4 * nibble, logs[i]);
                int at = i * NIBBLE_BYTES + nibble * 32;
                for (int v = 0; v < 16; v++) {
                    tables[at + v] = (byte) products[v];
                    tables[at + 16 + v] = (byte) (products[v] >>> 8);
                }
            }
        }
        return tables;
    }

    private static char[] bytes(char[] logs) {
        char[] tables = new char[BYTE_ENTRIES * logs.length];
        char[] products = new char[256];
        for (int i = 0; i < logs.length; i++) {
            if (logs[i] == Field.MODULUS) {
                continue;
            }
            fillProducts(products, 0, logs[i]);
            System.arraycopy(products, 0, tables, i * BYTE_ENTRIES, 256);
            fillProducts(products, 8, logs[i]);
            System.arraycopy(products, 0, tables, i * BYTE_ENTRIES + 256, 256);
        }
        return tables;
    }

    /// Products of `v << shift` for every v: the map is linear, so all follow from the powers of two.
    private static void fillProducts(char[] products, int shift, int log) {
        Arrays.fill(products, (char) 0);
        for (int bit = 1; bit < products.length; bit <<= 1) {
            int product = Field.multiply(bit << shift, log);
            for (int v = 0; v < bit; v++) {
                products[bit + v] = (char) (products[v] ^ product);
            }
        }
    }
}

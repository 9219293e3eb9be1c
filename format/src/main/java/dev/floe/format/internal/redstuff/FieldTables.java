package dev.floe.format.internal.redstuff;

import java.util.function.IntUnaryOperator;

/// The tables of the field, for conformance checks.
public final class FieldTables {

    private FieldTables() {}

    /// Powers of the generator by exponent.
    public static int[] exp() {
        return table(Field.ORDER, Field::exp);
    }

    /// Logarithms by value.
    public static int[] log() {
        return table(Field.ORDER, Field::log);
    }

    /// Logarithms of the transform's factors.
    public static int[] skew() {
        return table(Field.MODULUS, Field::skew);
    }

    /// The Walsh–Hadamard transform of the logarithms.
    public static int[] walsh() {
        return table(Field.ORDER, i -> ErasureLocator.WalshOfLog.VALUES[i]);
    }

    private static int[] table(int entries, IntUnaryOperator value) {
        int[] table = new int[entries];
        for (int i = 0; i < entries; i++) {
            table[i] = value.applyAsInt(i);
        }
        return table;
    }
}

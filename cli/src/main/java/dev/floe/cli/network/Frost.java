package dev.floe.cli.network;

import java.math.BigDecimal;

/// Amounts of WAL.
final class Frost {

    private static final int DECIMALS = 9;

    private Frost() {}

    /// An amount as a person reads it, such as `1.25 WAL`.
    static String text(long frost) {
        BigDecimal wal = new BigDecimal(Long.toUnsignedString(frost))
                .movePointLeft(DECIMALS)
                .stripTrailingZeros();
        return wal.toPlainString() + " WAL";
    }

    /// Reads an amount of WAL, such as `1.25`.
    static long parse(String text) {
        try {
            long frost = new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
            if (frost > 0) {
                return frost;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is no amount of WAL with at most 9 decimals", e);
        }
        throw new IllegalArgumentException("expected an amount of WAL over 0, got '" + text + "'");
    }
}

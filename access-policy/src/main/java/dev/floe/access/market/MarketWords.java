package dev.floe.access.market;

import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Amounts and times as people read them.
public final class MarketWords {

    private static final int DECIMALS = 9;

    private MarketWords() {}

    /// Such as `0.5 SUI`; coins that are not known by name in their smallest unit.
    public static String amount(BigInteger amount, TypeTag coin) {
        String name = coin instanceof StructTag struct && (isSui(struct) || isWal(struct)) ? struct.name() : "";
        return name.isEmpty()
                ? amount + " of " + coin
                : new BigDecimal(amount, DECIMALS).stripTrailingZeros().toPlainString() + " " + name;
    }

    /// Such as `0.5 SUI`.
    ///
    /// @param amount in the smallest unit, unsigned
    public static String amount(long amount, TypeTag coin) {
        return amount(new BigInteger(Long.toUnsignedString(amount)), coin);
    }

    /// Such as `24h` or `3 epochs`.
    ///
    /// @param length in the unit of the terms
    public static String length(Terms terms, long length) {
        return terms.inEpochs()
                ? Long.toUnsignedString(length) + (length == 1 ? " epoch" : " epochs")
                : Duration.ofMillis(length).toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /// Such as `2026-12-31T00:00:00Z` or `epoch 12`.
    ///
    /// @param moment in the unit of the terms
    public static String moment(Terms terms, long moment) {
        return terms.inEpochs()
                ? "epoch " + Long.toUnsignedString(moment)
                : Instant.ofEpochMilli(moment).toString();
    }

    private static boolean isSui(StructTag coin) {
        return coin.equals(StructTag.SUI);
    }

    private static boolean isWal(StructTag coin) {
        return coin.module().equals("wal") && coin.name().equals("WAL");
    }
}

package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.List;

/// Who pays for a transaction, with what, and how much at most.
///
/// @param payment coins of SUI; they are merged into the first. Empty: the address balance, or a made-up coin when
///                simulating
/// @param owner   owner of the coins: the sender or a sponsor
/// @param price   MIST per unit of gas, unsigned
/// @param budget  the most that may be paid, in MIST, unsigned
public record GasData(List<ObjectRef> payment, Address owner, long price, long budget) {

    private static final int MAX_COINS = 4096;

    public GasData {
        payment = List.copyOf(payment);
    }

    /// Reads payment, owner, price and budget.
    public static GasData read(BcsReader in) {
        return new GasData(in.vector(MAX_COINS, ObjectRef::read), Address.read(in), in.u64(), in.u64());
    }

    /// Writes payment, owner, price and budget.
    public void write(BcsWriter out) {
        out.vector(payment, (to, coin) -> coin.write(to));
        owner.write(out);
        out.u64(price).u64(budget);
    }
}

package dev.floe.access.market;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.Page;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TypeTag;
import java.util.ArrayList;
import java.util.List;

/// Takes payments out of what an address owns.
public final class Coins {

    private static final int MAX_COINS = 200;

    private Coins() {}

    /// Adds to `tx` what makes a coin of exactly `amount`: from the gas coin if it is SUI, else from coins of
    /// `owner`.
    ///
    /// @throws IllegalStateException if `owner` has less
    public static Argument take(Transaction tx, Ledger ledger, Address owner, TypeTag coin, long amount) {
        if (coin.equals(StructTag.SUI)) {
            return tx.splitCoins(tx.gas(), tx.u64(amount)).nested(0);
        }
        List<Coin> chosen = choose(ledger, owner, coin, amount);
        if (chosen.isEmpty()) {
            return tx.call("0x2::coin::zero", List.of(coin));
        }
        Argument first = tx.object(chosen.getFirst().ref().id());
        if (chosen.size() > 1) {
            tx.mergeCoins(
                    first,
                    chosen.subList(1, chosen.size()).stream()
                            .map(one -> tx.object(one.ref().id()))
                            .toArray(Argument[]::new));
        }
        return tx.splitCoins(first, tx.u64(amount)).nested(0);
    }

    private static List<Coin> choose(Ledger ledger, Address owner, TypeTag coin, long amount) {
        List<Coin> chosen = new ArrayList<>();
        long sum = 0;
        Page<Coin> page = ledger.coins(owner, coin, PageRequest.first(MAX_COINS));
        for (Coin one : page.items()) {
            if (Long.compareUnsigned(sum, amount) >= 0) {
                break;
            }
            chosen.add(one);
            sum += one.balance();
        }
        if (Long.compareUnsigned(sum, amount) < 0) {
            throw new IllegalStateException("payment of " + Long.toUnsignedString(amount) + " of " + coin + ": " + owner
                    + " has only " + Long.toUnsignedString(sum) + " in its first " + MAX_COINS + " coins");
        }
        return chosen;
    }
}

package dev.floe.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Chooses price, budget and coins for a transaction.
///
/// The budget is what a simulation costs, `max(computation, computation + storage − rebate)`, plus 1,000 units of
/// gas for what may change until execution: the rule of the official SDKs. Coins are taken largest first until they
/// reach the budget.
public final class GasPlan {

    /// The largest budget of one transaction on Sui: 50 SUI.
    public static final long MAX_BUDGET = 50_000_000_000L;

    /// Most coins that pay for one transaction (protocol setting `max_gas_payment_objects`).
    public static final int MAX_COINS = 256;

    private static final long OVERHEAD_UNITS = 1_000;
    private static final int MAX_COINS_LISTED = 10_000;

    private GasPlan() {}

    /// The transaction with gas paid by `payer`, which is the sender or a sponsor.
    ///
    /// @param budget what may be paid at most; empty: what a simulation says
    /// @throws TransactionFailedException if the simulation fails
    /// @throws IllegalStateException if the payer's coins do not suffice
    public static TransactionData plan(
            Ledger ledger, ProgrammableTransaction kind, Address sender, Address payer, OptionalLong budget) {
        long price = ledger.info().referenceGasPrice();
        long most = budget.isPresent() ? budget.getAsLong() : budgetOf(ledger, kind, sender, payer, price);
        List<ObjectRef> payment = payment(ledger, kind, payer, most);
        return new TransactionData(kind, sender, new GasData(payment, payer, price, most), new Expiration.None());
    }

    private static long budgetOf(
            Ledger ledger, ProgrammableTransaction kind, Address sender, Address payer, long price) {
        TransactionData trial = new TransactionData(
                kind, sender, new GasData(List.of(), payer, price, MAX_BUDGET), new Expiration.None());
        GasCost cost = ledger.simulate(trial, Ledger.Checks.FULL)
                .requireSuccess()
                .effects()
                .gas();
        long needed = Math.max(cost.computation(), cost.net());
        return Math.min(MAX_BUDGET, Math.addExact(needed, Math.multiplyExact(OVERHEAD_UNITS, price)));
    }

    private static List<ObjectRef> payment(Ledger ledger, ProgrammableTransaction kind, Address payer, long budget) {
        Set<Address> used = new HashSet<>();
        kind.inputs().forEach(input -> {
            if (input instanceof ObjectArg object) {
                used.add(object.id());
            }
        });
        List<Coin> coins = Page.all(MAX_COINS_LISTED, page -> ledger.coins(payer, StructTag.SUI, page)).stream()
                .filter(coin -> !used.contains(coin.ref().id()))
                .sorted(Comparator.comparing(Coin::balance, Long::compareUnsigned)
                        .reversed())
                .toList();
        List<ObjectRef> chosen = new ArrayList<>();
        long sum = 0;
        for (Coin coin : coins) {
            if (Long.compareUnsigned(sum, budget) >= 0 && !chosen.isEmpty() || chosen.size() == MAX_COINS) {
                break;
            }
            chosen.add(coin.ref());
            sum += coin.balance();
        }
        if (chosen.isEmpty() || Long.compareUnsigned(sum, budget) < 0) {
            throw new IllegalStateException("gas: " + payer + " needs " + Long.toUnsignedString(budget)
                    + " MIST in coins of SUI that the transaction does not use, has " + Long.toUnsignedString(sum)
                    + "; get some, on a local ledger with `floe faucet`");
        }
        return chosen;
    }
}

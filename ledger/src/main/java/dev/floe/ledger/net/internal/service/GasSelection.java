package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Address;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Coin;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.net.internal.rpc.RpcException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds budget and coins for a transaction whose sender left that to the ledger.
final class GasSelection {

    /// Most coins that pay for one transaction.
    static final int MAX_COINS = 256;

    /// Units of gas added to what the simulation cost.
    private static final long OVERHEAD_UNITS = 1000;

    private final LocalLedger ledger;

    GasSelection(LocalLedger ledger) {
        this.ledger = ledger;
    }

    /// `draft` with a budget, and with coins of the gas owner that cover it.
    ///
    /// @param hasBudget whether the draft's budget is the client's
    /// @throws RpcException INVALID_ARGUMENT if the owner's coins do not suffice
    TransactionData complete(TransactionData draft, boolean hasBudget) {
        TransactionData withBudget = hasBudget ? draft : withBudget(draft, estimate(draft));
        return draft.gas().payment().isEmpty() ? withPayment(withBudget) : withBudget;
    }

    /// What the transaction costs with a coin that surely suffices.
    private long estimate(TransactionData draft) {
        GasData gas = draft.gas();
        TransactionData unpaid = with(draft, new GasData(List.of(), gas.owner(), gas.price(), Resolver.MAX_BUDGET));
        GasCost cost = ledger.simulateLocally(unpaid, Ledger.Checks.FULL)
                .simulation()
                .effects()
                .gas();
        long net = Math.max(cost.computation(), cost.net());
        return Math.min(Resolver.MAX_BUDGET, net + OVERHEAD_UNITS * gas.price());
    }

    private TransactionData withPayment(TransactionData draft) {
        Set<Address> used = new HashSet<>();
        for (CallArg input : draft.kind().inputs()) {
            if (input instanceof ObjectArg object) {
                used.add(object.id());
            }
        }
        List<ObjectRef> payment = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        List<Coin> coins = new ArrayList<>(
                ledger.coins(draft.gas().owner(), StructTag.SUI, PageRequest.first(PageRequest.MAX_SIZE))
                        .items());
        coins.sort(Comparator.comparing(Coin::balance, Long::compareUnsigned).reversed());
        for (Coin coin : coins) {
            if (payment.size() < MAX_COINS && !used.contains(coin.ref().id())) {
                payment.add(coin.ref());
                sum = sum.add(new BigInteger(Long.toUnsignedString(coin.balance())));
            }
        }
        long budget = draft.gas().budget();
        if (sum.compareTo(new BigInteger(Long.toUnsignedString(budget))) < 0) {
            throw RpcException.invalid(
                    "gas_payment",
                    "unable to select gas: address " + draft.gas().owner() + " has " + sum
                            + " MIST in coins that are not inputs, the transaction needs a budget of "
                            + Long.toUnsignedString(budget));
        }
        GasData gas = draft.gas();
        return with(draft, new GasData(payment, gas.owner(), gas.price(), budget));
    }

    private static TransactionData withBudget(TransactionData data, long budget) {
        GasData gas = data.gas();
        return with(data, new GasData(gas.payment(), gas.owner(), gas.price(), budget));
    }

    private static TransactionData with(TransactionData data, GasData gas) {
        return new TransactionData(data.kind(), data.sender(), gas, data.expiration());
    }
}

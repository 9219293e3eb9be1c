package dev.floe.ledger.internal.exec;

import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.UserSignature;
import dev.floe.ledger.internal.store.State.EpochState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What can be said about a transaction without looking at objects. A transaction that fails here leaves no trace.
public final class TransactionChecks {

    private static final int MAX_COMMANDS = 1024;
    private static final int MAX_INPUTS = 2048;
    private static final int MAX_ARGUMENTS = 512;
    private static final int MAX_TYPE_ARGUMENTS = 16;
    private static final int MAX_PURE_BYTES = 16 * 1024;
    private static final int MAX_MODULES = 64;

    private TransactionChecks() {}

    /// That the signatures are those of sender and gas owner, each once.
    ///
    /// @throws DataException.Denied if one is missing, wrong or unwanted
    public static void signatures(SignedTransaction transaction) {
        TransactionData data = transaction.data();
        Set<Address> wanted = new HashSet<>(List.of(data.sender()));
        wanted.add(data.gas().owner());
        if (transaction.signatures().size() != wanted.size()) {
            throw new DataException.Denied("transaction " + data.digest() + ": expected " + wanted.size()
                    + " signatures, got " + transaction.signatures().size());
        }
        Digest message = data.signingDigest();
        for (UserSignature signature : transaction.signatures()) {
            if (!wanted.remove(signature.signer())) {
                throw new DataException.Denied("transaction " + data.digest() + ": signature of " + signature.signer()
                        + ", expected that of " + wanted);
            }
            if (!signature.verifies(message)) {
                throw new DataException.Denied("transaction " + data.digest() + ": the signature of "
                        + signature.signer() + " does not verify; it is for other bytes or by another key");
            }
        }
    }

    /// The size of the whole.
    ///
    /// @throws IllegalArgumentException if it is over the limit
    public static void size(TransactionData data) {
        atMost("bytes", data.toBcs().length, TransactionData.MAX_BYTES);
    }

    /// Sizes and counts.
    ///
    /// @throws IllegalArgumentException if something is over a limit
    public static void shape(ProgrammableTransaction kind) {
        atMost("inputs", kind.inputs().size(), MAX_INPUTS);
        atMost("commands", kind.commands().size(), MAX_COMMANDS);
        if (kind.commands().isEmpty()) {
            throw new IllegalArgumentException("transaction: expected at least one command");
        }
        for (CallArg input : kind.inputs()) {
            if (input instanceof CallArg.Pure pure) {
                atMost("bytes of a pure input", pure.bytes().size(), MAX_PURE_BYTES);
            }
            if (input instanceof CallArg.FundsWithdrawal) {
                throw new IllegalArgumentException(
                        "transaction: withdrawals from address balances are not supported; use coins");
            }
        }
        kind.commands().forEach(TransactionChecks::shape);
    }

    /// Price, budget and number of coins.
    ///
    /// @throws IllegalArgumentException if one is out of range
    static void gas(GasData gas) {
        if (Long.compareUnsigned(gas.price(), GasSchedule.REFERENCE_PRICE) < 0
                || Long.compareUnsigned(gas.price(), GasSchedule.MAX_PRICE) > 0) {
            throw new IllegalArgumentException("transaction: expected a gas price from " + GasSchedule.REFERENCE_PRICE
                    + " to " + GasSchedule.MAX_PRICE + ", got " + Long.toUnsignedString(gas.price()));
        }
        long min = GasSchedule.MIN_BUDGET_UNITS * gas.price();
        if (Long.compareUnsigned(gas.budget(), min) < 0
                || Long.compareUnsigned(gas.budget(), GasSchedule.MAX_BUDGET) > 0) {
            throw new IllegalArgumentException("transaction: expected a gas budget from " + min + " to "
                    + GasSchedule.MAX_BUDGET + ", got " + Long.toUnsignedString(gas.budget()));
        }
        atMost("gas coins", gas.payment().size(), GasSchedule.MAX_PAYMENT_COINS);
    }

    /// That now is within the expiration.
    ///
    /// @param chain the id of this chain
    /// @throws IllegalStateException if it is not
    static void expiration(Expiration expiration, EpochState now, Digest chain) {
        switch (expiration) {
            case Expiration.None _ -> {}
            case Expiration.Epoch(long last) ->
                require(Long.compareUnsigned(now.number(), last) <= 0, "expired after epoch " + last, now);
            case Expiration.ValidDuring during -> window(during, now, chain);
            case Expiration.Validity validity -> window(validity.during(), now, chain);
        }
    }

    private static void window(Expiration.ValidDuring during, EpochState now, Digest chain) {
        if (!during.chain().equals(chain)) {
            throw new IllegalArgumentException("transaction: it is for chain " + during.chain() + ", this is " + chain);
        }
        require(isAtMost(during.minEpoch(), now.number()), "valid from epoch " + during.minEpoch() + " on", now);
        require(isAtLeast(during.maxEpoch(), now.number()), "expired after epoch " + during.maxEpoch(), now);
        require(isAtMost(during.minTimestamp(), now.clockMillis()), "valid from " + during.minTimestamp() + " on", now);
        require(isAtLeast(during.maxTimestamp(), now.clockMillis()), "expired at " + during.maxTimestamp(), now);
    }

    private static boolean isAtMost(Optional<Long> bound, long value) {
        return bound.isEmpty() || Long.compareUnsigned(bound.get(), value) <= 0;
    }

    private static boolean isAtLeast(Optional<Long> bound, long value) {
        return bound.isEmpty() || Long.compareUnsigned(bound.get(), value) >= 0;
    }

    private static void require(boolean holds, String rule, EpochState now) {
        if (!holds) {
            throw new IllegalStateException("transaction: it is " + rule + "; now is epoch " + now.number() + ", "
                    + now.clockMillis() + " ms; build it anew");
        }
    }

    private static void shape(Command command) {
        switch (command) {
            case Command.MoveCall call -> {
                atMost("arguments", call.arguments().size(), MAX_ARGUMENTS);
                atMost("type arguments", call.typeArguments().size(), MAX_TYPE_ARGUMENTS);
            }
            case Command.TransferObjects transfer ->
                between("objects to transfer", transfer.objects().size());
            case Command.SplitCoins split -> between("amounts", split.amounts().size());
            case Command.MergeCoins merge ->
                between("coins to merge", merge.sources().size());
            case Command.MakeMoveVec vec -> {
                atMost("elements", vec.elements().size(), MAX_ARGUMENTS);
                if (vec.elements().isEmpty() && vec.elementType().isEmpty()) {
                    throw new IllegalArgumentException("transaction: an empty vector needs its element type");
                }
            }
            case Command.Publish publish -> atMost("modules", publish.modules().size(), MAX_MODULES);
            case Command.Upgrade upgrade -> atMost("modules", upgrade.modules().size(), MAX_MODULES);
        }
    }

    private static void between(String what, int count) {
        if (count == 0) {
            throw new IllegalArgumentException("transaction: expected at least one of its " + what);
        }
        atMost(what, count, MAX_ARGUMENTS);
    }

    private static void atMost(String what, int count, int max) {
        if (count > max) {
            throw new IllegalArgumentException("transaction: " + count + " " + what + ", limit " + max);
        }
    }
}

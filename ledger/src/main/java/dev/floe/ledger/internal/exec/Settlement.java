package dev.floe.ledger.internal.exec;

import dev.floe.format.BcsWriter;
import dev.floe.ledger.Address;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectData;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.internal.store.LiveObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a transaction costs, and the objects it writes with rebates and the gas coin's new balance filled in.
///
/// @param cost    what it costs
/// @param written the objects, sorted by id
record Settlement(GasCost cost, List<LiveObject> written) {

    /// Charges for computation and storage; empty if the budget does not suffice.
    ///
    /// @param units units of computation
    static Optional<Settlement> of(Changes changes, InputObjects inputs, TransactionContext context, long units) {
        long computation = computation(context, units);
        long storage = 0;
        List<SuiObject> priced = new ArrayList<>(changes.after().size());
        for (Changes.After after : changes.after().values()) {
            SuiObject object = new SuiObject(after.data(), after.owner(), context.digest(), 0);
            long price = GasSchedule.storage(object);
            storage = Math.addExact(storage, price);
            priced.add(new SuiObject(after.data(), after.owner(), context.digest(), price));
        }
        long rebates = 0;
        for (LiveObject before : changes.before().values()) {
            rebates = Math.addExact(rebates, before.object().storageRebate());
        }
        long refund = GasSchedule.refundable(rebates);
        if (computation + Math.max(0, storage - refund) > context.gasBudget()) {
            return Optional.empty();
        }
        GasCost cost = new GasCost(computation, storage, refund, rebates - refund);
        return Optional.of(new Settlement(cost, charged(priced, inputs, cost, context)));
    }

    /// Charges for computation only; objects keep the rebates they have. For transactions that cannot pay for more.
    static Settlement computationOnly(Changes changes, InputObjects inputs, TransactionContext context, long units) {
        GasCost cost = new GasCost(computation(context, units), 0, 0, 0);
        List<SuiObject> kept = new ArrayList<>();
        // Rebates of coins that are merged away stay with the one that is left, so that nothing is lost.
        long merged = 0;
        for (Map.Entry<Address, LiveObject> before : changes.before().entrySet()) {
            if (!changes.after().containsKey(before.getKey())) {
                merged += before.getValue().object().storageRebate();
            }
        }
        Address gas = inputs.payment().getFirst().id();
        for (Map.Entry<Address, Changes.After> after : changes.after().entrySet()) {
            LiveObject before = changes.before().get(after.getKey());
            long rebate = (before == null ? 0 : before.object().storageRebate())
                    + (after.getKey().equals(gas) ? merged : 0);
            kept.add(new SuiObject(after.getValue().data(), after.getValue().owner(), context.digest(), rebate));
        }
        return new Settlement(cost, charged(kept, inputs, cost, context));
    }

    private static long computation(TransactionContext context, long units) {
        return Math.min(GasSchedule.bucket(units) * context.gasPrice(), context.gasBudget());
    }

    private static List<LiveObject> charged(
            List<SuiObject> objects, InputObjects inputs, GasCost cost, TransactionContext context) {
        Address gas = inputs.payment().getFirst().id();
        List<LiveObject> written = new ArrayList<>(objects.size());
        for (SuiObject object : objects) {
            written.add(LiveObject.of(object.id().equals(gas) ? pay(object, cost.net(), context.digest()) : object));
        }
        return written;
    }

    private static SuiObject pay(SuiObject coin, long net, TransactionDigest transaction) {
        MoveObject move = coin.move();
        long balance = move.coinBalance().orElseThrow() - net;
        if (balance < 0) {
            throw new IllegalStateException("gas coin " + coin.id() + " would hold " + balance);
        }
        BcsWriter contents = new BcsWriter();
        coin.id().write(contents);
        ObjectData paid = new MoveObject(
                move.type(),
                move.hasPublicTransfer(),
                move.version(),
                contents.u64(balance).toBytes());
        return new SuiObject(paid, coin.owner(), transaction, coin.storageRebate());
    }
}

package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Address;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Owner;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.TypeTag;
import dev.floe.sui.rpc.ExecutedTransactionProto.BalanceChange;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// How much each address has more or less of each coin after a transaction, gas included.
final class BalanceChanges {

    private final Function<ObjectChange, Optional<SuiObject>> before;
    private final Map<Holding, BigInteger> changes = new TreeMap<>();

    /// @param before the objects as they were; empty for what is not known
    BalanceChanges(Function<ObjectChange, Optional<SuiObject>> before) {
        this.before = before;
    }

    private record Holding(Address owner, String coinType) implements Comparable<Holding> {
        @Override
        public int compareTo(Holding other) {
            int order = owner.compareTo(other.owner);
            return order != 0 ? order : coinType.compareTo(other.coinType);
        }
    }

    List<BalanceChange> of(TransactionEffects effects, Map<Address, SuiObject> after) {
        for (ObjectChange change : effects.changed()) {
            before.apply(change).ifPresent(object -> count(object, -1));
            SuiObject object = after.get(change.id());
            if (object != null) {
                count(object, 1);
            }
        }
        return changes.entrySet().stream()
                .filter(change -> change.getValue().signum() != 0)
                .map(change -> BalanceChange.newBuilder()
                        .setAddress(change.getKey().owner().toString())
                        .setCoinType(change.getKey().coinType())
                        .setAmount(change.getValue().toString())
                        .build())
                .toList();
    }

    private void count(SuiObject object, int sign) {
        if (object.data() instanceof MoveObject move && move.coinBalance().isPresent()) {
            BigInteger balance =
                    new BigInteger(Long.toUnsignedString(move.coinBalance().getAsLong()));
            TypeTag coinType = move.type().typeParams().getFirst();
            switch (object.owner()) {
                case Owner.AddressOwner owner ->
                    add(owner.address(), coinType, balance.multiply(BigInteger.valueOf(sign)));
                case Owner.ConsensusAddress owner ->
                    add(owner.owner(), coinType, balance.multiply(BigInteger.valueOf(sign)));
                case Owner.ObjectOwner other -> {}
                case Owner.Shared other -> {}
                case Owner.Immutable other -> {}
            }
        }
    }

    private void add(Address owner, TypeTag coinType, BigInteger amount) {
        changes.merge(new Holding(owner, coinType.toCompactString()), amount, BigInteger::add);
    }
}

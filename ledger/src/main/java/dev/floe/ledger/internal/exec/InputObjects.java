package dev.floe.ledger.internal.exec;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.GasData;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.UnchangedConsensusObject;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The objects that a transaction names, as they are before it. Building this is the last check before execution:
/// what is refused here leaves no trace.
final class InputObjects {

    /// Balance of the coin that is made up for simulations without payment.
    static final long MOCK_BALANCE = 1_000_000_000_000_000_000L;

    /// How an input may be used.
    ///
    /// @param before    the object
    /// @param isMutable whether it may be changed or taken by value
    record Input(LiveObject before, boolean isMutable) {}

    private final Map<Address, Input> inputs = new LinkedHashMap<>();
    private final Map<Address, LiveObject> receivable = new HashMap<>();
    private final List<LiveObject> payment = new ArrayList<>();
    private final Set<TransactionDigest> dependencies = new TreeSet<>();
    private final List<UnchangedConsensusObject> unchanged = new ArrayList<>();
    private final boolean isMockGas;
    private long lamport;

    private InputObjects(boolean isMockGas) {
        this.isMockGas = isMockGas;
    }

    /// Finds and checks all objects.
    ///
    /// @param mode an inspection checks no owners and makes up a coin; a simulation does so without payment
    /// @throws DataException.NotFound if one does not exist
    /// @throws IllegalStateException if one has another version by now
    /// @throws DataException.Denied if one belongs to someone else
    static InputObjects load(TransactionData data, TransactionDigest digest, State state, UserExecutor.Mode mode) {
        GasData gas = data.gas();
        boolean checksOwners = mode != UserExecutor.Mode.INSPECT;
        InputObjects objects =
                new InputObjects(!checksOwners || gas.payment().isEmpty() && mode == UserExecutor.Mode.SIMULATE);
        Set<Address> seen = new HashSet<>();
        for (CallArg input : data.kind().inputs()) {
            if (input instanceof ObjectArg object) {
                if (!seen.add(object.id())) {
                    throw new IllegalArgumentException(
                            "transaction: object " + object.id() + " is an input twice; name it once");
                }
                objects.add(object, data.sender(), state, checksOwners);
            }
        }
        for (ObjectRef coin : objects.isMockGas ? List.<ObjectRef>of() : gas.payment()) {
            if (!seen.add(coin.id())) {
                throw new IllegalArgumentException(
                        "transaction: object " + coin.id() + " is both gas payment and another input");
            }
            objects.pay(coin, gas.owner(), state, checksOwners);
        }
        if (objects.isMockGas) {
            objects.payment.add(mockCoin(digest, gas.owner()));
        }
        if (!objects.isMockGas) {
            objects.requireFunds(gas);
        }
        for (Command command : data.kind().commands()) {
            objects.addPackages(command, state);
        }
        objects.lamport = 1 + objects.maxVersion();
        return objects;
    }

    Map<Address, Input> inputs() {
        return inputs;
    }

    Map<Address, LiveObject> receivable() {
        return receivable;
    }

    /// The coins that pay, at least one.
    List<LiveObject> payment() {
        return payment;
    }

    /// Whether the payment is made up.
    boolean isMockGas() {
        return isMockGas;
    }

    /// Transactions that wrote what this one names.
    Set<TransactionDigest> dependencies() {
        return dependencies;
    }

    /// Consensus objects that are only read.
    List<UnchangedConsensusObject> unchanged() {
        return unchanged;
    }

    long lamport() {
        return lamport;
    }

    private void add(ObjectArg input, Address sender, State state, boolean checksOwners) {
        LiveObject object = require(state, input.id());
        if (object.object().data() instanceof MovePackage) {
            throw new IllegalArgumentException(
                    "transaction: input " + input.id() + " is a package; packages are named by commands");
        }
        switch (input) {
            case ObjectArg.ImmOrOwned(ObjectRef ref) -> {
                requireVersion(object, ref);
                inputs.put(object.id(), new Input(object, isOwned(object, sender, checksOwners)));
            }
            case ObjectArg.Shared shared -> inputs.put(object.id(), shared(object, shared, sender, checksOwners));
            case ObjectArg.Receiving(ObjectRef ref) -> {
                requireVersion(object, ref);
                receivable.put(object.id(), object);
            }
        }
        dependencies.add(object.object().previousTransaction());
    }

    private static boolean isOwned(LiveObject object, Address sender, boolean checksOwners) {
        return switch (object.owner()) {
            case Owner.AddressOwner(Address owner) -> {
                if (checksOwners && !owner.equals(sender)) {
                    throw new DataException.Denied("transaction: object " + object.id() + " belongs to " + owner
                            + ", not to the sender " + sender);
                }
                yield true;
            }
            case Owner.Immutable _ -> false;
            case Owner.ObjectOwner(Address parent) ->
                throw new IllegalArgumentException("transaction: object " + object.id() + " belongs to object " + parent
                        + "; it is reached through that one");
            case Owner.Shared _, Owner.ConsensusAddress _ ->
                throw new IllegalArgumentException(
                        "transaction: object " + object.id() + " is shared; name it as a shared input");
        };
    }

    private Input shared(LiveObject object, ObjectArg.Shared input, Address sender, boolean checksOwners) {
        long start = switch (object.owner()) {
            case Owner.Shared(long initial) -> initial;
            case Owner.ConsensusAddress(long initial, Address owner) -> {
                if (checksOwners && !owner.equals(sender)) {
                    throw new DataException.Denied(
                            "transaction: object " + object.id() + " belongs to " + owner + ", not to " + sender);
                }
                yield initial;
            }
            case Owner.AddressOwner _, Owner.ObjectOwner _, Owner.Immutable _ ->
                throw new IllegalArgumentException(
                        "transaction: object " + object.id() + " is not shared; name it by version and digest");
        };
        if (start != input.initialSharedVersion()) {
            throw new IllegalArgumentException("transaction: object " + object.id() + " is shared since version "
                    + start + ", not " + Long.toUnsignedString(input.initialSharedVersion()));
        }
        boolean isReadOnly = object.id().equals(Address.CLOCK) || object.id().equals(Address.RANDOM);
        if (input.mutable() && isReadOnly) {
            throw new IllegalArgumentException("transaction: object "
                    + object.id().toShortString() + " is the ledger's; name it as a read-only input");
        }
        if (!input.mutable()) {
            unchanged.add(new UnchangedConsensusObject(
                    object.id(), new UnchangedConsensusObject.Kind.ReadOnlyRoot(object.version(), object.digest())));
        }
        return new Input(object, input.mutable());
    }

    private void pay(ObjectRef ref, Address owner, State state, boolean checksOwners) {
        LiveObject coin = require(state, ref.id());
        requireVersion(coin, ref);
        if (!(coin.object().data() instanceof MoveObject move) || !move.type().equals(StructTag.GAS_COIN)) {
            throw new IllegalArgumentException(
                    "transaction: gas payment " + ref.id() + " is " + coin.typeName() + ", expected a coin of SUI");
        }
        if (!(coin.owner() instanceof Owner.AddressOwner(Address holder)) || checksOwners && !holder.equals(owner)) {
            throw new DataException.Denied(
                    "transaction: gas payment " + ref.id() + " does not belong to the gas owner " + owner);
        }
        payment.add(coin);
        dependencies.add(coin.object().previousTransaction());
    }

    private void requireFunds(GasData gas) {
        if (payment.isEmpty()) {
            throw new IllegalArgumentException(
                    "transaction: expected at least one coin as gas payment; " + "address balances are not supported");
        }
        long funds = 0;
        for (LiveObject coin : payment) {
            funds = Math.addExact(funds, balance(coin));
        }
        if (funds < gas.budget()) {
            throw new IllegalArgumentException("transaction: the gas payment holds " + funds
                    + " MIST, expected at least the budget of " + gas.budget());
        }
    }

    private void addPackages(Command command, State state) {
        switch (command) {
            case Command.MoveCall call -> addPackage(call.packageId(), state);
            case Command.Publish publish -> publish.dependencies().forEach(id -> addPackage(id, state));
            case Command.Upgrade upgrade -> {
                upgrade.dependencies().forEach(id -> addPackage(id, state));
                addPackage(upgrade.packageId(), state);
            }
            case Command.TransferObjects _, Command.SplitCoins _, Command.MergeCoins _, Command.MakeMoveVec _ -> {}
        }
    }

    private void addPackage(Address id, State state) {
        LiveObject object = require(state, id);
        if (!(object.object().data() instanceof MovePackage)) {
            throw new IllegalArgumentException("transaction: object " + id + " is not a package");
        }
        dependencies.add(object.object().previousTransaction());
    }

    private long maxVersion() {
        long max = 0;
        for (Input input : inputs.values()) {
            max = Math.max(max, input.before().version());
        }
        for (LiveObject object : receivable.values()) {
            max = Math.max(max, object.version());
        }
        for (LiveObject coin : payment) {
            max = Math.max(max, coin.version());
        }
        return max;
    }

    static long balance(LiveObject coin) {
        return coin.object().move().coinBalance().orElseThrow();
    }

    private static LiveObject mockCoin(TransactionDigest digest, Address owner) {
        Address id = ObjectIds.fresh(digest, -1);
        return LiveObject.of(new SuiObject(
                MoveObject.coin(id, StructTag.SUI, 1, MOCK_BALANCE), new Owner.AddressOwner(owner), digest, 0));
    }

    private static LiveObject require(State state, Address id) {
        LiveObject object = state.get(id);
        if (object == null) {
            throw new DataException.NotFound(
                    "object " + id + ": there is none; it was deleted, wrapped, or never made");
        }
        return object;
    }

    private static void requireVersion(LiveObject object, ObjectRef ref) {
        if (object.version() != ref.version() || !object.digest().equals(ref.digest())) {
            throw new IllegalStateException("object " + object.id() + ": expected version "
                    + Long.toUnsignedString(ref.version()) + " (" + ref.digest() + "), it is at version "
                    + object.version() + " (" + object.digest() + ") now; read it again and build anew");
        }
    }
}

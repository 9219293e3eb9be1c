package dev.floe.ledger.internal.exec;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.CommandArgumentError.Plain;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveReference;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The places of a programmable transaction, and the rules by which commands take values from them.
final class Workspace {

    private final Slot gas;
    private final List<Slot> inputs;
    private final Metering metering;
    private final boolean isRelaxed;
    private final List<List<Slot>> results = new ArrayList<>();

    Workspace(Slot gas, List<Slot> inputs, Metering metering, boolean isRelaxed) {
        this.gas = gas;
        this.inputs = inputs;
        this.metering = metering;
        this.isRelaxed = isRelaxed;
    }

    Slot gas() {
        return gas;
    }

    List<Slot> inputs() {
        return inputs;
    }

    List<List<Slot>> results() {
        return results;
    }

    /// Starts a command.
    Use use() {
        return new Use();
    }

    /// The use of places by one command: nothing may be borrowed twice if one of the borrows is mutable, nor both
    /// borrowed and taken.
    final class Use {
        private final Map<Slot, MoveReference> borrowed = new LinkedHashMap<>();
        private final Map<Slot, MoveType> mutable = new LinkedHashMap<>();
        private final Map<Integer, Slot> mutableArguments = new HashMap<>();
        private final Set<Slot> used = new HashSet<>();
        private final Cliques.Node clique = new Cliques.Node();

        /// Takes argument `index` by value.
        MoveValue take(int index, Argument argument, MoveType type) {
            return take(index, argument, type, false);
        }

        /// Takes argument `index` by value, also the gas coin if `allowsGas`.
        MoveValue take(int index, Argument argument, MoveType type, boolean allowsGas) {
            Slot slot = find(index, argument);
            if (borrowed.containsKey(slot)) {
                throw ExecutionFailure.argument(index, Plain.INVALID_VALUE_USAGE);
            }
            return switch (slot.kind()) {
                case PURE -> pure(index, slot, type).copy();
                case RECEIVING -> receiving(index, slot, type);
                case GAS, OBJECT, RESULT -> {
                    MoveValue value = present(index, slot);
                    if (slot.kind() == Slot.Kind.GAS && !allowsGas) {
                        throw ExecutionFailure.argument(index, Plain.INVALID_GAS_COIN_USAGE);
                    }
                    if (slot.kind() == Slot.Kind.OBJECT && !slot.isMutable()) {
                        throw ExecutionFailure.argument(index, Plain.INVALID_OBJECT_BY_VALUE);
                    }
                    requireType(index, slot, type);
                    yield move(slot, type, value);
                }
            };
        }

        /// The type of argument `index`, and whether it is an object; for commands that take any object.
        MoveType.Datatype objectType(int index, Argument argument, CommandArgumentError otherwise) {
            Slot slot = find(index, argument);
            if (slot.kind() == Slot.Kind.PURE || slot.kind() == Slot.Kind.RECEIVING) {
                throw ExecutionFailure.argument(index, otherwise);
            }
            present(index, slot);
            if (slot.type() instanceof MoveType.Datatype datatype
                    && datatype.abilities().has(AbilitySet.KEY)) {
                return datatype;
            }
            throw ExecutionFailure.argument(index, otherwise);
        }

        /// The type of argument `index`; null if it is pure and has none yet.
        @Nullable
        MoveType typeOf(int index, Argument argument) {
            return find(index, argument).type();
        }

        /// Borrows argument `index`.
        MoveReference borrow(int index, Argument argument, MoveType type, boolean isMutable) {
            Slot slot = find(index, argument);
            MoveReference known = borrowed.get(slot);
            if (known != null && (isMutable || mutable.containsKey(slot))) {
                throw ExecutionFailure.argument(index, Plain.INVALID_VALUE_USAGE);
            }
            if (slot.kind() == Slot.Kind.RECEIVING) {
                throw ExecutionFailure.argument(index, Plain.TYPE_MISMATCH);
            }
            MoveValue value;
            if (slot.kind() == Slot.Kind.PURE) {
                value = pure(index, slot, type);
                // A pure place may be read as two types by one command, so each borrow has its own box.
                known = null;
            } else {
                value = present(index, slot);
                if (isMutable && !slot.isMutable()) {
                    throw ExecutionFailure.argument(index, Plain.INVALID_OBJECT_BY_MUT_REF);
                }
                requireType(index, slot, type);
            }
            MoveReference reference = known == null ? MoveReference.box(value) : known;
            borrowed.put(slot, reference);
            if (isMutable) {
                mutable.put(slot, type);
                mutableArguments.put(index, slot);
            }
            return reference;
        }

        /// A private entry function takes nothing for which something is still owed elsewhere.
        void requireCold(int index, Argument argument) {
            if (find(index, argument).clique().isHot()) {
                throw ExecutionFailure.argument(index, Plain.INVALID_ARGUMENT_TO_PRIVATE_ENTRY_FUNCTION);
            }
        }

        /// Ends the command: what was borrowed mutably goes back, results get their places.
        void end(List<MoveType> types, List<MoveValue> values) {
            mutable.forEach((slot, type) -> slot.set(type, borrowedValue(slot)));
            used.forEach(slot -> clique.join(slot.clique()));
            List<Slot> places = new ArrayList<>(values.size());
            for (int i = 0; i < values.size(); i++) {
                Slot place = Slot.result(types.get(i), values.get(i));
                clique.join(place.clique());
                if (isHot(types.get(i))) {
                    clique.heat(1);
                }
                places.add(place);
            }
            results.add(places);
        }

        /// Arguments that were borrowed mutably, by index.
        Map<Integer, Slot> mutableArguments() {
            return mutableArguments;
        }

        private MoveValue borrowedValue(Slot slot) {
            MoveReference reference = borrowed.get(slot);
            if (reference == null) {
                throw new IllegalStateException("a mutable borrow has no reference");
            }
            return reference.get();
        }

        private Slot find(int index, Argument argument) {
            Slot slot = Workspace.this.find(index, argument);
            used.add(slot);
            return slot;
        }

        private MoveValue pure(int index, Slot slot, MoveType type) {
            MoveValue typed = slot.value();
            if (typed != null && type.equals(slot.type())) {
                return typed;
            }
            return PureTypes.read(index, type, slot.pureBytes(), metering);
        }

        private MoveValue receiving(int index, Slot slot, MoveType type) {
            MoveValue value = present(index, slot);
            if (!MoveObjects.is(type, Address.SUI, "transfer", "Receiving")) {
                throw ExecutionFailure.argument(index, Plain.TYPE_MISMATCH);
            }
            slot.clear();
            return value;
        }

        private MoveValue move(Slot slot, MoveType type, MoveValue value) {
            if (type.abilities().has(AbilitySet.COPY)) {
                metering.allocate(value.sizeBytes());
                return value.copy();
            }
            slot.clear();
            if (isHot(type)) {
                slot.clique().heat(-1);
            }
            return value;
        }

        private MoveValue present(int index, Slot slot) {
            MoveValue value = slot.value();
            if (value == null) {
                throw ExecutionFailure.argument(index, Plain.INVALID_VALUE_USAGE);
            }
            return value;
        }

        private void requireType(int index, Slot slot, MoveType type) {
            if (!type.equals(slot.type())) {
                throw ExecutionFailure.argument(index, Plain.TYPE_MISMATCH);
            }
        }
    }

    boolean isRelaxed() {
        return isRelaxed;
    }

    private Slot find(int index, Argument argument) {
        return switch (argument) {
            case Argument.GasCoin _ -> gas;
            case Argument.Input(int input) -> {
                if (input >= inputs.size()) {
                    throw ExecutionFailure.argument(index, new CommandArgumentError.IndexOutOfBounds(input));
                }
                yield inputs.get(input);
            }
            case Argument.Result(int command) -> {
                List<Slot> places = results(index, command);
                if (places.size() != 1) {
                    throw ExecutionFailure.argument(index, new CommandArgumentError.InvalidResultArity(command));
                }
                yield places.getFirst();
            }
            case Argument.NestedResult(int command, int result) -> {
                List<Slot> places = results(index, command);
                if (result >= places.size()) {
                    throw ExecutionFailure.argument(
                            index, new CommandArgumentError.SecondaryIndexOutOfBounds(command, result));
                }
                yield places.get(result);
            }
        };
    }

    private List<Slot> results(int index, int command) {
        if (command >= results.size()) {
            throw ExecutionFailure.argument(index, new CommandArgumentError.IndexOutOfBounds(command));
        }
        return results.get(command);
    }

    /// Whether something is owed for a value of that type: it can be neither dropped nor kept.
    private static boolean isHot(MoveType type) {
        AbilitySet abilities = type.abilities();
        return !abilities.has(AbilitySet.DROP) && !abilities.has(AbilitySet.STORE) && !abilities.has(AbilitySet.KEY);
    }
}

package dev.floe.access.kit;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.FunctionInfo.Passing;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.Owner;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an attacker can pass for a parameter.
final class Candidates {

    /// One argument: its name in reports, the input, and the types that it fixes.
    ///
    /// @param label  shown in findings
    /// @param input  the input
    /// @param type   the object's type; none for plain values
    record Candidate(String label, CallArg input, Optional<StructTag> type) {}

    private final KitWorld world;
    private final Map<String, SuiObject> objects;

    Candidates(KitWorld world) {
        this.world = world;
        this.objects = world.objects();
    }

    /// Everything that fits `parameter`. Objects owned by others are included: the ledger must refuse them.
    ///
    /// @param used plain values that the scenario passes there
    List<Candidate> of(FunctionInfo.Parameter parameter, Collection<Bytes> used) {
        if (parameter.type() instanceof OpenType.Datatype datatype && isObject(parameter, datatype)) {
            return objects(parameter, datatype);
        }
        Set<Bytes> values = new LinkedHashSet<>(used);
        values.addAll(plain(parameter.type()));
        List<Candidate> candidates = new ArrayList<>();
        for (Bytes value : values) {
            candidates.add(new Candidate("0x" + value.toHex(), new CallArg.Pure(value), Optional.empty()));
        }
        return candidates;
    }

    /// Objects of other types than `argument`, one of each type: the ledger must refuse them.
    List<Candidate> otherThan(Candidate argument) {
        Map<StructTag, Candidate> others = new LinkedHashMap<>();
        objects.forEach((name, object) -> {
            StructTag type = object.move().type();
            if (argument.type().isPresent() && !argument.type().get().equals(type)) {
                others.putIfAbsent(type, new Candidate("$" + name, input(object, false), Optional.of(type)));
            }
        });
        return List.copyOf(others.values());
    }

    /// The input of a named object, as a parameter needs it.
    static ObjectArg input(SuiObject object, boolean mutable) {
        return switch (object.owner()) {
            case Owner.Shared shared -> new ObjectArg.Shared(object.id(), shared.initialSharedVersion(), mutable);
            case Owner.AddressOwner _, Owner.ObjectOwner _, Owner.Immutable _, Owner.ConsensusAddress _ ->
                new ObjectArg.ImmOrOwned(object.ref());
        };
    }

    private static boolean isObject(FunctionInfo.Parameter parameter, OpenType.Datatype datatype) {
        return parameter.passing() != Passing.VALUE
                || !(datatype.address().equals(Address.STD) || datatype.is(Address.SUI, "object", "ID"));
    }

    private List<Candidate> objects(FunctionInfo.Parameter parameter, OpenType.Datatype datatype) {
        if (datatype.is(Address.SUI, "clock", "Clock")) {
            return List.of(new Candidate("clock", ObjectArg.clock(), Optional.empty()));
        }
        boolean mutable = parameter.passing() != Passing.REFERENCE;
        List<Candidate> fitting = new ArrayList<>();
        objects.forEach((name, object) -> {
            StructTag type = object.move().type();
            if (datatype.is(type.address(), type.module(), type.name())) {
                fitting.add(new Candidate("$" + name, input(object, mutable), Optional.of(type)));
            }
        });
        return fitting;
    }

    private List<Bytes> plain(OpenType type) {
        return switch (type) {
            case OpenType.Primitive primitive ->
                switch (primitive.type()) {
                    case BOOL -> List.of(Pure.bool(false), Pure.bool(true));
                    case U8 -> List.of(Pure.u8(0), Pure.u8(255));
                    case U64 -> List.of(Pure.u64(0), Pure.u64(-1));
                    case ADDRESS ->
                        world.people().values().stream().map(Pure::address).toList();
                    default -> List.of();
                };
            case OpenType.Vector _ -> List.of(Pure.vector(List.of()));
            case OpenType.Datatype datatype ->
                datatype.is(Address.SUI, "object", "ID")
                        ? objects.values().stream()
                                .map(object -> object.id().bytes())
                                .toList()
                        : List.of(Pure.vector(List.of()));
            case OpenType.Parameter _ -> List.of();
        };
    }

    /// The type arguments that follow from the objects passed; none if they do not follow.
    static Optional<List<TypeTag>> typeArguments(FunctionInfo function, List<Candidate> arguments) {
        int count = function.typeParameters().size();
        List<TypeTag> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<TypeTag> type = Optional.empty();
            for (int a = 0; a < arguments.size() && type.isEmpty(); a++) {
                Optional<StructTag> object = arguments.get(a).type();
                if (object.isPresent()) {
                    type = match(function.parameters().get(a).type(), object.get(), i);
                }
            }
            if (type.isEmpty()) {
                return Optional.empty();
            }
            found.add(type.get());
        }
        return Optional.of(found);
    }

    private static Optional<TypeTag> match(OpenType open, TypeTag closed, int parameter) {
        if (open instanceof OpenType.Parameter found && found.index() == parameter) {
            return Optional.of(closed);
        }
        if (open instanceof OpenType.Datatype datatype
                && closed instanceof StructTag struct
                && datatype.typeArguments().size() == struct.typeParams().size()) {
            for (int i = 0; i < struct.typeParams().size(); i++) {
                Optional<TypeTag> inner = match(
                        datatype.typeArguments().get(i), struct.typeParams().get(i), parameter);
                if (inner.isPresent()) {
                    return inner;
                }
            }
        }
        return Optional.empty();
    }
}

package dev.floe.ledger.internal.exec;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Balance;
import dev.floe.ledger.DynamicField;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.Page;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.TypedValue;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.OrderedMap;
import dev.floe.ledger.internal.store.OwnedKey;
import dev.floe.ledger.internal.store.State;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Lists over one state. Page tokens name the key that comes next, so pages stay right when objects come and go.
public final class StateQueries {

    private static final int MAX_TYPE_TEXT = 1 << 14;
    private static final String COIN = "0x" + Address.SUI.toHex() + "::coin::Coin<";

    private final State state;
    private final MoveVm vm;

    /// Queries over `state`; `vm` knows the types of its objects.
    public StateQueries(State state, MoveVm vm) {
        this.state = state;
        this.vm = vm;
    }

    /// Objects of an owner, by type, then by id.
    public Page<SuiObject> owned(Address owner, PageRequest page) {
        return page(state.owned(), owner, "", page, key -> true, LiveObject::object);
    }

    /// Objects of one type, or of all instances of a generic type.
    public Page<SuiObject> owned(Address owner, StructTag type, PageRequest page) {
        String text = type.toString();
        boolean isOpen = type.typeParams().isEmpty();
        return page(
                state.owned(),
                owner,
                text,
                page,
                key -> key.type().equals(text) || isOpen && key.type().startsWith(text + "<"),
                LiveObject::object);
    }

    /// How much an owner has of a coin.
    public Balance balance(Address owner, TypeTag coinType) {
        String type = StructTag.coin(coinType).toString();
        long sum = 0;
        for (Map.Entry<OwnedKey, LiveObject> entry : state.owned().from(new OwnedKey(owner, type, Address.ZERO))) {
            if (!entry.getKey().owner().equals(owner) || !entry.getKey().type().equals(type)) {
                break;
            }
            sum += InputObjects.balance(entry.getValue());
        }
        return new Balance(coinType, sum, 0);
    }

    /// How much an owner has of each coin.
    public Page<Balance> balances(Address owner, PageRequest request) {
        List<Balance> balances = new ArrayList<>();
        OwnedKey from =
                request.token().size() == 0 ? new OwnedKey(owner, COIN, Address.ZERO) : decode(owner, request.token());
        StructTag coin = null;
        long sum = 0;
        for (Map.Entry<OwnedKey, LiveObject> entry : state.owned().from(from)) {
            OwnedKey key = entry.getKey();
            if (!key.owner().equals(owner) || !key.type().startsWith(COIN)) {
                break;
            }
            StructTag type = entry.getValue().object().move().type();
            if (coin != null && !coin.equals(type)) {
                balances.add(new Balance(coin.typeParams().getFirst(), sum, 0));
                sum = 0;
                if (balances.size() == request.size()) {
                    return new Page<>(balances, Optional.of(encode(key)));
                }
            }
            coin = type;
            sum += InputObjects.balance(entry.getValue());
        }
        if (coin != null) {
            balances.add(new Balance(coin.typeParams().getFirst(), sum, 0));
        }
        return new Page<>(balances, Optional.empty());
    }

    /// Dynamic fields of an object.
    public Page<DynamicField> fields(Address parent, PageRequest page) {
        String prefix = "0x" + Address.SUI.toHex() + "::dynamic_field::Field<";
        return page(state.children(), parent, prefix, page, key -> key.type().startsWith(prefix), this::field);
    }

    private DynamicField field(LiveObject object) {
        MoveObject move = object.object().move();
        TypeTag nameType = move.type().typeParams().get(0);
        TypeTag valueType = move.type().typeParams().get(1);
        byte[] contents = move.contents().toByteArray();
        Metering unlimited = new Metering(Long.MAX_VALUE, Long.MAX_VALUE);
        MoveValue field = MoveBcs.read(vm.type(move.type()), contents, unlimited);
        Bytes name = Bytes.copyOf(MoveBcs.write(field.asStruct().field(1)));
        if (nameType instanceof StructTag wrapper
                && wrapper.is(Address.SUI, "dynamic_object_field", "Wrapper")
                && valueType.equals(StructTag.ID)) {
            Address child = field.asStruct().field(2).asStruct().field(0).asAddress();
            LiveObject live = state.get(child);
            TypeTag childType = live == null ? valueType : live.object().move().type();
            return new DynamicField(
                    object.id(), new TypedValue(wrapper.typeParams().getFirst(), name), childType, Optional.of(child));
        }
        return new DynamicField(object.id(), new TypedValue(nameType, name), valueType, Optional.empty());
    }

    private static <T> Page<T> page(
            OrderedMap<OwnedKey, LiveObject> index,
            Address owner,
            String firstType,
            PageRequest request,
            Predicate<OwnedKey> isWanted,
            Function<LiveObject, T> map) {
        OwnedKey from = request.token().size() == 0
                ? new OwnedKey(owner, firstType, Address.ZERO)
                : decode(owner, request.token());
        List<T> items = new ArrayList<>();
        for (Map.Entry<OwnedKey, LiveObject> entry : index.from(from)) {
            OwnedKey key = entry.getKey();
            if (!key.owner().equals(owner) || !key.type().startsWith(firstType)) {
                break;
            }
            if (!isWanted.test(key)) {
                continue;
            }
            if (items.size() == request.size()) {
                return new Page<>(items, Optional.of(encode(key)));
            }
            items.add(map.apply(entry.getValue()));
        }
        return new Page<>(items, Optional.empty());
    }

    /// The token is the key of the first element of the next page.
    private static Bytes encode(OwnedKey next) {
        BcsWriter out = new BcsWriter().string(next.type());
        next.id().write(out);
        return out.toBytes();
    }

    private static OwnedKey decode(Address owner, Bytes token) {
        try {
            BcsReader in = BcsReader.of("page token", token);
            OwnedKey key = new OwnedKey(owner, in.string(MAX_TYPE_TEXT), Address.read(in));
            in.end();
            return key;
        } catch (DataException.Corrupt e) {
            throw new IllegalArgumentException("page token: not one of this ledger", e);
        }
    }
}

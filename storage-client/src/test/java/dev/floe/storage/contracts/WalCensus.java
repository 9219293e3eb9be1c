package dev.floe.storage.contracts;

import dev.floe.ledger.Address;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVector;
import java.util.HashMap;
import java.util.Map;

/// Counts every unit of WAL on a ledger, wherever it is: in each object written it looks for `Balance<WAL>` at any
/// depth, by the types alone. It knows nothing of the contracts.
final class WalCensus {

    private final LocalLedger ledger;
    private final StructTag wal;
    private final Map<Address, Long> held = new HashMap<>();
    private long sum;
    private long supply;

    WalCensus(LocalLedger ledger, StructTag wal) {
        this.ledger = ledger;
        this.wal = wal;
    }

    /// Takes in what a transaction changed.
    void observe(LedgerTransaction transaction) {
        for (ObjectChange change : transaction.effects().changed()) {
            put(change.id(), 0);
        }
        for (SuiObject object : transaction.written()) {
            if (object.data() instanceof MoveObject move) {
                put(object.id(), count(tree(move)));
            }
        }
    }

    /// All WAL in balances.
    long sum() {
        return sum;
    }

    /// What the treasury says there is.
    long supply() {
        return supply;
    }

    StructTag walType() {
        return wal;
    }

    /// An object's content.
    MoveTree tree(Address id) {
        return tree(ledger.object(id).move());
    }

    private MoveTree tree(MoveObject object) {
        MoveType type = ledger.packages().type(object.type());
        byte[] contents = object.contents().toByteArray();
        return new MoveTree(type, MoveBcs.read(type, contents, new Metering(1L << 40, 1L << 40)));
    }

    private void put(Address id, long amount) {
        Long before = amount == 0 ? held.remove(id) : held.put(id, amount);
        sum += amount - (before == null ? 0 : before);
    }

    private long count(MoveTree tree) {
        long found = 0;
        if (tree.type() instanceof MoveType.Vector(MoveType element) && element instanceof MoveType.Datatype) {
            MoveVector elements = tree.value().asVector();
            for (int i = 0; i < elements.size(); i++) {
                found += count(new MoveTree(element, elements.get(i)));
            }
        } else if (tree.type() instanceof MoveType.Datatype type) {
            MoveStruct struct = tree.value().asStruct();
            if (isOfWal(type, "Balance")) {
                return struct.field(0).asLong();
            }
            if (isOfWal(type, "Supply")) {
                supply = struct.field(0).asLong();
                return 0;
            }
            MoveType[] fields = type.variantFields(Math.max(0, struct.variant()));
            for (int i = 0; i < fields.length; i++) {
                found += count(new MoveTree(fields[i], struct.field(i)));
            }
        }
        return found;
    }

    private boolean isOfWal(MoveType.Datatype type, String name) {
        MoveDatatype.Key key = type.definition().key();
        return key.definingId().equals(Address.SUI)
                && key.module().equals("balance")
                && key.name().equals(name)
                && type.arguments().getFirst().toTag().equals(wal);
    }

    /// A Move value with its type, to find fields by name.
    record MoveTree(MoveType type, MoveValue value) {

        /// A field of a struct.
        MoveTree at(String field) {
            MoveType.Datatype struct = (MoveType.Datatype) type;
            int index = struct.definition().fieldNames(0).indexOf(field);
            return new MoveTree(struct.fields()[index], value.asStruct().field(index));
        }

        /// The only field of a struct.
        MoveTree inside() {
            return new MoveTree(
                    ((MoveType.Datatype) type).fields()[0], value.asStruct().field(0));
        }

        /// An element of a vector.
        MoveTree at(int index) {
            return new MoveTree(
                    ((MoveType.Vector) type).element(), value.asVector().get(index));
        }

        int size() {
            return value.asVector().size();
        }

        long number() {
            return value.asLong();
        }

        int variant() {
            return value.asStruct().variant();
        }

        /// An `ID` or address.
        Address id() {
            return value instanceof MoveStruct ? inside().id() : value.asAddress();
        }
    }
}

package dev.floe.ledger.internal.exec;

import dev.floe.ledger.Address;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;

/// Shapes of framework structs that the ledger itself makes and reads.
final class MoveObjects {

    private MoveObjects() {}

    /// The id of an object: its first field is a `UID{ID{bytes}}`.
    static Address idOf(MoveValue object) {
        return object.asStruct()
                .field(0)
                .asStruct()
                .field(0)
                .asStruct()
                .field(0)
                .asAddress();
    }

    /// A `0x2::object::UID`.
    static MoveStruct uid(Address id) {
        return MoveStruct.of(id(id));
    }

    /// A `0x2::object::ID`.
    static MoveStruct id(Address id) {
        return MoveStruct.of(MoveValue.address(id));
    }

    /// A `0x2::coin::Coin`.
    static MoveStruct coin(Address id, long balance) {
        return MoveStruct.of(uid(id), balance(balance));
    }

    /// The balance of a coin, unsigned.
    static long coinBalance(MoveValue coin) {
        return coin.asStruct().field(1).asStruct().field(0).asLong();
    }

    static void setCoinBalance(MoveValue coin, long balance) {
        coin.asStruct().setField(1, balance(balance));
    }

    /// Whether a type is `0x2::coin::Coin<…>`.
    static boolean isCoin(MoveType type) {
        return is(type, Address.SUI, "coin", "Coin");
    }

    /// Whether a type is that datatype, with any type arguments.
    static boolean is(MoveType type, Address definingId, String module, String name) {
        return type instanceof MoveType.Datatype datatype
                && datatype.definition().key().name().equals(name)
                && datatype.definition().key().module().equals(module)
                && datatype.definition().key().definingId().equals(definingId);
    }

    /// Whether a type is `&TxContext` or `&mut TxContext`.
    static boolean isTxContext(MoveType type) {
        return type instanceof MoveType.Reference(boolean _, MoveType target)
                && is(target, Address.SUI, "tx_context", "TxContext");
    }

    /// The tag of an object's type.
    static StructTag tag(MoveType.Datatype type) {
        return (StructTag) type.toTag();
    }

    private static MoveStruct balance(long value) {
        return MoveStruct.of(MoveValue.u64(value));
    }
}

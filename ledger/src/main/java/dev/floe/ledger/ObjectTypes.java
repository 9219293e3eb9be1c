package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.List;

/// The type of an object in its BCS. Frequent types have short forms, and the short form is the only valid one:
/// another would change the digest.
///
/// | tag | type                                                       |
/// |----:|------------------------------------------------------------|
/// |   0 | any other, as a struct                                     |
/// |   1 | `0x2::coin::Coin<0x2::sui::SUI>`                           |
/// |   2 | `0x3::staking_pool::StakedSui`                             |
/// |   3 | `0x2::coin::Coin<T>`, `T` follows                          |
/// |   4 | the address balance of SUI                                 |
/// |   5 | the address balance of another coin `T`, `T` follows       |
///
/// Source: MystenLabs/sui `crates/sui-types/src/base_types.rs`, `MoveObjectType_`.
final class ObjectTypes {

    private static final int OTHER = 0;
    private static final int GAS_COIN = 1;
    private static final int STAKED_SUI = 2;
    private static final int COIN = 3;
    private static final int SUI_BALANCE = 4;
    private static final int OTHER_BALANCE = 5;

    private static final StructTag STAKED = StructTag.of(Address.SUI_SYSTEM, "staking_pool", "StakedSui");

    private ObjectTypes() {}

    static StructTag read(BcsReader in) {
        return switch (in.tag(6)) {
            case OTHER -> readOther(in);
            case GAS_COIN -> StructTag.GAS_COIN;
            case STAKED_SUI -> STAKED;
            case COIN -> StructTag.coin(readNotSui(in));
            case SUI_BALANCE -> balanceField(StructTag.SUI);
            default -> balanceField(readNotSui(in));
        };
    }

    static void write(BcsWriter out, StructTag type) {
        int tag = tagOf(type);
        out.uleb(tag);
        switch (tag) {
            case OTHER -> type.writeStruct(out);
            case COIN -> type.typeParams().getFirst().write(out);
            case OTHER_BALANCE -> balanceOf(type).write(out);
            default -> {}
        }
    }

    private static StructTag readOther(BcsReader in) {
        StructTag type = StructTag.readStruct(in);
        if (tagOf(type) != OTHER) {
            throw in.corrupt("type " + type + " is not in its short form");
        }
        return type;
    }

    private static TypeTag readNotSui(BcsReader in) {
        // Bounded one level lower, because the coin or field around it adds levels.
        TypeTag type = TypeTag.read(in);
        if (type.equals(StructTag.SUI)) {
            throw in.corrupt("type of SUI is not in its short form");
        }
        if (type.depth() > TypeTag.MAX_DEPTH - 4) {
            throw in.corrupt("type is nested deeper than " + TypeTag.MAX_DEPTH);
        }
        return type;
    }

    private static int tagOf(StructTag type) {
        if (type.isCoin()) {
            return type.equals(StructTag.GAS_COIN) ? GAS_COIN : COIN;
        }
        if (type.equals(STAKED)) {
            return STAKED_SUI;
        }
        if (isBalanceField(type)) {
            return balanceOf(type).equals(StructTag.SUI) ? SUI_BALANCE : OTHER_BALANCE;
        }
        return OTHER;
    }

    private static StructTag balanceField(TypeTag coinType) {
        StructTag balance = StructTag.of(Address.SUI, "balance", "Balance", coinType);
        StructTag key = StructTag.of(Address.SUI, "accumulator", "Key", balance);
        StructTag value = StructTag.of(Address.SUI, "accumulator", "U128");
        return StructTag.of(Address.SUI, "dynamic_field", "Field", key, value);
    }

    private static boolean isBalanceField(StructTag type) {
        return type.is(Address.SUI, "dynamic_field", "Field")
                && type.typeParams().size() == 2
                && type.typeParams().get(0) instanceof StructTag key
                && key.is(Address.SUI, "accumulator", "Key")
                && key.typeParams().size() == 1
                && key.typeParams().get(0) instanceof StructTag balance
                && balance.is(Address.SUI, "balance", "Balance")
                && balance.typeParams().size() == 1
                && type.equals(balanceField(balance.typeParams().get(0)));
    }

    private static TypeTag balanceOf(StructTag field) {
        StructTag key = (StructTag) field.typeParams().get(0);
        List<TypeTag> ofBalance = ((StructTag) key.typeParams().get(0)).typeParams();
        return ofBalance.getFirst();
    }
}

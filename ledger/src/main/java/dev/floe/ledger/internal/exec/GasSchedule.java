package dev.floe.ledger.internal.exec;

import dev.floe.ledger.GasCost;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import java.nio.charset.StandardCharsets;

/// What things cost. Storage is as on Sui; computation is our own simple schedule in Sui's buckets, see ADR 0006.
///
/// Source of the storage formula: MystenLabs/sui `crates/sui-types/src/object.rs`, `object_size_for_gas_metering`;
/// checked against the known 130 bytes and 988,000 MIST of a SUI coin.
public final class GasSchedule {

    /// MIST per unit of computation, in every epoch.
    public static final long REFERENCE_PRICE = 1000;
    /// Highest price that is accepted.
    public static final long MAX_PRICE = 100_000;
    /// Highest budget.
    public static final long MAX_BUDGET = 50_000_000_000L;
    /// Lowest budget, in units of the price.
    public static final long MIN_BUDGET_UNITS = 2000;
    /// Most units of one transaction.
    public static final long MAX_UNITS = 5_000_000;
    /// Most coins that pay for one transaction.
    public static final int MAX_PAYMENT_COINS = 256;

    private static final long[] BUCKETS = {1_000, 5_000, 10_000, 20_000, 50_000, 200_000, 1_000_000, MAX_UNITS};
    private static final long BYTE_UNITS = 100;
    private static final long STORAGE_PRICE = 76;
    private static final long REBATE_BASIS_POINTS = 9_900;
    private static final long OBJECT_BYTES = 80;
    private static final long MOVE_BYTES = 9;

    private GasSchedule() {}

    /// The units that are charged for `units` used: the bucket they fall into.
    static long bucket(long units) {
        for (long bucket : BUCKETS) {
            if (units <= bucket) {
                return bucket;
            }
        }
        return MAX_UNITS;
    }

    /// What storing `object` costs, in MIST; this becomes its rebate.
    static long storage(SuiObject object) {
        return sizeBytes(object) * BYTE_UNITS * STORAGE_PRICE;
    }

    /// The part of rebates that is paid out.
    static long refundable(long rebates) {
        return Math.addExact(
                Math.multiplyExact(rebates / 10_000, REBATE_BASIS_POINTS),
                (rebates % 10_000 * REBATE_BASIS_POINTS + 5_000) / 10_000);
    }

    /// The cost of computation alone.
    static GasCost computationOnly(long units, long price) {
        return new GasCost(units * price, 0, 0, 0);
    }

    private static long sizeBytes(SuiObject object) {
        return OBJECT_BYTES
                + switch (object.data()) {
                    case MoveObject move -> MOVE_BYTES + move.contents().size() + typeBytes(move.type());
                    case MovePackage pkg -> packageBytes(pkg);
                };
    }

    private static long typeBytes(StructTag type) {
        if (type.equals(StructTag.GAS_COIN)) {
            return 1;
        }
        // The enum tag of the object type stands for the enum tag of the type tag, so the sizes are equal.
        return type.isCoin() ? 1 + type.typeParams().getFirst().toBcs().length : type.toBcs().length;
    }

    private static long packageBytes(MovePackage pkg) {
        long bytes = Long.BYTES;
        for (var module : pkg.modules().entrySet()) {
            bytes += module.getKey().getBytes(StandardCharsets.UTF_8).length
                    + module.getValue().size();
        }
        for (var origin : pkg.typeOrigins()) {
            bytes += origin.module().length() + origin.datatype().length() + 32;
        }
        return bytes + pkg.linkage().size() * (32L + 32 + 8);
    }
}

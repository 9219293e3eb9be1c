package dev.floe.ledger.internal.move;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Gt;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.MinSig;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVector;
import java.util.Map;

/// Natives of `0x2::bls12381` and `0x2::group_ops`.
final class GroupNatives {

    // Fuel: measured relative to the time of an instruction, rounded up.
    private static final int FIELD_FUEL = 50;
    private static final int POINT_FUEL = 5_000;
    private static final int PAIRING_FUEL = 50_000;

    private static final int SCALAR = 0;
    private static final int G1 = 1;
    private static final int G2 = 2;
    private static final int GT = 3;
    private static final int UNCOMPRESSED_G1 = 4;

    private static final int UNSUPPORTED = 0;
    private static final int INVALID = 1;
    private static final int TOO_MANY = 2;

    private static final int MAX_MULTI_SCALAR = 32;
    private static final int MAX_SUM = 1200;
    private static final int G1_BYTES = 48;
    private static final int G2_BYTES = 96;
    private static final Bytes UNCOMPRESSED_IDENTITY = Bytes.parseHex("40" + "00".repeat(95));

    private GroupNatives() {}

    static void register(Map<String, Native> natives) {
        natives.put("0x2::bls12381::bls12381_min_pk_verify", call -> verify(call, GroupNatives::verifiesMinPk));
        natives.put("0x2::bls12381::bls12381_min_sig_verify", call -> verify(call, GroupNatives::verifiesMinSig));
        natives.put("0x2::group_ops::internal_validate", call -> MoveValue.bool(isValid(call)));
        natives.put("0x2::group_ops::internal_add", call -> orInvalid(call, () -> add(call, false)));
        natives.put("0x2::group_ops::internal_sub", call -> orInvalid(call, () -> add(call, true)));
        natives.put("0x2::group_ops::internal_mul", call -> orInvalid(call, () -> multiply(call, false)));
        natives.put("0x2::group_ops::internal_div", call -> orInvalid(call, () -> multiply(call, true)));
        natives.put("0x2::group_ops::internal_hash_to", call -> orInvalid(call, () -> hashTo(call)));
        natives.put("0x2::group_ops::internal_multi_scalar_mul", call -> orInvalid(call, () -> multiScalar(call)));
        natives.put("0x2::group_ops::internal_pairing", call -> orInvalid(call, () -> pairing(call)));
        natives.put("0x2::group_ops::internal_convert", call -> orInvalid(call, () -> convert(call)));
        natives.put("0x2::group_ops::internal_sum", call -> orInvalid(call, () -> sum(call)));
    }

    @FunctionalInterface
    private interface Work {
        Bytes run();
    }

    @FunctionalInterface
    private interface Check {
        boolean holds(Bytes signature, Bytes key, Bytes message);
    }

    private static MoveValue orInvalid(Native.Call call, Work work) {
        try {
            return call.newBytes(work.run().toByteArray());
        } catch (DataException.Corrupt _) {
            throw MoveException.abort(INVALID);
        }
    }

    private static MoveValue verify(Native.Call call, Check check) {
        call.metering().use(2 * PAIRING_FUEL);
        Bytes message = Bytes.copyOf(CryptoNatives.hashed(call, 2));
        try {
            return MoveValue.bool(check.holds(Bytes.copyOf(call.bytes(0)), Bytes.copyOf(call.bytes(1)), message));
        } catch (DataException.Corrupt _) {
            return MoveValue.bool(false);
        }
    }

    private static boolean verifiesMinPk(Bytes signature, Bytes key, Bytes message) {
        MinPk scheme = MinPk.walrus();
        return scheme.verify(scheme.publicKey(key), message, scheme.signature(signature));
    }

    private static boolean verifiesMinSig(Bytes signature, Bytes key, Bytes message) {
        if (signature.size() != G1_BYTES || key.size() != G2_BYTES) {
            return false;
        }
        return MinSig.standard().verify(curve().g2(key), message, curve().g1(signature));
    }

    private static Curve curve() {
        return Curve.best();
    }

    private static int group(Native.Call call) {
        return (int) call.integer(0);
    }

    private static Bytes bytes(Native.Call call, int argument) {
        return Bytes.copyOf(call.bytes(argument));
    }

    private static Scalar scalar(Native.Call call, int argument) {
        call.metering().use(FIELD_FUEL);
        return Scalar.parse(bytes(call, argument));
    }

    private static G1 g1(Native.Call call, Bytes encoded) {
        call.metering().use(POINT_FUEL);
        if (encoded.size() != G1_BYTES) {
            throw MoveException.abort(INVALID);
        }
        return curve().g1(encoded);
    }

    private static G2 g2(Native.Call call, Bytes encoded) {
        call.metering().use(POINT_FUEL);
        if (encoded.size() != G2_BYTES) {
            throw MoveException.abort(INVALID);
        }
        return curve().g2(encoded);
    }

    private static Gt gt(Native.Call call, Bytes encoded) {
        call.metering().use(PAIRING_FUEL);
        return curve().gt(encoded);
    }

    private static MoveException unsupported() {
        return MoveException.abort(UNSUPPORTED);
    }

    private static boolean isValid(Native.Call call) {
        try {
            switch (group(call)) {
                case SCALAR -> scalar(call, 1);
                case G1 -> g1(call, bytes(call, 1));
                case G2 -> g2(call, bytes(call, 1));
                default -> {
                    return false;
                }
            }
            return true;
        } catch (DataException.Corrupt _) {
            return false;
        } catch (MoveException e) {
            if (e.failure() instanceof dev.floe.ledger.move.MoveFailure.Abort) {
                return false;
            }
            throw e;
        }
    }

    private static Bytes add(Native.Call call, boolean negate) {
        switch (group(call)) {
            case SCALAR -> {
                Scalar b = scalar(call, 2);
                return scalar(call, 1).plus(negate ? b.negate() : b).toBytes();
            }
            case G1 -> {
                G1 b = g1(call, bytes(call, 2));
                return g1(call, bytes(call, 1)).plus(negate ? b.negate() : b).compressed();
            }
            case G2 -> {
                G2 b = g2(call, bytes(call, 2));
                return g2(call, bytes(call, 1)).plus(negate ? b.negate() : b).compressed();
            }
            case GT -> {
                Gt b = gt(call, bytes(call, 2));
                return gt(call, bytes(call, 1)).times(negate ? b.inverse() : b).toBytes();
            }
            default -> throw unsupported();
        }
    }

    private static Bytes multiply(Native.Call call, boolean divide) {
        int group = group(call);
        if (group > GT) {
            throw unsupported();
        }
        Scalar factor = scalar(call, 1);
        if (divide) {
            if (factor.isZero()) {
                throw MoveException.abort(INVALID);
            }
            factor = factor.inverse();
        }
        call.metering().use(POINT_FUEL);
        return switch (group) {
            case SCALAR -> scalar(call, 2).times(factor).toBytes();
            case G1 -> g1(call, bytes(call, 2)).times(factor).compressed();
            case G2 -> g2(call, bytes(call, 2)).times(factor).compressed();
            default -> gt(call, bytes(call, 2)).power(factor).toBytes();
        };
    }

    private static Bytes hashTo(Native.Call call) {
        Bytes message = Bytes.copyOf(CryptoNatives.hashed(call, 1));
        call.metering().use(POINT_FUEL);
        int group = group(call);
        if (group != G1 && group != G2) {
            throw unsupported();
        }
        if (message.size() == 0) {
            throw MoveException.abort(INVALID);
        }
        return group == G1
                ? curve().hashToG1(message, MinSig.DOMAIN).compressed()
                : curve().hashToG2(message, MinPk.WALRUS_DOMAIN).compressed();
    }

    private static Bytes multiScalar(Native.Call call) {
        int group = group(call);
        if (group != G1 && group != G2) {
            throw unsupported();
        }
        byte[] scalars = call.bytes(1);
        byte[] elements = call.bytes(2);
        int elementBytes = group == G1 ? G1_BYTES : G2_BYTES;
        int count = scalars.length / Scalar.SIZE_BYTES;
        if (count == 0
                || scalars.length != count * Scalar.SIZE_BYTES
                || elements.length != (long) count * elementBytes) {
            throw MoveException.abort(INVALID);
        }
        if (count > MAX_MULTI_SCALAR) {
            throw MoveException.abort(TOO_MANY);
        }
        G1 sum1 = curve().g1Identity();
        G2 sum2 = curve().g2Identity();
        for (int i = 0; i < count; i++) {
            call.metering().use(POINT_FUEL);
            Scalar factor = Scalar.parse(Bytes.copyOf(scalars, i * Scalar.SIZE_BYTES, Scalar.SIZE_BYTES));
            Bytes element = Bytes.copyOf(elements, i * elementBytes, elementBytes);
            if (group == G1) {
                sum1 = sum1.plus(g1(call, element).times(factor));
            } else {
                sum2 = sum2.plus(g2(call, element).times(factor));
            }
        }
        return group == G1 ? sum1.compressed() : sum2.compressed();
    }

    private static Bytes pairing(Native.Call call) {
        if (group(call) != G1) {
            throw unsupported();
        }
        call.metering().use(PAIRING_FUEL);
        return curve().pairing(g1(call, bytes(call, 1)), g2(call, bytes(call, 2)))
                .toBytes();
    }

    private static Bytes convert(Native.Call call) {
        int from = group(call);
        int to = (int) call.integer(1);
        if (from == G1 && to == UNCOMPRESSED_G1) {
            G1 point = g1(call, bytes(call, 2));
            return point.isIdentity() ? UNCOMPRESSED_IDENTITY : point.uncompressed();
        }
        if (from == UNCOMPRESSED_G1 && to == G1) {
            return uncompressed(call, bytes(call, 2)).compressed();
        }
        throw unsupported();
    }

    private static G1 uncompressed(Native.Call call, Bytes encoded) {
        call.metering().use(POINT_FUEL);
        if (encoded.size() != 2 * G1_BYTES) {
            throw MoveException.abort(INVALID);
        }
        return encoded.equals(UNCOMPRESSED_IDENTITY) ? curve().g1Identity() : curve().g1(encoded);
    }

    private static Bytes sum(Native.Call call) {
        if (group(call) != UNCOMPRESSED_G1) {
            throw unsupported();
        }
        MoveVector terms = call.value(1).asReference().get().asVector();
        if (terms.size() > MAX_SUM) {
            throw MoveException.abort(TOO_MANY);
        }
        G1 sum = curve().g1Identity();
        for (int i = 0; i < terms.size(); i++) {
            sum = sum.plus(uncompressed(call, Bytes.copyOf(terms.get(i).asBytes())));
        }
        return sum.isIdentity() ? UNCOMPRESSED_IDENTITY : sum.uncompressed();
    }
}

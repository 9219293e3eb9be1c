package dev.floe.ledger.internal.exec;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.CommandArgumentError.Plain;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveFailure;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Which types the bytes of a pure input can have, and their reading: numbers, `bool`, `address`, `ID`, both kinds
/// of `String` with their content checked, and vectors and options of those.
final class PureTypes {

    private PureTypes() {}

    static boolean isPure(MoveType type) {
        return switch (type) {
            case MoveType.Primitive primitive -> primitive != MoveType.Primitive.SIGNER;
            case MoveType.Vector(MoveType element) -> isPure(element);
            case MoveType.Datatype datatype ->
                isUtf8(type)
                        || isAscii(type)
                        || MoveObjects.is(type, Address.SUI, "object", "ID")
                        || isOption(type) && isPure(datatype.arguments().getFirst());
            case MoveType.Reference _, MoveType.Parameter _ -> false;
        };
    }

    /// Reads argument `index` of a command.
    ///
    /// @throws ExecutionFailure if the type cannot be pure or the bytes do not fit
    static MoveValue read(int index, MoveType type, byte[] bcs, Metering metering) {
        if (!isPure(type)) {
            throw ExecutionFailure.argument(index, Plain.INVALID_USAGE_OF_PURE_ARG);
        }
        try {
            MoveValue value = MoveBcs.read(type, bcs, metering);
            if (!isValid(type, value)) {
                throw ExecutionFailure.argument(index, Plain.INVALID_BCS_BYTES);
            }
            return value;
        } catch (DataException.Corrupt _) {
            throw ExecutionFailure.argument(index, Plain.INVALID_BCS_BYTES);
        } catch (MoveException e) {
            if (e.failure() instanceof MoveFailure.OutOfResources(MoveStatus status, var _)
                    && status == MoveStatus.OUT_OF_GAS) {
                throw e;
            }
            throw ExecutionFailure.argument(index, Plain.INVALID_BCS_BYTES);
        }
    }

    private static boolean isValid(MoveType type, MoveValue value) {
        if (type instanceof MoveType.Vector(MoveType element)) {
            if (!mayBeInvalid(element)) {
                return true;
            }
            for (int i = 0; i < value.asVector().size(); i++) {
                if (!isValid(element, value.asVector().get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (isOption(type)) {
            MoveType element = ((MoveType.Datatype) type).arguments().getFirst();
            MoveValue content = value.asStruct().field(0);
            return content.asVector().size() <= 1 && isValid(new MoveType.Vector(element), content);
        }
        if (isAscii(type)) {
            for (byte next : value.asStruct().field(0).asBytes()) {
                if (next < 0) {
                    return false;
                }
            }
        }
        return !isUtf8(type) || isUtf8(value.asStruct().field(0).asBytes());
    }

    private static boolean mayBeInvalid(MoveType type) {
        return !(type instanceof MoveType.Primitive);
    }

    private static boolean isUtf8(MoveType type) {
        return MoveObjects.is(type, Address.STD, "string", "String");
    }

    private static boolean isAscii(MoveType type) {
        return MoveObjects.is(type, Address.STD, "ascii", "String");
    }

    private static boolean isOption(MoveType type) {
        return MoveObjects.is(type, Address.STD, "option", "Option");
    }

    private static boolean isUtf8(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}

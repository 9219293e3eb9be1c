package dev.floe.ledger.internal.move;

import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveReference;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVector;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;

/// Natives of `0x1`.
final class StdNatives {

    private static final int NOT_ENCODABLE = 453;

    private StdNatives() {}

    static void register(Map<String, Native> natives) {
        natives.put("0x1::bcs::to_bytes", StdNatives::toBytes);
        natives.put(
                "0x1::hash::sha2_256", call -> call.newBytes(CryptoNatives.digest(new SHA256Digest(), call.bytes(0))));
        natives.put(
                "0x1::hash::sha3_256", call -> call.newBytes(CryptoNatives.digest(new SHA3Digest(256), call.bytes(0))));
        natives.put("0x1::string::internal_check_utf8", call -> MoveValue.bool(isUtf8(call.bytes(0))));
        natives.put("0x1::string::internal_is_char_boundary", StdNatives::isCharBoundary);
        natives.put("0x1::string::internal_sub_string", StdNatives::subString);
        natives.put("0x1::string::internal_index_of", StdNatives::indexOf);
        natives.put("0x1::type_name::with_defining_ids", call -> typeName(call, true));
        natives.put("0x1::type_name::with_original_ids", call -> typeName(call, false));
        natives.put(
                "0x1::type_name::defining_id",
                call -> MoveValue.address(outermost(call).key().definingId()));
        natives.put(
                "0x1::type_name::original_id",
                call -> MoveValue.address(outermost(call).originalId()));
        natives.put("0x1::debug::print", _ -> null);
        natives.put("0x1::debug::print_stack_trace", _ -> null);
        registerVector(natives);
    }

    // Only transactions call these; code has instructions for them.
    private static void registerVector(Map<String, Native> natives) {
        natives.put("0x1::vector::empty", call -> MoveVector.empty(call.type(0)));
        natives.put("0x1::vector::length", call -> MoveValue.u64(vector(call).size()));
        natives.put("0x1::vector::borrow", call -> MoveReference.element(vector(call), index(call, 1)));
        natives.put("0x1::vector::borrow_mut", call -> MoveReference.element(vector(call), index(call, 1)));
        natives.put("0x1::vector::push_back", call -> {
            call.metering().allocate(vector(call).slotBytes());
            vector(call).push(call.value(1));
            return null;
        });
        natives.put("0x1::vector::pop_back", call -> {
            if (vector(call).size() == 0) {
                throw MoveException.of(MoveStatus.VECTOR_OPERATION_ERROR, 2, "pop of an empty vector");
            }
            return vector(call).pop();
        });
        natives.put("0x1::vector::destroy_empty", call -> {
            if (call.value(0).asVector().size() != 0) {
                throw MoveException.of(MoveStatus.VECTOR_OPERATION_ERROR, 3, "the vector is not empty");
            }
            return null;
        });
        natives.put("0x1::vector::swap", call -> {
            vector(call).swap(index(call, 1), index(call, 2));
            return null;
        });
    }

    private static MoveVector vector(Native.Call call) {
        return call.value(0).asReference().get().asVector();
    }

    private static int index(Native.Call call, int argument) {
        long index = call.integer(argument);
        if (index < 0 || index >= vector(call).size()) {
            throw MoveException.of(MoveStatus.VECTOR_OPERATION_ERROR, 1, "index " + Long.toUnsignedString(index));
        }
        return (int) index;
    }

    private static MoveValue toBytes(Native.Call call) {
        return call.newBytes(encode(call, call.value(0).asReference().get(), NOT_ENCODABLE));
    }

    /// BCS of a value; aborts with `code` if it cannot be encoded.
    static byte[] encode(Native.Call call, MoveValue value, int code) {
        call.metering().handle(value.sizeBytes());
        try {
            return MoveBcs.write(value);
        } catch (MoveException _) {
            throw MoveException.abort(code);
        }
    }

    private static boolean isUtf8(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static MoveValue isCharBoundary(Native.Call call) {
        byte[] content = call.bytes(0);
        long index = call.integer(1);
        boolean inside = index >= 0 && index < content.length;
        return MoveValue.bool(inside ? (content[(int) index] & 0xC0) != 0x80 : index == content.length);
    }

    private static MoveValue subString(Native.Call call) {
        byte[] content = call.bytes(0);
        long from = call.integer(1);
        long to = call.integer(2);
        if (from < 0 || to < from || to > content.length) {
            throw MoveException.abort(1);
        }
        return call.newBytes(Arrays.copyOfRange(content, (int) from, (int) to));
    }

    private static MoveValue indexOf(Native.Call call) {
        byte[] content = call.bytes(0);
        byte[] part = call.bytes(1);
        call.metering().handle((long) content.length * Math.min(part.length, 1 + content.length / 16));
        for (int i = 0; i + part.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
                return MoveValue.u64(i);
            }
        }
        return MoveValue.u64(content.length);
    }

    private static MoveDatatype outermost(Native.Call call) {
        if (call.type(0) instanceof MoveType.Datatype datatype) {
            return datatype.definition();
        }
        throw MoveException.abort(0);
    }

    private static MoveValue typeName(Native.Call call, boolean defining) {
        String text = name(call.type(0), defining);
        call.metering().allocate(text.length() + 48L);
        return dev.floe.ledger.move.MoveStruct.of(MoveValue.string(text));
    }

    private static String name(MoveType type, boolean defining) {
        return switch (type) {
            case MoveType.Vector(MoveType element) -> "vector<" + name(element, defining) + ">";
            case MoveType.Datatype datatype -> {
                MoveDatatype.Key key = datatype.definition().key();
                String path =
                        (defining ? key.definingId() : datatype.definition().originalId()).toHex() + "::" + key.module()
                                + "::" + key.name();
                yield datatype.arguments().isEmpty()
                        ? path
                        : path
                                + datatype.arguments().stream()
                                        .map(argument -> name(argument, defining))
                                        .collect(Collectors.joining(",", "<", ">"));
            }
            case MoveType.Primitive _, MoveType.Reference _, MoveType.Parameter _ -> type.toString();
        };
    }
}

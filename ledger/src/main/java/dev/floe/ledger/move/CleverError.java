package dev.floe.ledger.move;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// What the compiler packed into an abort code. Source: Move's `move-core-types`, `error_bitset.rs`: top nibble 12
/// (or
/// 8), 4 reserved bits, error code 8 bits (255 for none), source line 16, constant of the name 16, of the value 16.
///
/// @param errorCode the code given in the source, if any
/// @param line      the source line
/// @param constantName name of the `#[error]` constant, if any
/// @param message   the constant's value as text, if it is text
/// @param value     the constant's BCS, if there is one
public record CleverError(
        OptionalInt errorCode,
        int line,
        Optional<String> constantName,
        Optional<String> message,
        Optional<Bytes> value) {

    private static final int NONE = 0xFFFF;
    private static final int NO_CODE = 0xFF;
    private static final int MAX_TEXT = 4096;

    static Optional<CleverError> decode(long abortCode, IntFunction<Optional<CompiledModule.Constant>> constants) {
        int nibble = (int) (abortCode >>> 60);
        if (nibble != 0b1100 && nibble != 0b1000) {
            return Optional.empty();
        }
        int code = (int) (abortCode >>> 48) & 0xFF;
        int line = (int) (abortCode >>> 32) & 0xFFFF;
        Optional<CompiledModule.Constant> name = constant((int) (abortCode >>> 16) & 0xFFFF, constants);
        Optional<CompiledModule.Constant> value = constant((int) abortCode & 0xFFFF, constants);
        return Optional.of(new CleverError(
                nibble == 0b1000 || code == NO_CODE ? OptionalInt.empty() : OptionalInt.of(code),
                line,
                name.flatMap(CleverError::text),
                value.flatMap(CleverError::text),
                value.map(CompiledModule.Constant::bcs)));
    }

    private static Optional<CompiledModule.Constant> constant(
            int index, IntFunction<Optional<CompiledModule.Constant>> constants) {
        return index == NONE ? Optional.empty() : constants.apply(index);
    }

    private static Optional<String> text(CompiledModule.Constant constant) {
        if (!(constant.type() instanceof SignatureToken.Vector(SignatureToken element))
                || element != SignatureToken.Primitive.U8) {
            return Optional.empty();
        }
        try {
            BcsReader in = BcsReader.of("constant", constant.bcs());
            byte[] utf8 = in.bytes(MAX_TEXT);
            String text = new String(utf8, StandardCharsets.UTF_8);
            return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : Optional.empty();
        } catch (DataException.Corrupt _) {
            return Optional.empty();
        }
    }
}

package dev.floe.ledger.internal.move;

import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Instructions with everything they name resolved.
///
/// @see CodeDecoder
final class DecodedCode {

    final byte[] opcodes;
    final int[] operands;
    final @Nullable Object[] data;
    final int locals;

    DecodedCode(byte[] opcodes, int[] operands, @Nullable Object[] data, int locals) {
        this.opcodes = opcodes;
        this.operands = operands;
        this.data = data;
        this.locals = locals;
    }

    /// A function with type arguments that depend on those of the caller.
    @SuppressWarnings("ReferenceEquality") // the same list most of the time, so that equals is not needed
    static final class GenericCall {
        final LoadedFunction target;
        private final List<MoveType> arguments;
        private final boolean closed;
        // The last instantiation; racy on purpose, an Instance is immutable.
        private @Nullable Instance last;

        private record Instance(List<MoveType> caller, List<MoveType> arguments) {}

        GenericCall(LoadedFunction target, List<MoveType> arguments) {
            this.target = target;
            this.arguments = arguments;
            this.closed = arguments.stream().allMatch(MoveType::isClosed);
        }

        List<MoveType> instantiate(List<MoveType> caller) {
            if (closed) {
                return arguments;
            }
            Instance known = last;
            if (known != null && (known.caller == caller || known.caller.equals(caller))) {
                return known.arguments;
            }
            List<MoveType> made =
                    arguments.stream().map(type -> type.substitute(caller)).toList();
            last = new Instance(caller, made);
            return made;
        }
    }

    /// A struct or variant to build.
    @SuppressWarnings("ReferenceEquality") // another list only costs another check
    static final class Shape {
        final int variant;
        final int fields;
        private final MoveType type;
        private final boolean closed;
        private @Nullable MoveException refusal;
        private @Nullable List<MoveType> checkedFor;

        Shape(int variant, int fields, MoveType type) {
            this.variant = variant;
            this.fields = fields;
            this.type = type;
            this.closed = type.isClosed();
            if (closed) {
                try {
                    LoadedDatatype.depth(type);
                } catch (MoveException e) {
                    refusal = e;
                }
            }
        }

        /// Refuses values that nest too deeply.
        void check(List<MoveType> caller) {
            if (closed) {
                if (refusal != null) {
                    throw refusal;
                }
            } else if (checkedFor != caller) {
                LoadedDatatype.depth(type.substitute(caller));
                checkedFor = caller;
            }
        }
    }

    /// A constant, copied whenever it is loaded.
    record Literal(MoveValue value, long sizeBytes) {}
}

package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBool;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveFailure;
import dev.floe.ledger.move.MoveHost;
import dev.floe.ledger.move.MoveInt;
import dev.floe.ledger.move.MoveReference;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Executes functions. Calls of Move nest on a stack of its own, never on that of Java.
@SuppressWarnings("ReferenceEquality") // frames, and the one failure location that means none
public final class Interpreter {

    private static final int MAX_CALLS = 1024;
    private static final int MAX_OPERANDS = 1024;
    // Memory counted for a struct's header or for one slot.
    private static final int SLOT_BYTES = 24;
    private static final long OUT_OF_BOUNDS = 1;
    private static final long POP_EMPTY = 2;
    private static final long UNPACK_ARITY = 3;

    private final MoveHost host;
    private final Metering metering;
    private MoveValue[] stack = new MoveValue[32];
    private int top;
    private @Nullable Frame frame;
    private int depth;

    /// A function that is running.
    private static final class Frame {
        final LoadedFunction function;
        final DecodedCode code;
        final List<MoveType> typeArguments;
        final MoveValue[] locals;
        final @Nullable Frame caller;
        int next;

        Frame(LoadedFunction function, List<MoveType> typeArguments, MoveValue[] locals, @Nullable Frame caller) {
            this.function = function;
            this.code = function.code();
            this.typeArguments = typeArguments;
            this.locals = locals;
            this.caller = caller;
        }
    }

    private Interpreter(MoveHost host, Metering metering) {
        this.host = host;
        this.metering = metering;
    }

    /// Runs a function; see [dev.floe.ledger.move.MoveVm#execute].
    public static List<MoveValue> run(
            LoadedFunction function,
            List<MoveType> typeArguments,
            List<MoveValue> arguments,
            MoveHost host,
            Metering metering) {
        if (typeArguments.size() != function.typeParameters().size() || arguments.size() != function.parameterCount) {
            throw new IllegalArgumentException("call of " + function + ": got " + typeArguments.size()
                    + " type arguments and " + arguments.size() + " arguments, expected "
                    + function.typeParameters().size() + " and " + function.parameterCount);
        }
        Interpreter machine = new Interpreter(host, metering);
        machine.start(function, List.copyOf(typeArguments), arguments);
        List<MoveValue> results = new ArrayList<>(machine.top);
        for (int i = 0; i < machine.top; i++) {
            results.add(machine.stack[i]);
        }
        return results;
    }

    private void start(LoadedFunction function, List<MoveType> typeArguments, List<MoveValue> arguments) {
        arguments.forEach(this::push);
        try {
            call(function, typeArguments);
            while (frame != null) {
                frame = step(frame);
            }
        } catch (MoveException e) {
            Frame at = frame;
            if (at == null || e.failure().location() != MoveFailure.NOWHERE) {
                throw e;
            }
            throw new MoveException(e.failure().at(at.function.location(at.next - 1)));
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException | IllegalStateException e) {
            Frame at = frame;
            MoveException broken = new MoveException(new MoveFailure.Runtime(
                    MoveStatus.UNKNOWN_INVARIANT_VIOLATION_ERROR,
                    0,
                    at == null ? function.location(0) : at.function.location(at.next - 1),
                    e.toString()));
            throw broken;
        }
    }

    /// Runs until the frame changes; returns the one to go on with.
    private @Nullable Frame step(Frame current) {
        byte[] opcodes = current.code.opcodes;
        int[] operands = current.code.operands;
        @Nullable Object[] data = current.code.data;
        MoveValue[] locals = current.locals;
        while (true) {
            int at = current.next++;
            metering.step();
            switch (opcodes[at]) {
                case POP -> pop();
                case RET -> {
                    depth--;
                    return current.caller;
                }
                case BR_TRUE -> {
                    if (pop() == MoveBool.TRUE) {
                        current.next = operands[at];
                    }
                }
                case BR_FALSE -> {
                    if (pop() == MoveBool.FALSE) {
                        current.next = operands[at];
                    }
                }
                case BRANCH -> current.next = operands[at];
                case LD_U8, LD_U16, LD_U32, LD_U64, LD_U128, LD_U256 -> push((MoveValue) data[at]);
                case LD_CONST -> loadConstant((DecodedCode.Literal) data[at]);
                case LD_TRUE -> push(MoveBool.TRUE);
                case LD_FALSE -> push(MoveBool.FALSE);
                case COPY_LOC -> push(copy(locals[operands[at]]));
                case MOVE_LOC -> {
                    push(locals[operands[at]]);
                    clear(locals, operands[at]);
                }
                case ST_LOC -> locals[operands[at]] = pop();
                case MUT_BORROW_LOC, IMM_BORROW_LOC -> push(MoveReference.slot(locals, operands[at]));
                case MUT_BORROW_FIELD, IMM_BORROW_FIELD, MUT_BORROW_FIELD_GENERIC, IMM_BORROW_FIELD_GENERIC ->
                    push(MoveReference.slot(popReference().get().asStruct().fieldsInPlace(), operands[at]));
                case CALL -> {
                    Frame callee = call((LoadedFunction) data[at], List.of());
                    if (callee != current) {
                        return callee;
                    }
                }
                case CALL_GENERIC -> {
                    DecodedCode.GenericCall generic = (DecodedCode.GenericCall) data[at];
                    Frame callee = call(generic.target, generic.instantiate(current.typeArguments));
                    if (callee != current) {
                        return callee;
                    }
                }
                case PACK, PACK_GENERIC, PACK_VARIANT, PACK_VARIANT_GENERIC ->
                    pack((DecodedCode.Shape) data[at], current);
                case UNPACK, UNPACK_GENERIC, UNPACK_VARIANT, UNPACK_VARIANT_GENERIC ->
                    unpack((DecodedCode.Shape) data[at], pop().asStruct());
                case UNPACK_VARIANT_IMM_REF,
                        UNPACK_VARIANT_MUT_REF,
                        UNPACK_VARIANT_GENERIC_IMM_REF,
                        UNPACK_VARIANT_GENERIC_MUT_REF ->
                    unpackReferences(
                            (DecodedCode.Shape) data[at], popReference().get().asStruct());
                case VARIANT_SWITCH ->
                    current.next =
                            ((int[]) data[at])[popReference().get().asStruct().variant()];
                case READ_REF -> push(copy(popReference().get()));
                case WRITE_REF -> {
                    MoveReference target = popReference();
                    target.set(pop());
                }
                case FREEZE_REF, NOP -> {
                    // the same reference; nothing
                }
                case ADD, SUB, MUL, MOD, DIV, BIT_OR, BIT_AND, XOR -> {
                    MoveValue right = pop();
                    push(Arithmetic.binary(opcodes[at], pop(), right));
                }
                case LT, GT, LE, GE -> {
                    MoveValue right = pop();
                    push(MoveBool.of(Arithmetic.compare(opcodes[at], pop(), right)));
                }
                case SHL, SHR -> {
                    int count = (int) pop().asLong();
                    push(Arithmetic.shift(opcodes[at] == SHL, pop(), count));
                }
                case CAST_U8 -> push(Arithmetic.cast(8, pop()));
                case CAST_U16 -> push(Arithmetic.cast(16, pop()));
                case CAST_U32 -> push(Arithmetic.cast(32, pop()));
                case CAST_U64 -> push(Arithmetic.cast(64, pop()));
                case CAST_U128 -> push(Arithmetic.cast(128, pop()));
                case CAST_U256 -> push(Arithmetic.cast(256, pop()));
                case OR -> {
                    boolean right = pop().asBool();
                    push(MoveBool.of(pop().asBool() || right));
                }
                case AND -> {
                    boolean right = pop().asBool();
                    push(MoveBool.of(pop().asBool() && right));
                }
                case NOT -> push(MoveBool.of(!pop().asBool()));
                case EQ -> push(MoveBool.of(equal()));
                case NEQ -> push(MoveBool.of(!equal()));
                case ABORT -> throw MoveException.abort(pop().asLong());
                default -> vector(opcodes[at], operands[at], data[at], current);
            }
        }
    }

    // Returns the frame to go on with: that of the function, or the current one after a native function.
    private @Nullable Frame call(LoadedFunction function, List<MoveType> typeArguments) {
        int count = function.parameterCount;
        if (function.isNative()) {
            callNative(function, typeArguments, count);
            return frame;
        }
        if (++depth > MAX_CALLS) {
            throw MoveException.outOf(MoveStatus.CALL_STACK_OVERFLOW);
        }
        MoveValue[] locals = new MoveValue[function.code().locals];
        top -= count;
        System.arraycopy(stack, top, locals, 0, count);
        frame = new Frame(function, typeArguments, locals, frame);
        return frame;
    }

    private void callNative(LoadedFunction function, List<MoveType> typeArguments, int count) {
        top -= count;
        List<MoveValue> arguments = Arrays.asList(Arrays.copyOfRange(stack, top, top + count));
        try {
            MoveValue result = function.implementation().run(new Native.Call(typeArguments, arguments, host, metering));
            if (result != null) {
                push(result);
            }
        } catch (MoveException e) {
            throw e.failure().location() == MoveFailure.NOWHERE
                    ? new MoveException(e.failure().at(function.location(0)))
                    : e;
        }
    }

    private void loadConstant(DecodedCode.Literal literal) {
        metering.allocate(literal.sizeBytes());
        push(literal.value().copy());
    }

    private MoveValue copy(MoveValue value) {
        if (value instanceof MoveStruct || value instanceof MoveVector) {
            metering.allocate(value.sizeBytes());
        }
        return value.copy();
    }

    private boolean equal() {
        MoveValue right = pop();
        MoveValue left = pop();
        if (!(left instanceof MoveInt)) {
            MoveValue content = left instanceof MoveReference reference ? reference.get() : left;
            metering.handle(content.sizeBytes());
        }
        return left.equals(right);
    }

    private void pack(DecodedCode.Shape shape, Frame current) {
        shape.check(current.typeArguments);
        metering.allocate(SLOT_BYTES * (1L + shape.fields));
        top -= shape.fields;
        if (top < 0) {
            throw new IndexOutOfBoundsException("operand stack is empty");
        }
        push(MoveStruct.ofVariant(shape.variant, Arrays.copyOfRange(stack, top, top + shape.fields)));
    }

    private void unpack(DecodedCode.Shape shape, MoveStruct struct) {
        requireVariant(shape, struct);
        for (MoveValue field : struct.fieldsInPlace()) {
            push(field);
        }
    }

    private void unpackReferences(DecodedCode.Shape shape, MoveStruct struct) {
        requireVariant(shape, struct);
        for (int i = 0; i < struct.size(); i++) {
            push(MoveReference.slot(struct.fieldsInPlace(), i));
        }
    }

    private static void requireVariant(DecodedCode.Shape shape, MoveStruct struct) {
        if (shape.variant != struct.variant()) {
            throw MoveException.of(
                    MoveStatus.VARIANT_TAG_MISMATCH, "variant " + struct.variant() + ", expected " + shape.variant);
        }
    }

    private void vector(int opcode, int operand, @Nullable Object data, Frame current) {
        switch (opcode) {
            case VEC_PACK -> packVector(operand, (MoveType) data, current);
            case VEC_LEN -> push(MoveInt.of(64, popReference().get().asVector().size()));
            case VEC_IMM_BORROW, VEC_MUT_BORROW -> {
                long index = pop().asLong();
                MoveVector vector = popReference().get().asVector();
                push(MoveReference.element(vector, checkIndex(index, vector)));
            }
            case VEC_PUSH_BACK -> {
                MoveValue element = pop();
                MoveVector vector = popReference().get().asVector();
                metering.allocate(vector.slotBytes());
                vector.push(element);
            }
            case VEC_POP_BACK -> {
                MoveVector vector = popReference().get().asVector();
                if (vector.size() == 0) {
                    throw MoveException.of(MoveStatus.VECTOR_OPERATION_ERROR, POP_EMPTY, "pop of an empty vector");
                }
                push(vector.pop());
            }
            case VEC_UNPACK -> {
                MoveVector vector = pop().asVector();
                if (vector.size() != operand) {
                    throw MoveException.of(
                            MoveStatus.VECTOR_OPERATION_ERROR,
                            UNPACK_ARITY,
                            "unpack of " + vector.size() + " elements, expected " + operand);
                }
                for (int i = 0; i < operand; i++) {
                    push(vector.get(i));
                }
            }
            case VEC_SWAP -> {
                long second = pop().asLong();
                long first = pop().asLong();
                MoveVector vector = popReference().get().asVector();
                vector.swap(checkIndex(first, vector), checkIndex(second, vector));
            }
            default -> throw new IllegalStateException("instruction " + opcode);
        }
    }

    private void packVector(int count, @Nullable Object elementType, Frame current) {
        MoveType element = (MoveType) elementType;
        if (element instanceof MoveType.Parameter(int index)) {
            element = current.typeArguments.get(index);
        }
        if (element == null || top < count) {
            throw new IndexOutOfBoundsException("operand stack is empty");
        }
        MoveVector vector = MoveVector.empty(element);
        metering.allocate(SLOT_BYTES + (long) count * vector.slotBytes());
        top -= count;
        for (int i = 0; i < count; i++) {
            vector.push(stack[top + i]);
        }
        push(vector);
    }

    private static int checkIndex(long index, MoveVector vector) {
        if (index < 0 || index >= vector.size()) {
            throw MoveException.of(
                    MoveStatus.VECTOR_OPERATION_ERROR,
                    OUT_OF_BOUNDS,
                    "index " + Long.toUnsignedString(index) + " of " + vector.size() + " elements");
        }
        return (int) index;
    }

    // A local that was moved away holds nothing; the verifier sees to it that nobody looks.
    @SuppressWarnings("NullAway")
    private static void clear(MoveValue[] locals, int index) {
        locals[index] = null;
    }

    private MoveReference popReference() {
        return (MoveReference) pop();
    }

    private MoveValue pop() {
        return stack[--top];
    }

    private void push(MoveValue value) {
        if (top == stack.length) {
            if (top >= MAX_OPERANDS) {
                throw MoveException.outOf(MoveStatus.EXECUTION_STACK_OVERFLOW);
            }
            stack = Arrays.copyOf(stack, Math.min(MAX_OPERANDS, top * 2));
        }
        stack[top++] = value;
    }
}

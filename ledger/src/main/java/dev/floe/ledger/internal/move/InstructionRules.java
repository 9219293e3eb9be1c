package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.ledger.internal.move.AbstractState.Presence;
import dev.floe.ledger.internal.move.AbstractState.Value;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.Field;
import dev.floe.ledger.move.CompiledModule.FieldHandle;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.CompiledModule.Instantiation;
import dev.floe.ledger.move.CompiledModule.VariantHandle;
import dev.floe.ledger.move.MoveDatatype.TypeParameter;
import dev.floe.ledger.move.SignatureToken;
import dev.floe.ledger.move.SignatureToken.Datatype;
import dev.floe.ledger.move.SignatureToken.Primitive;
import dev.floe.ledger.move.SignatureToken.Reference;
import dev.floe.ledger.move.SignatureToken.Vector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What each instruction demands of an [AbstractState] and makes of it. Problems are thrown as [Broken] inside and
/// come out of [#apply] as text.
///
/// Rules of references follow Move's `reference_safety` pass, rules of types its `type_safety`, rules of locals its
/// `locals_safety`.
final class InstructionRules {

    private final CompiledModule module;
    private final Code code;
    private final TypeRules types;
    private final List<AbilitySet> parameters;
    private final List<SignatureToken> returns;
    private final SuiRules sui;

    /// @param parameters abilities of the function's type parameters
    /// @param returns types of its results
    InstructionRules(
            CompiledModule module,
            Code code,
            TypeRules types,
            List<AbilitySet> parameters,
            List<SignatureToken> returns,
            SuiRules sui) {
        this.module = module;
        this.code = code;
        this.types = types;
        this.parameters = parameters;
        this.returns = returns;
        this.sui = sui;
    }

    /// A rule that does not hold.
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String problem) {
            super(problem, null, false, false);
        }
    }

    /// Applies the instruction at `at`; returns what is wrong with it, or empty.
    String apply(AbstractState state, int at) {
        try {
            new Step(state, at).run();
            return "";
        } catch (Broken e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// One instruction on one state.
    private final class Step {

        private final AbstractState state;
        private final int at;
        private final int operand;

        Step(AbstractState state, int at) {
            this.state = state;
            this.at = at;
            this.operand = (int) code.operand(at);
        }

        void run() {
            int opcode = code.opcode(at);
            switch (opcode) {
                case NOP, BRANCH -> {}
                case POP -> dropValue(pop());
                case BR_TRUE, BR_FALSE -> pop(Primitive.BOOL);
                case ABORT -> pop(Primitive.U64);
                case RET -> ret();
                case LD_U8 -> push(Primitive.U8);
                case LD_U16 -> push(Primitive.U16);
                case LD_U32 -> push(Primitive.U32);
                case LD_U64 -> push(Primitive.U64);
                case LD_U128 -> push(Primitive.U128);
                case LD_U256 -> push(Primitive.U256);
                case LD_TRUE, LD_FALSE -> push(Primitive.BOOL);
                case LD_CONST -> push(module.constants().get(operand).type());
                case CAST_U8 -> cast(Primitive.U8);
                case CAST_U16 -> cast(Primitive.U16);
                case CAST_U32 -> cast(Primitive.U32);
                case CAST_U64 -> cast(Primitive.U64);
                case CAST_U128 -> cast(Primitive.U128);
                case CAST_U256 -> cast(Primitive.U256);
                case ADD, SUB, MUL, MOD, DIV, BIT_OR, BIT_AND, XOR -> push(integers());
                case SHL, SHR -> {
                    pop(Primitive.U8);
                    push(integer());
                }
                case OR, AND -> {
                    pop(Primitive.BOOL);
                    pop(Primitive.BOOL);
                    push(Primitive.BOOL);
                }
                case NOT -> {
                    pop(Primitive.BOOL);
                    push(Primitive.BOOL);
                }
                case LT, GT, LE, GE -> {
                    integers();
                    push(Primitive.BOOL);
                }
                case EQ, NEQ -> compare();
                case COPY_LOC, MOVE_LOC, ST_LOC, MUT_BORROW_LOC, IMM_BORROW_LOC -> local(opcode);
                case READ_REF, WRITE_REF, FREEZE_REF -> reference(opcode);
                case MUT_BORROW_FIELD, IMM_BORROW_FIELD ->
                    borrowField(module.fieldHandles().get(operand), List.of(), opcode == MUT_BORROW_FIELD);
                case MUT_BORROW_FIELD_GENERIC, IMM_BORROW_FIELD_GENERIC -> {
                    Instantiation of = module.fieldInstantiations().get(operand);
                    borrowField(
                            module.fieldHandles().get(of.of()),
                            arguments(of.signature()),
                            opcode == MUT_BORROW_FIELD_GENERIC);
                }
                case CALL -> call(operand, List.of());
                case CALL_GENERIC -> {
                    Instantiation of = module.functionInstantiations().get(operand);
                    call(of.of(), arguments(of.signature()));
                }
                case PACK, UNPACK -> struct(operand, List.of(), opcode == PACK);
                case PACK_GENERIC, UNPACK_GENERIC -> {
                    Instantiation of = module.structInstantiations().get(operand);
                    struct(of.of(), arguments(of.signature()), opcode == PACK_GENERIC);
                }
                case PACK_VARIANT, UNPACK_VARIANT, UNPACK_VARIANT_IMM_REF, UNPACK_VARIANT_MUT_REF -> {
                    VariantHandle handle = module.variantHandles().get(operand);
                    variant(handle.of(), handle.variant(), List.of(), opcode);
                }
                case PACK_VARIANT_GENERIC,
                        UNPACK_VARIANT_GENERIC,
                        UNPACK_VARIANT_GENERIC_IMM_REF,
                        UNPACK_VARIANT_GENERIC_MUT_REF -> {
                    VariantHandle handle = module.variantInstantiations().get(operand);
                    Instantiation of = module.enumInstantiations().get(handle.of());
                    variant(of.of(), handle.variant(), arguments(of.signature()), opcode);
                }
                case VARIANT_SWITCH -> variantSwitch();
                default -> vector(opcode);
            }
        }

        // ---- stack

        private void push(SignatureToken type) {
            state.stack.add(Value.of(type));
        }

        private void push(Value value) {
            state.stack.add(value);
        }

        private Value pop() {
            check(!state.stack.isEmpty(), "the stack is empty");
            return state.stack.removeLast();
        }

        private Value pop(SignatureToken expected) {
            Value value = pop();
            checkType(value.type(), expected);
            return value;
        }

        private Value popReference(boolean mustBeMutable) {
            Value value = pop();
            check(value.type() instanceof Reference, "expected a reference");
            check(!mustBeMutable || isMutable(value), "expected a mutable reference");
            return value;
        }

        private SignatureToken target(Value reference) {
            return ((Reference) reference.type()).target();
        }

        private boolean isMutable(Value reference) {
            return ((Reference) reference.type()).mutable();
        }

        private void dropValue(Value value) {
            check(abilities(value.type()).has(AbilitySet.DROP), "a value without drop is dropped");
            state.release(value);
        }

        private SignatureToken integer() {
            SignatureToken type = pop().type();
            check(isInteger(type), "expected an integer");
            return type;
        }

        private SignatureToken integers() {
            SignatureToken second = integer();
            SignatureToken first = integer();
            checkType(second, first);
            return first;
        }

        private void cast(Primitive to) {
            integer();
            push(to);
        }

        private void compare() {
            Value second = pop();
            Value first = pop(second.type());
            check(abilities(second.type()).has(AbilitySet.DROP), "values without drop are compared");
            for (Value value : List.of(first, second)) {
                check(isReadable(value), "a reference that is mutably borrowed is compared");
            }
            state.release(first);
            state.release(second);
            push(Primitive.BOOL);
        }

        // ---- locals

        private void local(int opcode) {
            SignatureToken type = state.localType(operand);
            if (opcode == ST_LOC) {
                storeLocal(type);
                return;
            }
            check(state.presence(operand) == Presence.YES, "local " + operand + " may hold nothing");
            switch (opcode) {
                case COPY_LOC -> {
                    check(abilities(type).has(AbilitySet.COPY), "local " + operand + " without copy is copied");
                    check(
                            state.isReference(operand) || !state.isLocalMutablyBorrowed(operand),
                            "local " + operand + " is copied while it is mutably borrowed");
                    push(state.copyLocal(operand));
                }
                case MOVE_LOC -> {
                    check(
                            state.isReference(operand) || !state.isLocalBorrowed(operand),
                            "local " + operand + " is moved while it is borrowed");
                    push(state.moveLocal(operand));
                }
                default -> {
                    boolean isMutable = opcode == MUT_BORROW_LOC;
                    check(!state.isReference(operand), "a reference to the reference in local " + operand);
                    check(
                            isMutable || !state.isLocalMutablyBorrowed(operand),
                            "local " + operand + " is borrowed while it is mutably borrowed");
                    push(state.borrowLocal(operand, isMutable));
                }
            }
        }

        private void storeLocal(SignatureToken type) {
            Value value = pop(type);
            check(
                    !state.mayHoldUndroppable(operand, abilities(type)),
                    "local " + operand + " without drop is overwritten");
            check(
                    state.isReference(operand) || !state.isLocalBorrowed(operand),
                    "local " + operand + " is overwritten while it is borrowed");
            state.storeLocal(operand, value);
        }

        private void ret() {
            List<Value> values = new ArrayList<>();
            for (int i = returns.size() - 1; i >= 0; i--) {
                values.add(pop(returns.get(i)));
            }
            check(state.stack.isEmpty(), "values are left on the stack when it returns");
            for (int i = 0; i < state.localCount(); i++) {
                check(
                        !state.mayHoldUndroppable(i, abilities(state.localType(i))),
                        "local " + i + " without drop may hold a value when it returns");
                state.releaseLocal(i);
            }
            check(!state.isFrameBorrowed(), "a reference to a local is returned");
            for (Value value : values) {
                check(isTransferable(value), "a mutable reference that is borrowed is returned");
            }
            values.forEach(state::release);
        }

        // ---- references

        private boolean isReadable(Value value) {
            return value.reference() < 0 || !isMutable(value) || !state.graph().isMutablyBorrowed(value.reference());
        }

        private boolean isWritable(Value value) {
            return !state.graph().isBorrowed(value.reference());
        }

        // A mutable reference goes to somebody else only if nobody can look through it meanwhile.
        private boolean isTransferable(Value value) {
            return value.reference() < 0 || !isMutable(value) || isWritable(value);
        }

        private void reference(int opcode) {
            Value reference = popReference(opcode != READ_REF);
            SignatureToken target = target(reference);
            switch (opcode) {
                case READ_REF -> {
                    check(abilities(target).has(AbilitySet.COPY), "a value without copy is read by reference");
                    check(isReadable(reference), "a reference that is mutably borrowed is read");
                    state.release(reference);
                    push(target);
                }
                case WRITE_REF -> {
                    pop(target);
                    check(abilities(target).has(AbilitySet.DROP), "a value without drop is overwritten by reference");
                    check(isWritable(reference), "a reference that is borrowed is written");
                    state.release(reference);
                }
                default -> {
                    check(isReadable(reference), "a reference that is mutably borrowed is frozen");
                    Value frozen = state.newReference(new Reference(false, target));
                    state.graph().copy(reference.reference(), frozen.reference());
                    state.release(reference);
                    push(frozen);
                }
            }
        }

        private void borrowField(FieldHandle handle, List<SignatureToken> arguments, boolean isMutable) {
            CompiledModule.StructDefinition struct = module.structs().get(handle.struct());
            checkInstance(struct.handle(), arguments);
            Value reference = popReference(isMutable);
            checkType(target(reference), new Datatype(struct.handle(), arguments));
            int label = label(handle.struct(), 0, handle.field());
            int id = reference.reference();
            if (isMutable) {
                check(!state.graph().isFullyBorrowed(id), "a field of a borrowed value is mutably borrowed");
            } else {
                check(
                        !isMutable(reference) || !state.graph().isMutablyBorrowedAt(id, label),
                        "a field that is mutably borrowed is borrowed");
            }
            SignatureToken type =
                    TypeRules.substitute(struct.fields().get(handle.field()).type(), arguments);
            Value field = state.newReference(new Reference(isMutable, type));
            state.graph().part(id, label, field.reference());
            state.release(reference);
            push(field);
        }

        private int label(int definition, int variant, int field) {
            return (definition << 16) | (variant << 8) | field;
        }

        // ---- calls

        private void call(int function, List<SignatureToken> arguments) {
            FunctionHandle handle = module.functionHandles().get(function);
            String problem = types.argumentsProblem(arguments, handle.typeParameters(), parameters);
            check(problem.isEmpty(), problem);
            sui.checkCall(function, arguments).ifPresent(broken -> check(false, broken));
            List<SignatureToken> expected =
                    TypeRules.substitute(module.signatures().get(handle.parameters()), arguments);
            Set<Integer> all = new LinkedHashSet<>();
            Set<Integer> mutable = new LinkedHashSet<>();
            for (int i = expected.size() - 1; i >= 0; i--) {
                Value value = pop(expected.get(i));
                check(isTransferable(value), "a mutable reference that is borrowed is passed to a call");
                if (value.reference() >= 0) {
                    all.add(value.reference());
                    if (isMutable(value)) {
                        mutable.add(value.reference());
                    }
                }
            }
            boolean makesUid = sui.makesFreshUid(function);
            for (SignatureToken type : TypeRules.substitute(module.signatures().get(handle.returns()), arguments)) {
                if (type instanceof Reference reference) {
                    Value returned = state.newReference(reference);
                    for (int parent : reference.mutable() ? mutable : all) {
                        state.graph().somewhere(parent, returned.reference());
                    }
                    push(returned);
                } else {
                    push(new Value(type, -1, makesUid));
                }
            }
            all.forEach(state.graph()::release);
        }

        // ---- structs and enums

        private void struct(int definition, List<SignatureToken> arguments, boolean isPack) {
            CompiledModule.StructDefinition struct = module.structs().get(definition);
            checkInstance(struct.handle(), arguments);
            SignatureToken type = new Datatype(struct.handle(), arguments);
            if (isPack) {
                List<Value> values = popFields(struct.fields(), arguments);
                sui.checkPack(definition, values.isEmpty() || values.getFirst().isFreshUid())
                        .ifPresent(broken -> check(false, broken));
                push(type);
            } else {
                pop(type);
                struct.fields().forEach(field -> push(TypeRules.substitute(field.type(), arguments)));
            }
        }

        private List<Value> popFields(List<Field> fields, List<SignatureToken> arguments) {
            List<Value> values = new ArrayList<>();
            for (Field field : fields.reversed()) {
                values.addFirst(pop(TypeRules.substitute(field.type(), arguments)));
            }
            return values;
        }

        private void variant(int definition, int variant, List<SignatureToken> arguments, int opcode) {
            CompiledModule.EnumDefinition of = module.enums().get(definition);
            checkInstance(of.handle(), arguments);
            SignatureToken type = new Datatype(of.handle(), arguments);
            List<Field> fields = of.variants().get(variant).fields();
            switch (opcode) {
                case PACK_VARIANT, PACK_VARIANT_GENERIC -> {
                    popFields(fields, arguments);
                    push(type);
                }
                case UNPACK_VARIANT, UNPACK_VARIANT_GENERIC -> {
                    pop(type);
                    fields.forEach(field -> push(TypeRules.substitute(field.type(), arguments)));
                }
                default -> {
                    boolean isMutable = opcode == UNPACK_VARIANT_MUT_REF || opcode == UNPACK_VARIANT_GENERIC_MUT_REF;
                    unpackReference(type, definition, variant, fields, arguments, isMutable);
                }
            }
        }

        private void unpackReference(
                SignatureToken type,
                int definition,
                int variant,
                List<Field> fields,
                List<SignatureToken> arguments,
                boolean isMutable) {
            Value reference = popReference(isMutable);
            checkType(target(reference), type);
            int id = reference.reference();
            check(
                    isMutable ? !state.graph().isFullyBorrowed(id) : isReadable(reference),
                    "a variant of a borrowed enum is unpacked");
            List<Value> made = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                SignatureToken field = TypeRules.substitute(fields.get(i).type(), arguments);
                Value value = state.newReference(new Reference(isMutable, field));
                state.graph().part(id, ENUM_LABEL | label(definition, variant, i), value.reference());
                made.add(value);
            }
            state.release(reference);
            made.forEach(this::push);
        }

        private void variantSwitch() {
            Value reference = popReference(false);
            int definition = code.jumpTables().get(operand).definition();
            int handle = module.enums().get(definition).handle();
            check(
                    target(reference) instanceof Datatype(int found, List<SignatureToken> _) && found == handle,
                    "a switch over another type than its jump table's");
            check(isReadable(reference), "a switch over an enum that is mutably borrowed");
            state.release(reference);
        }

        // ---- vectors

        private void vector(int opcode) {
            SignatureToken element = module.signatures().get(operand).getFirst();
            String problem = types.problem(element, parameters);
            check(problem.isEmpty(), problem);
            long count = code.operand(at) >>> 32;
            check(count <= MAX_VECTOR_ON_STACK, "more elements than the stack holds");
            switch (opcode) {
                case VEC_PACK -> {
                    for (int i = 0; i < count; i++) {
                        pop(element);
                    }
                    push(new Vector(element));
                }
                case VEC_UNPACK -> {
                    pop(new Vector(element));
                    for (int i = 0; i < count; i++) {
                        push(element);
                    }
                }
                case VEC_LEN -> {
                    state.release(popVector(element, false));
                    push(Primitive.U64);
                }
                case VEC_IMM_BORROW, VEC_MUT_BORROW -> {
                    pop(Primitive.U64);
                    Value vector = popVector(element, opcode == VEC_MUT_BORROW);
                    Value borrowed = state.newReference(new Reference(opcode == VEC_MUT_BORROW, element));
                    state.graph().somewhere(vector.reference(), borrowed.reference());
                    state.release(vector);
                    push(borrowed);
                }
                case VEC_PUSH_BACK -> {
                    pop(element);
                    state.release(popVector(element, true));
                }
                case VEC_POP_BACK -> {
                    state.release(popVector(element, true));
                    push(element);
                }
                case VEC_SWAP -> {
                    pop(Primitive.U64);
                    pop(Primitive.U64);
                    state.release(popVector(element, true));
                }
                default -> throw new Broken("unknown instruction " + opcode);
            }
        }

        private Value popVector(SignatureToken element, boolean isMutable) {
            Value vector = popReference(isMutable);
            checkType(target(vector), new Vector(element));
            check(
                    isMutable ? isWritable(vector) : isReadable(vector),
                    "a vector that is borrowed is used by mutable reference");
            return vector;
        }

        // ---- types

        private AbilitySet abilities(SignatureToken type) {
            return types.abilities(type, parameters);
        }

        private List<SignatureToken> arguments(int signature) {
            return module.signatures().get(signature);
        }

        private void checkInstance(int handle, List<SignatureToken> arguments) {
            List<AbilitySet> constraints = module.datatypeHandles().get(handle).typeParameters().stream()
                    .map(TypeParameter::constraints)
                    .toList();
            String problem = types.argumentsProblem(arguments, constraints, parameters);
            check(problem.isEmpty(), problem);
        }

        private void checkType(SignatureToken actual, SignatureToken expected) {
            if (!actual.equals(expected)) {
                throw new Broken("expected type " + expected + ", got " + actual);
            }
        }
    }

    // The machine's own limit of the stack.
    private static final int MAX_VECTOR_ON_STACK = 1024;

    // Keeps labels of variants apart from those of structs.
    private static final int ENUM_LABEL = 1 << 30;

    private static boolean isInteger(SignatureToken type) {
        return type instanceof Primitive primitive
                && switch (primitive) {
                    case U8, U16, U32, U64, U128, U256 -> true;
                    case BOOL, ADDRESS, SIGNER -> false;
                };
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new Broken(problem);
        }
    }
}

package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.CompiledModule.Field;
import dev.floe.ledger.move.CompiledModule.FieldHandle;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.CompiledModule.Instantiation;
import dev.floe.ledger.move.CompiledModule.ModuleHandle;
import dev.floe.ledger.move.CompiledModule.StructDefinition;
import dev.floe.ledger.move.MoveDatatype.TypeParameter;
import dev.floe.ledger.move.MoveFunction.Visibility;
import dev.floe.ledger.move.MoveVerificationException;
import dev.floe.ledger.move.SignatureToken;
import dev.floe.ledger.move.SignatureToken.Datatype;
import dev.floe.ledger.move.SignatureToken.Primitive;
import dev.floe.ledger.move.SignatureToken.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One module made by hand per rule that breaks just that rule; no compiler would emit them.
///
/// Types: 0 is `POTATO` (no abilities), 1 is `Plain` (copy, drop), 2 is `Thing` (key), 3 is `0x2::object::UID`,
/// 4 is `M` (drop, one bool: the one-time witness), 5 is `0x2::sui::SUI`.
final class VerifierRulesTest {

    private static final SignatureToken POTATO = new Datatype(0, List.of());
    private static final SignatureToken PLAIN = new Datatype(1, List.of());
    private static final SignatureToken THING = new Datatype(2, List.of());
    private static final SignatureToken UID = new Datatype(3, List.of());
    private static final SignatureToken SUI = new Datatype(5, List.of());
    private static final SignatureToken U64 = Primitive.U64;

    // Function handles of the module under test.
    private static final int SELF = 0;
    private static final int OBJECT_NEW = 1;
    private static final int TRANSFER = 2;
    private static final int INIT = 3;

    private List<SignatureToken> parameters = List.of();
    private List<SignatureToken> returns = List.of();
    private List<SignatureToken> locals = List.of();
    private List<StructDefinition> structs = defaultStructs();
    private boolean isNative;

    private static List<StructDefinition> defaultStructs() {
        return List.of(
                new StructDefinition(0, List.of(new Field(2, U64))),
                new StructDefinition(1, List.of(new Field(2, U64))),
                new StructDefinition(2, List.of(new Field(3, UID))),
                new StructDefinition(4, List.of(new Field(2, Primitive.BOOL))));
    }

    /// Opcode and operand, one after the other.
    private CompiledModule module(long... code) {
        byte[] opcodes = new byte[code.length / 2];
        long[] operands = new long[code.length / 2];
        for (int i = 0; i < opcodes.length; i++) {
            opcodes[i] = (byte) code[2 * i];
            operands[i] = code[2 * i + 1];
        }
        List<String> names = List.of(
                "m",
                "object",
                "f",
                "id",
                "POTATO",
                "Plain",
                "Thing",
                "UID",
                "M",
                "transfer",
                "new",
                "init",
                "tx_context",
                "run",
                "sui",
                "SUI");
        List<DatatypeHandle> types = List.of(
                type(0, 4, 0),
                type(0, 5, AbilitySet.COPY | AbilitySet.DROP),
                type(0, 6, AbilitySet.KEY),
                type(1, 7, AbilitySet.STORE),
                type(0, 8, AbilitySet.DROP),
                type(3, 15, AbilitySet.DROP));
        List<FunctionHandle> functions = List.of(
                new FunctionHandle(0, 13, 0, 1, List.of()),
                new FunctionHandle(1, 10, 3, 4, List.of()),
                new FunctionHandle(2, 9, 5, 3, List.of(new AbilitySet(AbilitySet.KEY))),
                new FunctionHandle(0, 11, 3, 3, List.of()));
        List<List<SignatureToken>> signatures = List.of(
                parameters,
                returns,
                locals,
                List.of(),
                List.of(UID),
                List.of(new SignatureToken.Parameter(0), Primitive.ADDRESS),
                List.of(THING),
                List.of(SUI));
        Code body = new Code(opcodes, operands, List.of(), List.of());
        Code empty = new Code(new byte[] {RET}, new long[1], List.of(), List.of());
        List<FunctionDefinition> definitions = List.of(
                new FunctionDefinition(SELF, Visibility.PUBLIC, false, isNative, 2, body),
                new FunctionDefinition(INIT, Visibility.PRIVATE, false, false, 3, empty));
        return new CompiledModule(
                7,
                0,
                List.of(
                        new ModuleHandle(0, 0),
                        new ModuleHandle(1, 1),
                        new ModuleHandle(1, 9),
                        new ModuleHandle(1, 14)),
                types,
                functions,
                List.of(new Instantiation(TRANSFER, 6), new Instantiation(TRANSFER, 7)),
                signatures,
                List.of(),
                names,
                List.of(Address.ofLong(0x42), Address.SUI),
                structs,
                List.of(),
                definitions,
                List.of(new FieldHandle(1, 0)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static DatatypeHandle type(int module, int name, int abilities) {
        return new DatatypeHandle(module, name, new AbilitySet(abilities), List.<TypeParameter>of());
    }

    private static void verifyFunction(CompiledModule module) {
        TypeRules types = new TypeRules(module);
        new FunctionVerifier(module, module.functions().getFirst(), types, new SuiRules(module, types)).verify();
    }

    private void refuses(String reason, long... code) {
        CompiledModule module = module(code);
        assertThatThrownBy(() -> verifyFunction(module))
                .isInstanceOf(MoveVerificationException.class)
                .hasMessageContaining("0x42::m::run")
                .hasMessageContaining(reason);
    }

    private void accepts(long... code) {
        CompiledModule module = module(code);
        assertThatCode(() -> verifyFunction(module)).doesNotThrowAnyException();
    }

    @Test
    void theStackIsNeverReadBelowItsStart() {
        accepts(LD_TRUE, 0, POP, 0, RET, 0);
        refuses("the stack is empty", POP, 0, RET, 0);
    }

    @Test
    void executionDoesNotFallOffTheEnd() {
        refuses("falls off the end", LD_TRUE, 0, POP, 0);
    }

    @Test
    void operandsHaveTheTypesThatInstructionsTake() {
        refuses("expected type BOOL", LD_U64, 1, BR_TRUE, 2, RET, 0);
        refuses("expected type", LD_U8, 1, LD_U64, 1, ADD, 0, POP, 0, RET, 0);
        refuses("expected an integer", LD_TRUE, 0, CAST_U8, 0, POP, 0, RET, 0);
        refuses("expected a reference", LD_U64, 0, READ_REF, 0, POP, 0, RET, 0);
    }

    @Test
    void valuesOfOtherTypesAreNotTakenForOnesOwn() {
        parameters = List.of(PLAIN);
        refuses("expected type", MOVE_LOC, 0, UNPACK, 0, POP, 0, RET, 0);
    }

    @Test
    void theStackIsEmptyBetweenBlocks() {
        refuses("left on the stack", LD_U64, 1, BRANCH, 2, POP, 0, RET, 0);
    }

    @Test
    void resultsAreWhatTheFunctionPromises() {
        returns = List.of(U64);
        accepts(LD_U64, 1, RET, 0);
        refuses("expected type", LD_TRUE, 0, RET, 0);
        refuses("left on the stack when it returns", LD_U64, 1, LD_U64, 1, RET, 0);
    }

    @Test
    void whatHasNoCopyIsNotCopied() {
        parameters = List.of(POTATO);
        refuses("without copy", COPY_LOC, 0, UNPACK, 0, POP, 0, RET, 0);
    }

    @Test
    void whatHasNoDropIsNotDropped() {
        parameters = List.of(POTATO);
        accepts(MOVE_LOC, 0, UNPACK, 0, POP, 0, RET, 0);
        refuses("without drop is dropped", MOVE_LOC, 0, POP, 0, RET, 0);
        refuses("without drop may hold a value", RET, 0);
        refuses("without drop is overwritten", LD_U64, 1, PACK, 0, ST_LOC, 0, RET, 0);
    }

    @Test
    void aLocalIsReadOnlyWhereItSurelyHoldsAValue() {
        parameters = List.of(U64);
        locals = List.of(U64);
        refuses("may hold nothing", MOVE_LOC, 0, POP, 0, MOVE_LOC, 0, POP, 0, RET, 0);
        refuses("may hold nothing", LD_TRUE, 0, BR_TRUE, 4, LD_U64, 1, ST_LOC, 1, COPY_LOC, 1, POP, 0, RET, 0);
        accepts(LD_U64, 0, ST_LOC, 1, LD_TRUE, 0, BR_TRUE, 6, LD_U64, 1, ST_LOC, 1, COPY_LOC, 1, POP, 0, RET, 0);
    }

    @Test
    void noReferenceToALocalLeavesTheFunction() {
        parameters = List.of(PLAIN);
        returns = List.of(new Reference(false, PLAIN));
        refuses("a reference to a local is returned", IMM_BORROW_LOC, 0, RET, 0);
    }

    @Test
    void whatIsBorrowedIsNotMovedOrOverwritten() {
        parameters = List.of(PLAIN);
        locals = List.of(new Reference(false, PLAIN));
        long[] borrow = {IMM_BORROW_LOC, 0, ST_LOC, 1};
        refuses("moved while it is borrowed", with(borrow, MOVE_LOC, 0, POP, 0, RET, 0));
        refuses("overwritten while it is borrowed", with(borrow, LD_U64, 1, PACK, 1, ST_LOC, 0, RET, 0));
        accepts(with(borrow, MOVE_LOC, 1, POP, 0, MOVE_LOC, 0, POP, 0, RET, 0));
    }

    @Test
    void aMutableReferenceIsNotUsedWhileAnotherOneLooksThroughIt() {
        parameters = List.of(U64);
        locals = List.of(new Reference(true, U64), new Reference(true, U64));
        long[] borrowTwice = {MUT_BORROW_LOC, 0, ST_LOC, 1, MUT_BORROW_LOC, 0, ST_LOC, 2};
        refuses(
                "a reference that is borrowed is written",
                with(borrowTwice, LD_U64, 5, MOVE_LOC, 2, WRITE_REF, 0, MOVE_LOC, 1, POP, 0, RET, 0));
        accepts(with(borrowTwice, MOVE_LOC, 1, POP, 0, LD_U64, 5, MOVE_LOC, 2, WRITE_REF, 0, RET, 0));
        refuses("borrowed while it is mutably borrowed", with(borrowTwice, IMM_BORROW_LOC, 0, POP, 0, RET, 0));
    }

    @Test
    void aBorrowedFieldKeepsTheWholeFromBeingWritten() {
        parameters = List.of(new Reference(true, PLAIN));
        locals = List.of(new Reference(true, U64));
        long[] borrowField = {COPY_LOC, 0, MUT_BORROW_FIELD, 0, ST_LOC, 1};
        refuses(
                "a reference that is borrowed is written",
                with(borrowField, LD_U64, 1, PACK, 1, COPY_LOC, 0, WRITE_REF, 0, MOVE_LOC, 1, POP, 0, RET, 0));
        accepts(with(borrowField, MOVE_LOC, 1, POP, 0, LD_U64, 1, PACK, 1, COPY_LOC, 0, WRITE_REF, 0, RET, 0));
    }

    @Test
    void nothingIsWrittenThroughAnImmutableReference() {
        parameters = List.of(new Reference(false, U64));
        refuses("expected a mutable reference", LD_U64, 1, COPY_LOC, 0, WRITE_REF, 0, RET, 0);
    }

    @Test
    void loopsAreAnalysedUntilNothingNewIsLearnt() {
        parameters = List.of(U64);
        accepts(COPY_LOC, 0, POP, 0, LD_TRUE, 0, BR_TRUE, 0, RET, 0);
        refuses("may hold nothing", MOVE_LOC, 0, POP, 0, LD_TRUE, 0, BR_TRUE, 0, RET, 0);
    }

    @Test
    void aVectorOnTheStackIsBounded() {
        locals = List.of(new SignatureToken.Vector(THING));
        refuses("more elements than the stack holds", VEC_UNPACK, 1L << 50 | 6, RET, 0);
    }

    @Test
    void objectsAreMadeOnlyWithFreshIds() {
        returns = List.of(THING);
        accepts(CALL, OBJECT_NEW, PACK, 2, RET, 0);
        parameters = List.of(UID);
        refuses("an object is packed with an id", MOVE_LOC, 0, PACK, 2, RET, 0);
    }

    @Test
    void privateTransferTakesOnlyTypesOfThisModule() {
        parameters = List.of(THING, Primitive.ADDRESS);
        accepts(MOVE_LOC, 0, MOVE_LOC, 1, CALL_GENERIC, 0, RET, 0);
        parameters = List.of(SUI, Primitive.ADDRESS);
        refuses("lacks", MOVE_LOC, 0, MOVE_LOC, 1, CALL_GENERIC, 1, RET, 0);
        CompiledModule module = module(RET, 0);
        assertThat(new SuiRules(module, new TypeRules(module)).checkCall(TRANSFER, List.of(SUI)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("a type of another module"));
    }

    @Test
    void initIsNotCalled() {
        refuses("init is called", CALL, INIT, RET, 0);
    }

    @Test
    void aOneTimeWitnessIsNotMadeByCode() {
        refuses("one-time witness", LD_TRUE, 0, PACK, 3, POP, 0, RET, 0);
    }

    @Test
    void strangersHaveNoNativeFunctions() {
        assertThat(checkModule(module(RET, 0))).isEmpty();
        isNative = true;
        assertThat(checkModule(module(RET, 0))).contains("is native");
    }

    @Test
    void typesOfOtherModulesAreNotDefinedHere() {
        structs = List.of(
                new StructDefinition(5, List.of(new Field(2, Primitive.BOOL))),
                defaultStructs().get(1));
        assertThat(checkModule(module(RET, 0))).contains("handles");
    }

    @Test
    void typesDoNotContainThemselves() {
        structs = replaced(1, new StructDefinition(1, List.of(new Field(2, new SignatureToken.Vector(PLAIN)))));
        assertThat(checkModule(module(RET, 0))).contains("contains itself");
    }

    @Test
    void aTypeCanDoOnlyWhatItsFieldsCan() {
        structs = replaced(1, new StructDefinition(1, List.of(new Field(2, POTATO))));
        assertThat(checkModule(module(RET, 0))).contains("lacks what");
    }

    @Test
    void fieldsAreNoReferences() {
        structs = replaced(0, new StructDefinition(0, List.of(new Field(2, new Reference(false, U64)))));
        assertThat(checkModule(module(RET, 0))).contains("a reference inside of a type");
    }

    @Test
    void objectsStartWithTheirId() {
        structs = replaced(2, new StructDefinition(2, List.of(new Field(2, UID))));
        CompiledModule module = module(RET, 0);
        assertThat(new SuiRules(module, new TypeRules(module)).checkDefinitions())
                .hasValueSatisfying(reason -> assertThat(reason).contains("no first field id"));
    }

    @Test
    void aGraphThatGrowsWithoutEndIsRefused() {
        BorrowGraph graph = new BorrowGraph();
        graph.add(0, true);
        assertThatThrownBy(() -> {
                    for (int i = 1; i <= BorrowGraph.MAX_EDGES + 1; i++) {
                        graph.add(i, true);
                        graph.somewhere(0, i);
                    }
                })
                .isInstanceOf(BorrowGraph.TooComplex.class);
    }

    private static String checkModule(CompiledModule module) {
        return new ModuleRules(module, new TypeRules(module)).check().orElse("");
    }

    private static List<StructDefinition> replaced(int index, StructDefinition by) {
        List<StructDefinition> all = new ArrayList<>(defaultStructs());
        all.set(index, by);
        return all;
    }

    private static long[] with(long[] first, long... then) {
        long[] all = new long[first.length + then.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(then, 0, all, first.length, then.length);
        return all;
    }

    @Test
    void constantsAreOfConstantTypes() {
        CompiledModule base = module(RET, 0);
        CompiledModule module = new CompiledModule(
                7,
                0,
                base.moduleHandles(),
                base.datatypeHandles(),
                base.functionHandles(),
                List.of(),
                base.signatures(),
                List.of(new CompiledModule.Constant(PLAIN, Bytes.EMPTY)),
                base.identifiers(),
                base.addresses(),
                base.structs(),
                List.of(),
                base.functions(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThat(checkModule(module)).contains("a type that constants cannot have");
    }
}

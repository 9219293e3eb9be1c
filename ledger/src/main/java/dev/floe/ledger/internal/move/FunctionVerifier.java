package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.MoveVerificationException;
import dev.floe.ledger.move.MoveVerificationException.Kind;
import dev.floe.ledger.move.SignatureToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Runs the instructions of one function on [AbstractState]s, block by block, until nothing new is learnt.
final class FunctionVerifier {

    // Compilers need two or three visits per block; a function that needs more work than this is refused.
    private static final int MAX_VISITED_INSTRUCTIONS = 2_000_000;
    private static final int MAX_VISITS_PER_BLOCK = 1_000;

    private final CompiledModule module;
    private final FunctionDefinition definition;
    private final Code code;
    private final TypeRules types;
    private final SuiRules sui;

    FunctionVerifier(CompiledModule module, FunctionDefinition definition, TypeRules types, SuiRules sui) {
        this.sui = sui;
        this.module = module;
        this.definition = definition;
        this.code = definition.code();
        this.types = types;
    }

    void verify() {
        FunctionHandle handle = module.functionHandles().get(definition.handle());
        List<SignatureToken> parameters = module.signatures().get(handle.parameters());
        List<SignatureToken> locals = new ArrayList<>(parameters);
        locals.addAll(module.signatures().get(definition.locals()));
        for (SignatureToken local : locals) {
            String problem = types.signatureProblem(local, handle.typeParameters());
            if (!problem.isEmpty()) {
                throw fail(0, "a local has " + problem);
            }
        }
        if (!endsBlock(code.opcode(code.size() - 1))) {
            throw fail(code.size() - 1, "execution falls off the end");
        }
        Map<Integer, AbstractState> known = new TreeMap<>();
        known.put(0, new AbstractState(List.copyOf(locals), parameters.size()));
        NavigableSet<Integer> starts = blockStarts();
        InstructionRules rules = new InstructionRules(
                module,
                code,
                types,
                handle.typeParameters(),
                module.signatures().get(handle.returns()),
                sui);
        try {
            runToFixedPoint(known, starts, rules);
        } catch (BorrowGraph.TooComplex e) {
            MoveVerificationException refusal = fail(0, String.valueOf(e.getMessage()));
            refusal.initCause(e);
            throw refusal;
        }
    }

    // Blocks run in reverse postorder, so that a block is first seen when all ways to it but those of its loops are: a
    // reference that only one of two ways leaves in a local is no borrow any more where they meet.
    private void runToFixedPoint(
            Map<Integer, AbstractState> known, NavigableSet<Integer> starts, InstructionRules rules) {
        Map<Integer, Integer> order = reversePostorder(starts);
        TreeMap<Integer, Integer> work = new TreeMap<>(Map.of(0, 0));
        int[] visits = new int[code.size()];
        long visited = 0;
        while (!work.isEmpty()) {
            int start = work.pollFirstEntry().getValue();
            int end = endOf(start, starts);
            visited += end - start;
            if (++visits[start] > MAX_VISITS_PER_BLOCK || visited > MAX_VISITED_INSTRUCTIONS) {
                throw fail(start, "its loops are too complex to be verified");
            }
            AbstractState state = require(known, start).atBlockBorder();
            for (int at = start; at < end; at++) {
                String problem = rules.apply(state, at);
                if (!problem.isEmpty()) {
                    throw fail(at, problem);
                }
            }
            for (int successor : successors(end - 1)) {
                if (!state.stack.isEmpty()) {
                    throw fail(end - 1, state.stack.size() + " values are left on the stack at the end of a block");
                }
                AbstractState after = state.atBlockBorder();
                AbstractState before = known.putIfAbsent(successor, after);
                if (before == null || before.join(after)) {
                    work.put(require(order, successor), successor);
                }
            }
        }
    }

    private Map<Integer, Integer> reversePostorder(NavigableSet<Integer> starts) {
        List<Integer> finished = new ArrayList<>();
        Set<Integer> seen = new HashSet<>(Set.of(0));
        Deque<Integer> path = new ArrayDeque<>(List.of(0));
        while (!path.isEmpty()) {
            int block = path.getLast();
            Optional<Integer> next = successors(endOf(block, starts) - 1).stream()
                    .filter(seen::add)
                    .findFirst();
            if (next.isPresent()) {
                path.addLast(next.get());
            } else {
                finished.add(path.removeLast());
            }
        }
        Map<Integer, Integer> order = new HashMap<>();
        for (int block : finished) {
            order.put(block, finished.size() - order.size());
        }
        return order;
    }

    private int endOf(int start, NavigableSet<Integer> starts) {
        Integer next = starts.higher(start);
        return next == null ? code.size() : next;
    }

    private static <T> T require(Map<Integer, T> map, int block) {
        return Objects.requireNonNull(map.get(block), () -> "verifier: block " + block + " was never reached");
    }

    private NavigableSet<Integer> blockStarts() {
        NavigableSet<Integer> starts = new TreeSet<>(List.of(0));
        for (int at = 0; at < code.size(); at++) {
            int opcode = code.opcode(at);
            boolean branches = opcode == BR_TRUE || opcode == BR_FALSE || endsBlock(opcode);
            if (branches) {
                successors(at).forEach(starts::add);
                if (at + 1 < code.size()) {
                    starts.add(at + 1);
                }
            }
        }
        return starts;
    }

    private List<Integer> successors(int at) {
        int target = (int) code.operand(at);
        return switch (code.opcode(at)) {
            case RET, ABORT -> List.of();
            case BRANCH -> List.of(target);
            case BR_TRUE, BR_FALSE -> at + 1 < code.size() ? List.of(target, at + 1) : List.of(target);
            case VARIANT_SWITCH -> code.jumpTables().get(target).targets();
            default -> List.of(at + 1);
        };
    }

    private MoveVerificationException fail(int at, String problem) {
        return new MoveVerificationException(
                Kind.MOVE,
                module.id() + "::" + module.functionName(definition) + ", instruction " + at + ": " + problem);
    }
}

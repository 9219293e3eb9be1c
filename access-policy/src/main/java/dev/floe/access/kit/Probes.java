package dev.floe.access.kit;

import dev.floe.access.kit.Candidates.Candidate;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.Pure;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.MoveFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks for keys and judges the answers.
final class Probes {

    private static final String PREFIX = "seal_approve";
    private static final long BUDGET = 500_000_000;
    private static final int MAX_MIXTURES = 128;

    private final int maxFindings;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> covered = new LinkedHashSet<>();
    private final Set<String> functions = new LinkedHashSet<>();
    private final Set<String> mixed = new LinkedHashSet<>();
    private long probes;
    private long released;

    Probes(int maxFindings) {
        this.maxFindings = maxFindings;
    }

    boolean isFull() {
        return findings.size() >= maxFindings;
    }

    AttackReport report(Scenario scenario) {
        functions.stream()
                .filter(function -> !covered.contains(function))
                .forEach(function ->
                        notes.add(function + ": the scenario allows nothing through it, so only refusals were tested"));
        functions.stream()
                .filter(function -> !mixed.contains(function))
                .forEach(function ->
                        notes.add(function + ": not attacked, since the scenario makes nothing to pass to it"));
        boolean upgrades = scenario.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .anyMatch(step -> step instanceof Scenario.Step.Upgrade);
        if (!upgrades) {
            notes.add("old versions were not tested: the scenario has no upgrade");
        }
        return new AttackReport(probes, released, findings, List.copyOf(notes));
    }

    void stage(KitWorld world, Scenario scenario, Scenario.Stage stage) {
        allowed(world, stage);
        List<Scenario.Access> all = scenario.stages().stream()
                .flatMap(one -> one.allow().stream())
                .filter(access -> isKnown(world, access))
                .toList();
        Collection<Bytes> ids = Identities.of(world, all);
        Map<String, Address> people = new LinkedHashMap<>(world.people());
        people.put("stranger", Address.ofLong(0x5712a17e));
        Candidates candidates = new Candidates(world);
        for (String module : world.ledger.packages().modules(world.newest())) {
            for (MoveFunction function : world.ledger.packages().functions(world.newest(), module)) {
                if (function.name().startsWith(PREFIX) && !isFull()) {
                    String name = module + "::" + function.name();
                    functions.add(name);
                    List<Mixture> mixtures = mixtures(world, candidates, name, all);
                    attack(world, stage, name, mixtures, ids, people);
                    List<Bytes> one = ids.stream().limit(1).toList();
                    attack(world, stage, name, wrongTypes(candidates, mixtures), one, people);
                }
            }
        }
    }

    /// What the scenario allows must be answered, by the newest version alone.
    private void allowed(KitWorld world, Scenario.Stage stage) {
        for (KitWorld.Side side : world.sides) {
            for (Scenario.Access access : stage.allow()) {
                covered.add(access.function());
                String role = access.role().equals(Scenario.Access.EVERYBODY) ? "somebody" : access.role();
                Address user = side.wallet(role).address();
                for (Address version : world.versions) {
                    boolean answered = ask(world, user, call(world, side, access, version));
                    boolean isNewest = version.equals(world.newest());
                    if (answered != isNewest) {
                        add(new Finding(
                                isNewest ? Finding.Kind.WRONGLY_REFUSED : Finding.Kind.OLD_VERSION_ANSWERED,
                                stage.name(),
                                access.function(),
                                side.prefix + role,
                                "with " + access.id() + " " + access.arguments()));
                    }
                }
            }
        }
    }

    private ProgrammableTransaction call(KitWorld world, KitWorld.Side side, Scenario.Access access, Address version) {
        Expressions expressions = new Expressions(world, side);
        List<CallArg> inputs = new ArrayList<>();
        inputs.add(new CallArg.Pure(Pure.bytes(expressions.id(access.id()))));
        for (String text : access.arguments()) {
            inputs.add(
                    text.equals("clock")
                            ? ObjectArg.clock()
                            : text.startsWith("$")
                                    ? Candidates.input(world.ledger.object(side.object(text.substring(1))), false)
                                    : new CallArg.Pure(expressions.pure(text)));
        }
        return transaction(KitWorld.target(access.function(), version), access.types(), inputs);
    }

    private void attack(
            KitWorld world,
            Scenario.Stage stage,
            String function,
            List<Mixture> mixtures,
            Collection<Bytes> ids,
            Map<String, Address> people) {
        for (Map.Entry<String, Address> person : people.entrySet()) {
            for (Bytes id : ids) {
                if (isEntitled(world, stage, person.getValue(), id)) {
                    continue;
                }
                for (Mixture mixture : mixtures) {
                    List<CallArg> inputs = new ArrayList<>();
                    inputs.add(new CallArg.Pure(Pure.bytes(id)));
                    mixture.arguments().forEach(argument -> inputs.add(argument.input()));
                    String target = KitWorld.target(function, world.newest());
                    if (ask(world, person.getValue(), transaction(target, mixture.types(), inputs))) {
                        add(new Finding(
                                Finding.Kind.KEY_RELEASED,
                                stage.name(),
                                function,
                                person.getKey(),
                                "for 0x" + id.toHex() + " with "
                                        + mixture.arguments().stream()
                                                .map(Candidate::label)
                                                .toList()));
                        if (isFull()) {
                            return;
                        }
                        // One finding for this person and identity is enough.
                        break;
                    }
                }
            }
        }
    }

    /// May that address have that key now, whatever it brings?
    private static boolean isEntitled(KitWorld world, Scenario.Stage stage, Address user, Bytes id) {
        for (KitWorld.Side side : world.sides) {
            Expressions expressions = new Expressions(world, side);
            for (Scenario.Access access : stage.allow()) {
                boolean isUser = access.role().equals(Scenario.Access.EVERYBODY)
                        || side.wallet(access.role()).address().equals(user);
                if (isUser && IdPattern.of(expressions, access.id()).matches(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Arguments after the identity.
    private record Mixture(List<Candidate> arguments, List<TypeTag> types) {}

    private List<Mixture> mixtures(
            KitWorld world, Candidates candidates, String function, List<Scenario.Access> accesses) {
        String[] parts = function.split("::", -1);
        FunctionInfo info = world.ledger.function(world.newest(), parts[0], parts[1]);
        List<FunctionInfo.Parameter> parameters = info.parameters().stream()
                .filter(parameter -> !parameter.isTxContext())
                .toList();
        if (parameters.isEmpty()) {
            notes.add(function + " takes no identity: key servers refuse it");
            return List.of();
        }
        List<List<Candidate>> mixtures = new ArrayList<>(List.of(List.of()));
        for (int i = 1; i < parameters.size(); i++) {
            List<Candidate> choices = candidates.of(parameters.get(i), used(world, function, accesses, i - 1));
            if (choices.isEmpty()) {
                return List.of();
            }
            List<List<Candidate>> longer = new ArrayList<>();
            for (List<Candidate> mixture : mixtures) {
                for (Candidate choice : choices) {
                    if (longer.size() < MAX_MIXTURES) {
                        List<Candidate> extended = new ArrayList<>(mixture);
                        extended.add(choice);
                        longer.add(extended);
                    }
                }
            }
            mixtures = longer;
        }
        List<Mixture> complete = new ArrayList<>();
        for (List<Candidate> mixture : mixtures) {
            complete(info, mixture).ifPresent(complete::add);
        }
        if (!complete.isEmpty()) {
            mixed.add(function);
        }
        return complete;
    }

    /// The first mixture with one object replaced by one of another type. Types do not depend on identities: one is
    /// enough.
    private static List<Mixture> wrongTypes(Candidates candidates, List<Mixture> mixtures) {
        List<Mixture> wrong = new ArrayList<>();
        if (!mixtures.isEmpty()) {
            Mixture first = mixtures.getFirst();
            for (int i = 0; i < first.arguments().size(); i++) {
                for (Candidate other : candidates.otherThan(first.arguments().get(i))) {
                    List<Candidate> arguments = new ArrayList<>(first.arguments());
                    arguments.set(i, other);
                    wrong.add(new Mixture(arguments, first.types()));
                }
            }
        }
        return wrong;
    }

    private static Optional<Mixture> complete(FunctionInfo info, List<Candidate> mixture) {
        List<Candidate> withId = new ArrayList<>(mixture);
        withId.addFirst(new Candidate("id", new CallArg.Pure(Bytes.EMPTY), Optional.empty()));
        return Candidates.typeArguments(info, withId).map(types -> new Mixture(mixture, types));
    }

    private static Set<Bytes> used(KitWorld world, String function, List<Scenario.Access> accesses, int index) {
        Set<Bytes> used = new LinkedHashSet<>();
        for (Scenario.Access access : accesses) {
            boolean fits = access.function().equals(function)
                    && index < access.arguments().size()
                    && !Expressions.isObject(access.arguments().get(index));
            if (fits) {
                world.sides.forEach(side -> used.add(
                        new Expressions(world, side).pure(access.arguments().get(index))));
            }
        }
        return used;
    }

    /// Do all objects that an access speaks of exist yet?
    private static boolean isKnown(KitWorld world, Scenario.Access access) {
        Map<String, SuiObject> objects = world.objects();
        return access.id().stream()
                .filter(piece -> piece.startsWith("$"))
                .allMatch(piece -> objects.containsKey(piece.substring(1)));
    }

    private static ProgrammableTransaction transaction(String target, List<TypeTag> types, List<CallArg> inputs) {
        String[] parts = target.split("::", -1);
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            arguments.add(new Argument.Input(i));
        }
        return new ProgrammableTransaction(
                inputs, List.of(new Command.MoveCall(Address.parse(parts[0]), parts[1], parts[2], types, arguments)));
    }

    private boolean ask(KitWorld world, Address user, ProgrammableTransaction tx) {
        probes++;
        GasData gas = new GasData(List.of(), user, world.ledger.info().referenceGasPrice(), BUDGET);
        boolean answered;
        try {
            answered = world.ledger
                    .simulate(new TransactionData(tx, user, gas, new Expiration.None()), Ledger.Checks.FULL)
                    .effects()
                    .status()
                    .isSuccess();
        } catch (IllegalArgumentException | IllegalStateException | DataException _) {
            // The ledger refuses the transaction itself, for instance an object of somebody else.
            answered = false;
        }
        if (answered) {
            released++;
        }
        return answered;
    }

    private void add(Finding finding) {
        if (!isFull()) {
            findings.add(finding);
        }
    }
}

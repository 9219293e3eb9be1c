package dev.floe.ledger.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.Owner;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.move.Packages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every flow of `contracts/scenarios/expected.json`, whose results are those of the official machine: each step is
/// one transaction on a ledger, with real owners, versions and time.
final class LedgerFlowsTest {

    private static final String BOB = "0".repeat(61) + "b0b";

    static Stream<Flow> flows() throws IOException {
        Path root = Path.of(System.getProperty("floe.root"));
        JsonNode flows = new ObjectMapper()
                .readTree(root.resolve("contracts/scenarios/expected.json").toFile())
                .path("flows");
        assertThat(flows.size()).isGreaterThanOrEqualTo(20);
        return flows.valueStream().map(flow -> new Flow(flow.path("name").asText(), flow.path("steps")));
    }

    /// Named steps.
    record Flow(String name, JsonNode steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("flows")
    void theLedgerDoesWhatTheOfficialMachineDoes(Flow flow) throws IOException {
        try (LedgerFixture t = new LedgerFixture(flow.name(), new ManualTime(0))) {
            CompiledPackage scenarios = new CompiledPackage(
                    Packages.modules("scenarios").stream().map(Bytes::copyOf).toList(),
                    List.of(Address.STD, Address.SUI));
            Run run = new Run(t, t.publish(scenarios));
            for (JsonNode step : flow.steps()) {
                assertThat(run.outcome(step)).as(step.toString()).isEqualTo(expected(step));
            }
            t.ledger.verify();
            assertThat(t.supply() + inTills(t)).isEqualTo(5_000_000_000_000_000_000L);
        }
    }

    /// The SUI in shops, behind their id and price.
    private static long inTills(LedgerFixture t) {
        return t.liveObjects().stream()
                .filter(object -> object.data() instanceof MoveObject move
                        && move.type().name().equals("Shop"))
                .mapToLong(shop -> BcsReader.of("till", shop.move().contents().slice(40, 48))
                        .u64())
                .sum();
    }

    private static String expected(JsonNode step) {
        if (step.has("abort")) {
            JsonNode abort = step.path("abort");
            return "abort " + abort.path("code").asText() + " in "
                    + abort.path("module").asText();
        }
        if (step.has("error")) {
            JsonNode error = step.path("error");
            return error.path("kind").asText() + " in " + error.path("module").asText();
        }
        List<String> returns = new ArrayList<>();
        step.path("returns").forEach(value -> returns.add(value.asText()));
        return "returns " + returns;
    }

    private static final class Run {
        private final LedgerFixture t;
        private final Address scenarios;

        Run(LedgerFixture t, Address scenarios) {
            this.t = t;
            this.scenarios = scenarios;
        }

        /// Simulates and executes the step: both must agree. Only a simulation tells what a function returned.
        String outcome(JsonNode step) {
            Keypair sender = step.path("sender").asText().equals("0xb0b") ? t.bob : t.alice;
            LedgerFixture.Build build = t.build(sender).pay(t.richest(sender));
            int call = build(build, sender, step);
            Simulation simulated = t.ledger.simulate(build.data(), Ledger.Checks.FULL);
            ExecutedTransaction executed = build.execute();
            assertThat(executed.effects().status())
                    .isEqualTo(simulated.effects().status());
            assertThat(executed.events()).isEqualTo(simulated.events());
            if (executed.effects().status() instanceof ExecutionStatus.Failure(ExecutionError error, var command)) {
                assertThat(command).contains((long) call);
                return failure(error);
            }
            return "returns "
                    + simulated.results().get(call).returned().stream()
                            .map(value -> HexFormat.of().formatHex(value.bcs().toByteArray()))
                            .toList();
        }

        private String failure(ExecutionError error) {
            return switch (error) {
                case ExecutionError.MoveAbort(var where, long code) ->
                    "abort " + Long.toUnsignedString(code) + " in " + module(where);
                case ExecutionError.MovePrimitiveRuntimeError(var where) ->
                    "ARITHMETIC_ERROR in " + module(where.orElseThrow());
                default -> error.toString();
            };
        }

        private String module(ExecutionError.MoveLocation where) {
            Address id = where.packageId().equals(scenarios) ? Address.ZERO : where.packageId();
            return id.toShortString() + "::" + where.module();
        }

        private int build(LedgerFixture.Build build, Keypair sender, JsonNode step) {
            String[] name = step.path("function").asText().split("::");
            FunctionInfo function = t.ledger.function(scenarios, name[0], name[1]);
            List<Argument> arguments = new ArrayList<>();
            List<Argument> change = new ArrayList<>();
            int commands = 0;
            for (JsonNode given : step.path("args")) {
                FunctionInfo.Parameter parameter = function.parameters().get(arguments.size());
                if (given.has("coin")) {
                    build.add(new Command.SplitCoins(
                            new Argument.GasCoin(),
                            List.of(build.input(
                                    LedgerFixture.u64(given.path("coin").asLong())))));
                    arguments.add(build.last());
                    change.add(build.last());
                    commands++;
                } else {
                    arguments.add(build.input(input(given, parameter, function, sender)));
                }
            }
            build.call(
                    scenarios + "::" + step.path("function").asText(), List.of(), arguments.toArray(Argument[]::new));
            if (!change.isEmpty()) {
                build.transfer(sender.address(), change.toArray(Argument[]::new));
            }
            return commands;
        }

        private CallArg input(JsonNode given, FunctionInfo.Parameter parameter, FunctionInfo function, Keypair sender) {
            boolean isMutable = parameter.passing() != FunctionInfo.Passing.REFERENCE;
            if (given.has("clock")) {
                long ahead = given.path("clock").asLong() - t.time.clock().millis();
                t.time.advance(Duration.ofMillis(ahead));
                return new ObjectArg.Shared(Address.CLOCK, 1, false);
            }
            if (given.has("receiving")) {
                SuiObject parent = function.parameters().stream()
                        .map(other -> (StructTag) other.type().substitute(List.of()))
                        .filter(type ->
                                type.name().equals(given.path("receiving").asText()))
                        .map(type -> only(type, owner -> owner instanceof Owner.Shared))
                        .findFirst()
                        .orElseThrow();
                StructTag receiving = (StructTag) parameter.type().substitute(List.of());
                SuiObject sent = only(
                        (StructTag) receiving.typeParams().getFirst(),
                        owner -> owner.equals(new Owner.AddressOwner(parent.id())));
                return new ObjectArg.Receiving(sent.ref());
            }
            if (!given.has("object")) {
                String hex = given.asText();
                return LedgerFixture.pure(hex.equals(BOB) ? t.bob.address().bytes() : Bytes.parseHex(hex));
            }
            StructTag type = (StructTag) parameter.type().substitute(List.of());
            return switch (given.path("object").asText()) {
                case "owned" ->
                    new ObjectArg.ImmOrOwned(only(type, new Owner.AddressOwner(sender.address())::equals)
                            .ref());
                case "immutable" ->
                    new ObjectArg.ImmOrOwned(
                            only(type, new Owner.Immutable()::equals).ref());
                case "shared" -> {
                    SuiObject object = only(type, owner -> owner instanceof Owner.Shared);
                    yield new ObjectArg.Shared(
                            object.id(), ((Owner.Shared) object.owner()).initialSharedVersion(), isMutable);
                }
                default -> throw new IllegalArgumentException(given.toString());
            };
        }

        private SuiObject only(StructTag type, Predicate<Owner> owner) {
            List<SuiObject> found = t.liveObjects().stream()
                    .filter(object -> object.data() instanceof MoveObject move
                            && move.type().equals(type)
                            && owner.test(object.owner()))
                    .toList();
            assertThat(found).as(type.toString()).hasSize(1);
            return found.getFirst();
        }
    }
}

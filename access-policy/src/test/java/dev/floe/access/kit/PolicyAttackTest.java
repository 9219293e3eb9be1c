package dev.floe.access.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.ledger.CompiledPackage;
import dev.floe.storage.contracts.Contracts;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The kit finds every planted bug and nothing in packages without one.
final class PolicyAttackTest {

    private static final Path PLANTED = Path.of(System.getProperty("floe.root")).resolve("contracts/planted");

    private static String text(String file) {
        try {
            return Files.readString(PLANTED.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompiledPackage compiled(String name) {
        return CompiledPackage.parse(text("compiled/" + name + ".json"));
    }

    private static AttackReport attack(
            CompiledPackage compiled, String scenario, int maxFindings, Predicate<String> stages) throws IOException {
        Seed seed = Seed.of("policy attack");
        Scenario read = new ScenarioReader(PolicyAttackTest::compiled).read(text(scenario));
        return new PolicyAttack(compiled, read, seed.entropy(), maxFindings).run(() -> new SimFileStore(seed), stages);
    }

    private static Stream<Arguments> planted() throws IOException {
        JsonNode planted = new ObjectMapper().readTree(text("planted.json")).path("planted");
        return StreamSupport.stream(planted.spliterator(), false)
                .map(one -> Arguments.of(
                        one.path("name").asText(), one.path("stage").asText()));
    }

    @Test
    void ourPoliciesAreClean() throws IOException {
        AttackReport report = attack(Contracts.load(Contracts.FLOE, Map.of()), "floe.scenario.json", 50, _ -> true);
        System.out.println("policy attack on floe: " + report.probes() + " probes, " + report.released()
                + " keys, notes " + report.notes());
        assertThat(report.findings()).isEmpty();
        assertThat(report.released()).isPositive();
        assertThat(report.probes()).isGreaterThan(10_000);
    }

    @Test
    void thePoliciesOfStrangersAreClean() throws IOException {
        AttackReport report = attack(compiled("strangers"), "strangers.scenario.json", 50, _ -> true);
        assertThat(report.findings()).isEmpty();
        assertThat(report.notes()).containsExactly("old versions were not tested: the scenario has no upgrade");
    }

    @ParameterizedTest
    @MethodSource("planted")
    void everyPlantedBugIsFound(String name, String stage) throws IOException {
        String scenario = name.startsWith("stranger") ? "strangers.scenario.json" : "floe.scenario.json";
        AttackReport report = attack(compiled(name), scenario, 5, stage::equals);
        assertThat(report.findings())
                .as(name)
                .extracting(Finding::kind)
                .containsAnyOf(Finding.Kind.KEY_RELEASED, Finding.Kind.OLD_VERSION_ANSWERED);
    }

    @Test
    void aScenarioThatDoesNotFitIsToldSo() {
        ScenarioReader reader = new ScenarioReader(PolicyAttackTest::compiled);
        for (String bad : List.of(
                "",
                "[]",
                "{\"stages\":[]}",
                "{\"stages\":[{\"steps\":[]}]}",
                "{\"stages\":[{\"name\":\"a\",\"after\":\"b\"}]}",
                "{\"stages\":[{\"name\":\"a\",\"steps\":[{\"advance_ms\":-1}]}]}",
                "{\"stages\":[{\"name\":\"a\",\"allow\":[{\"as\":\"x\",\"call\":\"m::f\",\"id\":[]}]}]}")) {
            assertThatThrownBy(() -> reader.read(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

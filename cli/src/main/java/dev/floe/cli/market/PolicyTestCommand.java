package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.kit.AttackReport;
import dev.floe.access.kit.Finding;
import dev.floe.access.kit.PolicyAttack;
import dev.floe.access.kit.Scenario;
import dev.floe.access.kit.ScenarioReader;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.ledger.CompiledPackage;
import dev.floe.storage.contracts.Contracts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe policy test`.
@Command(
        name = "test",
        description = {
            "Attack a package of access policies on a ledger of its own: foreign ids, prefixes, other artifacts, leases that are",
            "over, not begun, passed on, revoked or refunded, wrong objects, old versions. Prints every probe that was answered",
            "with a key. How to describe a package: docs/reference/policy-test.md."
        })
final class PolicyTestCommand extends FloeCommand {

    private static final int MAX_FILE = 16 << 20;

    @Parameters(paramLabel = "PACKAGE.json", arity = "0..1", description = "A compiled package. Default: Floe's own.")
    private @Nullable Path file;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "How the package is used. Default: that of Floe's own package.")
    private @Nullable Path scenarioFile;

    @Option(names = "--stage", paramLabel = "NAME", description = "Attack in this stage only; may be repeated.")
    private List<String> stages = List.of();

    @Override
    protected int run(Output out) throws Exception {
        CompiledPackage compiled =
                file == null ? Contracts.load(Contracts.FLOE, Map.of()) : CompiledPackage.parse(text(file));
        ScenarioReader reader = new ScenarioReader(this::upgrade);
        Scenario scenario = reader.read(scenarioFile == null ? ownScenario() : text(scenarioFile));
        Set<String> chosen = new HashSet<>(stages);
        chosen.forEach(scenario::stage);
        Path folder = Files.createTempDirectory("floe-policy-test");
        try {
            PolicyAttack attack = new PolicyAttack(compiled, scenario, Entropy.system(), PolicyAttack.MAX_FINDINGS);
            int[] next = {0};
            AttackReport report = attack.run(
                    () -> DiskFileStore.open(folder.resolve(Integer.toString(next[0]++))),
                    stage -> chosen.isEmpty() || chosen.contains(stage));
            print(out, report);
            return report.isClean() ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    private static void print(Output out, AttackReport report) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("clean", report.isClean())
                .put("probes", report.probes())
                .put("released", report.released());
        ArrayNode findings = document.putArray("findings");
        for (Finding finding : report.findings()) {
            out.line(finding.describe());
            findings.addObject()
                    .put("kind", finding.kind().name())
                    .put("stage", finding.stage())
                    .put("function", finding.function())
                    .put("user", finding.user())
                    .put("detail", finding.detail());
        }
        ArrayNode notes = document.putArray("notes");
        report.notes().forEach(note -> {
            out.line("note: " + note);
            notes.add(note);
        });
        out.line(report.probes() + " probes, " + report.released() + " keys, "
                + report.findings().size() + " findings"
                + (report.findings().size() == PolicyAttack.MAX_FINDINGS ? " (stopped there)" : ""));
        out.json(document);
    }

    /// The compiled package of an upgrade: beside the scenario, or in `compiled/` there; for the own scenario in
    /// the resources.
    private CompiledPackage upgrade(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "scenario: an upgrade is named by letters, digits, - and _, got '" + name + "'");
        }
        if (scenarioFile == null) {
            return CompiledPackage.parse(resource(name + ".json"));
        }
        Path folder =
                Optional.ofNullable(scenarioFile.toAbsolutePath().getParent()).orElse(Path.of("."));
        try {
            Path beside = folder.resolve(name + ".json");
            return CompiledPackage.parse(text(
                    Files.exists(beside) ? beside : folder.resolve("compiled").resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ownScenario() {
        return resource("floe.scenario.json");
    }

    private static String resource(String name) {
        try (InputStream in = PolicyTestCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("scenario: there is no package '" + name + "'");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path path) throws IOException {
        if (Files.size(path) > MAX_FILE) {
            throw new IllegalArgumentException(path + ": expected at most " + MAX_FILE + " bytes");
        }
        return Files.readString(path);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

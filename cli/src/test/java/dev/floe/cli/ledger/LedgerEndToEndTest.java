package dev.floe.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.CommandRun;
import dev.floe.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against a ledger that really runs in a process of its own: publish, call, upgrade, events, kill,
/// verify.
final class LedgerEndToEndTest {

    @TempDir
    private Path folder = Path.of("");

    private final List<Process> started = new ArrayList<>();
    private Path ledger = Path.of("");
    private Path compiled = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        System.setProperty("floe.home", folder.resolve("home").toString());
        ledger = folder.resolve("ledger");
        compiled = folder.resolve("hello.json");
        try (var in = LedgerEndToEndTest.class.getResourceAsStream("/ledger/hello.json")) {
            Files.copy(Objects.requireNonNull(in), compiled);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        System.clearProperty("floe.home");
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPackageIsPublishedCalledUpgradedAndSurvivesAKill() throws Exception {
        Process process = runLedger();
        json("keys", "new", "--json");
        assertThat(onLedger("faucet").path("total").asText()).isEqualTo("1000000000000");

        JsonNode published = onLedger("publish", compiled.toString());
        String packageId = published.path("package").asText();
        String book = created(published, "::hello::GuestBook");
        String cap = created(published, "::package::UpgradeCap");

        // A dry run changes nothing, an abort costs gas only, and the message names where it happened.
        onLedger("call", packageId + "::hello::sign", "--dry-run", "--args", book, "Nobody");
        CommandRun aborted = run("call", packageId + "::hello::sign", "--args", book, "x".repeat(65));
        assertThat(aborted.exitCode()).isEqualTo(7);
        assertThat(aborted.err()).contains("Move abort 0").contains("::hello::sign");
        JsonNode signed = onLedger("call", packageId + "::hello::sign", "--args", book, "Ada");
        created(signed, "::hello::Keepsake");
        assertThat(signed.path("events").path(0).path("type").asText()).endsWith("::hello::Signed");
        JsonNode visits = onLedger("call", packageId + "::hello::visits", "--dry-run", "--args", book);
        assertThat(visits.path("results").path(0).path(0).path("bcs").asText()).isEqualTo("0100000000000000");

        JsonNode upgraded = onLedger("publish", compiled.toString(), "--upgrade-cap", cap);
        String second = upgraded.path("package").asText();
        assertThat(second).isNotEqualTo(packageId);
        onLedger("call", second + "::hello::sign", "--args", book, "Bob");

        // Events go on after a cursor, with neither a gap nor a repeat.
        JsonNode all =
                onLedger("events", "--type", packageId + "::hello::Signed").path("events");
        assertThat(all).hasSize(2);
        String cursor = all.path(0).path("cursor").asText();
        JsonNode rest = onLedger("events", "--type", packageId + "::hello::Signed", "--after", cursor)
                .path("events");
        assertThat(rest).hasSize(1);
        assertThat(rest.path(0)).isEqualTo(all.path(1));
        JsonNode fields = all.path(0).path("fields");
        assertThat(fields.path("number").asText()).isEqualTo("1");
        CommandRun followed = run("events", "--follow", "--limit", "1", "--type", packageId + "::hello::Signed");
        assertThat(followed.out()).startsWith(cursor).contains("\"number\":\"1\"");

        // Killed, not stopped: everything acknowledged is there, and the chain is the same one.
        String chain = onLedger("ledger", "status").path("chain").asText();
        JsonNode before = onLedger("object", book);
        assertThat(before.path("fields").path("id").asText()).isEqualTo(book);
        assertThat(before.path("fields").path("visits").asText()).isEqualTo("2");
        assertThat(run("object", book).out()).contains("visits = \"2\"");
        process.destroyForcibly().waitFor();
        assertThat(run("ledger", "status").exitCode()).as("no ledger there").isEqualTo(5);
        Process again = runLedger();
        assertThat(onLedger("ledger", "status").path("chain").asText()).isEqualTo(chain);
        assertThat(onLedger("object", book)).isEqualTo(before);
        onLedger("call", second + "::hello::sign", "--args", book, "Cleo");
        again.destroyForcibly().waitFor();

        JsonNode head = json("ledger", "checkpoint", "--dir", ledger.toString(), "--json");
        JsonNode audit = json(
                "ledger",
                "verify",
                "--dir",
                ledger.toString(),
                "--pin",
                head.path("pin").asText(),
                "--json");
        assertThat(audit.path("head")).isEqualTo(head.path("digest"));
        assertThat(audit.path("transactions")).isEqualTo(head.path("transactions"));
        String stranger = head.path("sequence").asText() + ":" + chain;
        assertThat(CommandRun.of("ledger", "verify", "--dir", ledger.toString(), "--pin", stranger)
                        .exitCode())
                .as("a pin of another history")
                .isEqualTo(6);
    }

    @Test
    void misuseHasItsExitCodes() throws Exception {
        runLedger();
        json("keys", "new", "--json");
        onLedger("faucet");
        assertThat(run("object", "0x1234").exitCode()).isEqualTo(3);
        assertThat(run("object", "1234").exitCode()).isEqualTo(2);
        assertThat(run("call", "0x2::coin::nothing").exitCode()).isEqualTo(3);
        CommandRun arity = run("call", "0x2::coin::value", "--type-args", "0x2::sui::SUI");
        assertThat(arity.exitCode()).isEqualTo(2);
        assertThat(arity.err()).contains("takes 1 arguments [Coin], got 0");
        assertThat(run("call", "0x2::coin::zero").err()).contains("takes 1 type arguments, got 0");
        assertThat(run("call", "0x2::coin::zero", "--type-args", "0x2::sui::SUI", "--key", "nobody")
                        .exitCode())
                .isEqualTo(3);
        // What a function returns must go somewhere.
        assertThat(run("call", "0x2::coin::zero", "--type-args", "0x2::sui::SUI")
                        .err())
                .contains("has no drop");
        onLedger("call", "0x2::coin::zero", "--type-args", "0x2::sui::SUI", "--keep");
        assertThat(CommandRun.of("faucet", "--network", "mainnet").exitCode()).isEqualTo(2);
    }

    /// Starts a ledger and returns when it answers.
    private Process runLedger() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "ledger",
                "run",
                "--dir",
                ledger.toString(),
                "--port",
                "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("ledger.err").toFile())
                .start();
        started.add(process);
        BufferedReader out = process.inputReader();
        String first = out.readLine();
        assertThat(first)
                .as(() -> "first line of floe ledger run; standard error: " + read(folder.resolve("ledger.err")))
                .startsWith("ledger http://127.0.0.1:");
        return process;
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--network", ledger.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode onLedger(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--network", ledger.toString(), "--json"));
        return json(all.toArray(String[]::new));
    }

    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode())
                .as(() -> String.join(" ", arguments) + ": " + run.out() + run.err())
                .isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static String created(JsonNode report, String typeEnd) {
        for (JsonNode object : report.path("created")) {
            if (object.path("type").asText().endsWith(typeEnd)) {
                return object.path("id").asText();
            }
        }
        throw new AssertionError("no " + typeEnd + " was created: " + report);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

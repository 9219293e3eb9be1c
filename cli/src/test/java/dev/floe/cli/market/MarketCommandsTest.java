package dev.floe.cli.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.CommandRun;
import dev.floe.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A seller and a renter with nothing but the commands, on a ledger in a process of its own.
final class MarketCommandsTest {

    private static final Path PLANTED = Path.of(System.getProperty("floe.root")).resolve("contracts/planted");

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process process;
    private String packageId = "";

    @AfterEach
    void stop() throws InterruptedException {
        System.clearProperty("floe.home");
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSellerOffersAndARenterRents() throws Exception {
        System.setProperty("floe.home", folder.resolve("home").toString());
        runLedger();
        for (String who : List.of("seller", "renter", "maker")) {
            json("keys", "new", who, "--json");
        }
        String maker =
                json("keys", "list", "--json").findValuesAsText("address").getFirst();
        for (String who : List.of("seller", "renter")) {
            json("faucet", "--key", who, "--network", network(), "--json");
        }
        Path compiled = folder.resolve("floe.json");
        try (InputStream in = Main.class.getResourceAsStream("/dev/floe/storage/contracts/floe.json")) {
            Files.copy(Objects.requireNonNull(in), compiled);
        }
        packageId = json("publish", compiled.toString(), "--key", "seller", "--network", network(), "--json")
                .path("package")
                .asText();

        String policy = as("seller", "policy", "create", "lease or member", "--name", "flights")
                .path("policy")
                .asText();
        JsonNode offer = as("seller", "offer", "create", policy, "--price", "0.5SUI", "--refund", "unstarted");
        String offerId = offer.path("offer").asText();
        assertThat(offer.path("price").asText()).isEqualTo("500000000");
        assertThat(as("renter", "policy", "show", policy)
                        .path("offers")
                        .path(0)
                        .path("offer")
                        .asText())
                .isEqualTo(offerId);
        assertThat(as("renter", "offer", "list")).hasSize(1);

        JsonNode lease = as("renter", "rent", offerId, "--periods", "2", "--max-price", "1SUI");
        assertThat(lease.path("runs").asBoolean()).isTrue();
        assertThat(as("renter", "leases").path(0).path("lease")).isEqualTo(lease.path("lease"));
        assertThat(as("seller", "leases")).isEmpty();

        // The first day is earned as it begins; the second can still come back.
        JsonNode revenue = as("seller", "revenue", "--pay-out").path(0);
        assertThat(revenue.path("earned").asText()).isEqualTo("500000000");
        assertThat(revenue.path("payees").path(0).path("paidOut").asText()).isEqualTo("500000000");
        as("renter", "leases", lease.path("lease").asText(), "--refund");
        assertThat(as("renter", "leases").path(0).path("state").asText()).isEqualTo("refunded");
        assertThat(as("renter", "offer", "show", offerId).path("escrow").asText())
                .isEqualTo("0");

        as("seller", "policy", "grant", policy, maker, "--until", "2100-01-01T00:00:00Z");
        as("seller", "policy", "grant", policy, "eth:0x4a62316623ad457f02cdc5d997ded67a383ec569");
        assertThat(as("seller", "policy", "show", policy).path("members").asText())
                .isEqualTo("2");
        as("seller", "policy", "revoke", policy, maker);
        as("seller", "policy", "rotate", policy);
        as("seller", "offer", "price", offerId, "1SUI");
        assertThat(run("renter", "rent", offerId, "--max-price", "0.5SUI").exitCode())
                .isEqualTo(7);
        as("seller", "offer", "pause", offerId);
        CommandRun paused = run("renter", "rent", offerId);
        assertThat(paused.exitCode()).isEqualTo(7);
        assertThat(paused.err()).contains("is paused by its owner");
        CommandRun foreign = run("renter", "policy", "rotate", policy);
        assertThat(foreign.exitCode()).isEqualTo(4);
        assertThat(foreign.err()).contains("does not own it");
        assertThat(run("renter", "rent", policy).exitCode()).isEqualTo(3);
        assertThat(run("renter", "policy", "create", "lease lease").exitCode()).isEqualTo(2);
    }

    @Test
    void aPlantedBugIsReportedAndOursAreNot() throws IOException {
        CommandRun bad = CommandRun.of(
                "policy",
                "test",
                PLANTED.resolve("compiled/one-branch-unbound.json").toString(),
                "--stage",
                "rented");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).contains("key released: stage rented, renter calls access::seal_approve_lease");
        JsonNode good = json("policy", "test", "--stage", "listed", "--stage", "package upgraded", "--json");
        assertThat(good.path("clean").asBoolean()).isTrue();
        JsonNode strangers = json(
                "policy",
                "test",
                PLANTED.resolve("compiled/strangers.json").toString(),
                "--scenario",
                PLANTED.resolve("strangers.scenario.json").toString(),
                "--json");
        assertThat(strangers.path("released").asLong()).isPositive();
    }

    @Test
    void theScenarioInTheResourcesIsThatOfThePlantedPackages() throws IOException {
        for (String name : List.of("floe.scenario.json", "floe-v2.json")) {
            Path original = PLANTED.resolve(name.startsWith("floe-") ? "compiled/" + name : name);
            try (InputStream in = PolicyTestCommand.class.getResourceAsStream(name)) {
                assertThat(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(Files.readString(original));
            }
        }
    }

    private String network() {
        return folder.resolve("ledger").toString();
    }

    private void runLedger() throws IOException {
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
                network(),
                "--port",
                "0"));
        process = new ProcessBuilder(command)
                .redirectError(folder.resolve("ledger.err").toFile())
                .start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).startsWith("ledger http://127.0.0.1:");
    }

    private CommandRun run(String who, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--key", who, "--network", network(), "--package", packageId));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode as(String who, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--key", who, "--network", network(), "--package", packageId, "--json"));
        return json(all.toArray(String[]::new));
    }

    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode())
                .as(() -> String.join(" ", arguments) + ": " + run.out() + run.err())
                .isZero();
        return new ObjectMapper().readTree(run.out());
    }
}

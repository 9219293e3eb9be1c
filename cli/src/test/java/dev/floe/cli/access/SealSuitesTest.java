package dev.floe.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealSuitesTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("floe.root", ".."), "access-policy/src/test/resources/vectors/seal");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void allSealVectorsPassUnderAnyFileName() throws IOException {
        try (var files = Files.list(VECTORS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, directory.resolve("unseen-" + file.getFileName()));
            }
        }
        CommandRun run = CommandRun.of("vectors", directory.toString());
        assertThat(run.out()).isEqualTo("175 passed, 0 failed" + System.lineSeparator());
        assertThat(run.exitCode()).isZero();
    }

    /// The harness itself: a wrong expectation in a checked field of any file must be found.
    @Test
    void aWrongExpectationFailsItsCase() throws IOException {
        Map<String, String> checked = Map.ofEntries(
                Map.entry("committee-aggregation", "user_secret_key"),
                Map.entry("dem", "blob"),
                Map.entry("derive-key", "output"),
                Map.entry("elgamal", "decrypted"),
                Map.entry("encrypted-objects-rust-shapes", "expected_output"),
                Map.entry("encrypted-objects", "encrypted_object"),
                Map.entry("extract", "hash_to_g1"),
                Map.entry("fetch-key-requests", "signed_bytes"),
                Map.entry("hash-to-curve", "g2"),
                Map.entry("kdf", "output"),
                Map.entry("key-server-objects", "dynamic_field_name_bcs"),
                Map.entry("keypairs", "proof_of_possession"),
                Map.entry("master-key-derivation", "master_key"),
                Map.entry("pairing-gt", "gt_tower_be"),
                Map.entry("session-certificates", "personal_message"),
                Map.entry("shamir", "secret"),
                Map.entry("upstream-regressions", "expected_plaintext"));
        for (Map.Entry<String, String> entry : checked.entrySet()) {
            JsonNode root =
                    json.readTree(VECTORS.resolve(entry.getKey() + ".json").toFile());
            ArrayNode cases = (ArrayNode) root.path("cases");
            while (cases.size() > 1) {
                cases.remove(cases.size() - 1);
            }
            ObjectNode first = (ObjectNode) cases.path(0);
            String text = first.path(entry.getValue()).asText();
            int at = text.length() - 1;
            String changed = text.isEmpty() ? "00" : text.substring(0, at) + (text.charAt(at) == '2' ? '3' : '2');
            first.put(entry.getValue(), changed);
            Path file = directory.resolve(entry.getKey() + ".json");
            json.writeValue(file.toFile(), root);
            CommandRun run = CommandRun.of("vectors", file.toString());
            assertThat(run.out()).as(entry.toString()).contains("0 passed, 1 failed");
        }
    }

    @Test
    void anOutcomeOfARecordedRunThatIsWrongIsFound() throws IOException {
        JsonNode root = json.readTree(VECTORS.resolve("end-to-end.json").toFile());
        for (JsonNode c : root.path("cases")) {
            boolean succeeds = c.path("result").asText().equals("success");
            ((ObjectNode) c).put("result", succeeds ? "failure" : "success");
        }
        Path file = directory.resolve("end-to-end.json");
        json.writeValue(file.toFile(), root);
        assertThat(CommandRun.of("vectors", file.toString()).out())
                .endsWith("0 passed, " + root.path("cases").size() + " failed" + System.lineSeparator());
    }
}

package dev.floe.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuiSuitesTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("floe.root", ".."), "ledger/src/test/resources/vectors/sui");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void allSuiVectorsPass() {
        CommandRun run = CommandRun.of("vectors", VECTORS.toString());
        assertThat(run.out()).isEqualTo("99 passed, 0 failed" + System.lineSeparator());
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void filesOfAnyNameAreKnownByTheirFields() throws IOException {
        try (var files = Files.list(VECTORS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, directory.resolve("unseen-" + file.getFileName()));
            }
        }
        assertThat(CommandRun.of("vectors", directory.toString()).out())
                .isEqualTo("99 passed, 0 failed" + System.lineSeparator());
    }

    /// The harness itself: a wrong expectation in any checked field of any file must be found.
    @Test
    void aWrongExpectationInAnyFieldFailsItsCase() throws IOException {
        Map<String, String[]> checked = Map.of(
                "address-text", new String[] {"normalized"},
                "dynamic-field-ids", new String[] {"dynamicFieldId", "derivedObjectId"},
                "effects", new String[] {"bcsHex", "effectsDigest"},
                "fresh-object-ids", new String[] {"objectId", "transactionDigestHex"},
                "keys", new String[] {"suiPrivateKey", "suiPublicKeyBase64", "address", "publicKeyHex"},
                "multisig", new String[] {"address", "publicKeyBytesBase64"},
                "objects", new String[] {"bcsHex", "objectDigest"},
                "personal-messages",
                        new String[] {"intentMessageHex", "signingDigestHex", "signatureBase64", "address"},
                "transactions",
                        new String[] {"bcsHex", "transactionKindBcsHex", "digest", "signingDigestHex", "signatureBase64"
                        },
                "type-tags", new String[] {"canonical", "bcsHex"});
        for (Map.Entry<String, String[]> entry : checked.entrySet()) {
            for (String field : entry.getValue()) {
                Path file = directory.resolve(entry.getKey() + ".json");
                JsonNode root =
                        json.readTree(VECTORS.resolve(entry.getKey() + ".json").toFile());
                ObjectNode first = (ObjectNode) root.path("cases").path(0);
                first.put(field, changed(first.path(field).asText()));
                json.writeValue(file.toFile(), root);
                CommandRun run = CommandRun.of("vectors", file.toString());
                assertThat(run.exitCode()).as("%s of %s", field, entry.getKey()).isEqualTo(1);
                assertThat(run.out()).contains(" passed, 1 failed");
            }
        }
    }

    private static String changed(String text) {
        int at = text.length() / 2;
        return text.substring(0, at) + (text.charAt(at) == '2' ? '3' : '2') + text.substring(at + 1);
    }
}

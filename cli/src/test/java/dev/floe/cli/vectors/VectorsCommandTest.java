package dev.floe.cli.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsCommandTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("floe.root", ".."), "format/src/test/resources/vectors/walrus");

    @TempDir
    private Path directory = Path.of("");

    private final ObjectMapper json = new ObjectMapper();
    private CommandRun last = new CommandRun(0, "", "");

    @BeforeEach
    void copyOneFile() throws IOException {
        Files.copy(VECTORS.resolve("confirmations.json"), directory.resolve("confirmations.json"));
        Files.copy(VECTORS.resolve("README.md"), directory.resolve("README.md"));
    }

    private int run(String... arguments) {
        last = CommandRun.of(arguments);
        return last.exitCode();
    }

    @Test
    void countsTheCasesThatPass() {
        assertThat(run("vectors", directory.toString())).isZero();
        assertThat(last.out()).isEqualTo("6 passed, 0 failed" + System.lineSeparator());
    }

    @Test
    void runsTheSchemaOfAFileWithAnotherName() throws IOException {
        Files.move(directory.resolve("confirmations.json"), directory.resolve("part-3.json"));
        assertThat(run("vectors", directory.toString())).isZero();
        assertThat(last.out()).contains("6 passed, 0 failed");
    }

    @Test
    void namesTheCaseThatFailsAndGoesOn() throws IOException {
        Path file = directory.resolve("confirmations.json");
        JsonNode root = json.readTree(file.toFile());
        ((ObjectNode) root.path("cases").path(2)).put("signersBitmapHex", "2702");
        ((ObjectNode) root.path("cases").path(4)).remove("epoch");
        json.writeValue(file.toFile(), root);
        assertThat(run("vectors", directory.toString())).isEqualTo(1);
        assertThat(last.out())
                .contains("confirmations.json: confirmation 2: signersBitmapHex: expected 2702, got 2701")
                .contains("confirmation 4: the field epoch is missing")
                .endsWith("4 passed, 2 failed" + System.lineSeparator());
    }

    @Test
    void aFileThatIsNotUnderstoodIsAFailure() throws IOException {
        Files.writeString(directory.resolve("unknown.json"), "{\"cases\":[{\"a\":1}]}");
        Files.writeString(directory.resolve("broken.json"), "{\"cases\":");
        Files.writeString(directory.resolve("binary.bin"), "\0");
        Files.writeString(directory.resolve("quilts.json"), "{}");
        assertThat(run("vectors", directory.toString())).isEqualTo(1);
        assertThat(last.out())
                .contains("unknown.json: whole file: no schema of this build fits")
                .contains("broken.json: whole file")
                .contains("binary.bin: whole file")
                .contains("quilts.json: whole file: it has no cases")
                .endsWith("6 passed, 4 failed" + System.lineSeparator());
    }

    @Test
    void saysWhatIsWrongWithoutNamesOfClasses() throws IOException {
        Path file = directory.resolve("confirmations.json");
        JsonNode root = json.readTree(file.toFile());
        ((ObjectNode) root.path("cases").path(0)).put("blobId", "not a blob id");
        ((ObjectNode) root.path("cases").path(1)).put("messageHex", "zz");
        ((ObjectNode) root.path("cases").path(2)).put("epoch", "seven");
        ((ObjectNode) root.path("cases").path(3)).put("certificateBcsTsBase64", "%%");
        json.writeValue(file.toFile(), root);
        Files.writeString(directory.resolve("cut.json"), "{\"cases\": [{\"a\": 1}");
        Files.writeString(directory.resolve("odd.json"), "{\"cases\":\n nonsense}");
        assertThat(run("vectors", directory.toString())).isEqualTo(1);
        assertThat(last.out())
                .contains("confirmation 0: refused: blob id: expected 43 characters")
                .contains("confirmation 1: the field messageHex is not hex", ": zz")
                .contains("confirmation 3: the field certificateBcsTsBase64 is not Base64", ": %%")
                .contains("confirmation 2: the field epoch is not a whole number: \"seven\"")
                .contains("cut.json is no JSON: ", "line: 1, column: 11", "at line 1, column ")
                .contains("odd.json is no JSON: ", "at line 2, column ")
                .doesNotContain("REDACTED", "Exception", "java.", "DataException", "StreamReadFeature")
                .endsWith("2 passed, 6 failed" + System.lineSeparator());
    }

    @Test
    void everySchemaFailsOnACaseThatWasChanged() throws IOException {
        // Each file with its first case's first hex field changed by one digit must fail: no suite passes everything.
        for (VectorSuite suite : VectorSuites.ALL) {
            Path source = VECTORS.resolve(suite.name() + ".json");
            if (!Files.exists(source)) {
                continue;
            }
            JsonNode root = json.readTree(source.toFile());
            ArrayNode cases = (ArrayNode) (root.has("cases") ? root.path("cases") : root.path("signatures"));
            while (cases.size() > 1) {
                cases.remove(cases.size() - 1);
            }
            spoil((ObjectNode) cases.path(0));
            Path folder = Files.createDirectory(directory.resolve(suite.name()));
            json.writeValue(folder.resolve(suite.name() + ".json").toFile(), root);
            assertThat(run("vectors", folder.toString())).as(suite.name()).isEqualTo(1);
            assertThat(last.out()).as(suite.name()).contains(" 1 failed");
        }
    }

    private static void spoil(ObjectNode c) {
        JsonNode inner = c.has("symbols") ? c.path("symbols").path(0) : c;
        for (var field : inner.properties()) {
            String text = field.getValue().asText();
            if (field.getKey().endsWith("Hex") || field.getKey().endsWith("Sha256")) {
                char last = text.charAt(text.length() - 1);
                ((ObjectNode) inner)
                        .put(field.getKey(), text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0'));
                return;
            }
        }
        throw new AssertionError("no hex field in " + inner);
    }

    @Test
    void printsOneJsonDocument() throws IOException {
        assertThat(run("--json", "vectors", directory.toString())).isZero();
        JsonNode document = json.readTree(last.out());
        assertThat(document.path("passed").asInt()).isEqualTo(6);
        assertThat(document.path("failures").isEmpty()).isTrue();
    }

    @Test
    void refusesAFolderWithoutVectors() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(run("vectors", empty.toString())).isEqualTo(2);
        assertThat(run("vectors", directory.resolve("missing").toString())).isEqualTo(2);
        assertThat(last.err()).contains("no such file or folder");
    }
}

package dev.floe.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysCommandTest {

    private static final String SECRET = "suiprivkey1qqdupcjk6cwycffd8w4rkwm2hcxmezqjrn3gse2jh0esvkgxe2y4sk3wvqw";
    private static final String ADDRESS = "0x5395adabb6003ff6a22909541778db7eedc66df7c4768d51ee190c9f74654224";

    @TempDir
    private Path home = Path.of("");

    private final InputStream stdin = System.in;

    @BeforeEach
    void useOwnHome() {
        System.setProperty("floe.home", home.toString());
    }

    @AfterEach
    void restore() {
        System.clearProperty("floe.home");
        System.setIn(stdin);
    }

    @Test
    void aNewKeyIsListedAndItsSecretShownOnlyOnDemand() throws IOException {
        JsonNode made = json(CommandRun.of("keys", "new", "alice", "--scheme", "secp256k1", "--json"));
        assertThat(made.path("scheme").asText()).isEqualTo("Secp256k1");
        CommandRun list = CommandRun.of("keys", "list");
        assertThat(list.out()).contains(made.path("address").asText()).contains("alice");
        CommandRun refused = CommandRun.of("keys", "export", "alice");
        assertThat(refused.exitCode()).isEqualTo(2);
        CommandRun revealed = CommandRun.of("keys", "export", "alice", "--reveal");
        assertThat(revealed.out()).startsWith("suiprivkey1");
        assertThat(list.out() + list.err() + refused.out() + refused.err())
                .doesNotContain(revealed.out().strip());
    }

    @Test
    void importTakesASecretFromStandardInputAndExportGivesItBack() {
        type(SECRET + "\n");
        CommandRun imported = CommandRun.of("keys", "import", "bob");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains(ADDRESS).doesNotContain("suiprivkey");
        assertThat(CommandRun.of("keys", "export", "bob", "--reveal").out().strip())
                .isEqualTo(SECRET);
    }

    @Test
    void wordsDeriveTheKeyThatWalletsDerive() throws IOException {
        type("film crazy soon outside stand loop subway crumble thrive popular green nuclear struggle pistol arm wife"
                + " phrase warfare march wheat nephew ask sunny firm");
        JsonNode key = json(CommandRun.of("keys", "import", "--path", "m/44'/784'/0'/0'/1'", "--json"));
        assertThat(key.path("address").asText())
                .isEqualTo("0xe46a2af9d3ed2062b4b5e6b47b07a4a404d922fef0d29e3f51c0d7f43e088601");
    }

    @Test
    void newWordsCanBeImportedElsewhere() throws IOException {
        JsonNode made = json(CommandRun.of("keys", "new", "--words", "12", "--json"));
        type(made.path("words").asText());
        JsonNode again = json(CommandRun.of("keys", "import", "again", "--json"));
        assertThat(again.path("address")).isEqualTo(made.path("address"));
    }

    @Test
    void failuresHaveTheirExitCodesAndNeverShowTheSecret() throws IOException {
        CommandRun.of("keys", "new");
        assertThat(CommandRun.of("keys", "new").exitCode()).as("name taken").isEqualTo(7);
        assertThat(CommandRun.of("keys", "export", "nobody", "--reveal").exitCode())
                .isEqualTo(3);
        type(SECRET.replace('q', 'p'));
        CommandRun mistyped = CommandRun.of("keys", "import", "c");
        assertThat(mistyped.exitCode()).isEqualTo(2);
        assertThat(mistyped.err()).doesNotContain(SECRET.replace('q', 'p').substring(12, 40));
        Files.setPosixFilePermissions(home.resolve("keys/default.key"), PosixFilePermissions.fromString("rw-r-----"));
        CommandRun loose = CommandRun.of("keys", "list");
        assertThat(loose.exitCode()).isEqualTo(4);
        assertThat(loose.err()).contains("chmod 600");
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static void type(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

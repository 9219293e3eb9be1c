package dev.floe.cli.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCommandTest {

    private static final int SHARDS = 10;
    private static final int NEEDED_PRIMARY = 4;
    private static final int NEEDED_SECONDARY = 7;
    private static final Path VECTORS =
            Path.of(System.getProperty("floe.root", ".."), "format/src/test/resources/vectors/walrus/blobs.json");

    @TempDir
    private Path directory = Path.of("");

    private final ObjectMapper json = new ObjectMapper();
    private Path file = Path.of("");
    private Path folder = Path.of("");
    private Path decoded = Path.of("");

    @BeforeEach
    void encode() throws IOException {
        file = directory.resolve("file");
        folder = directory.resolve("slivers");
        decoded = directory.resolve("decoded");
        byte[] content = new byte[5000];
        new Random(7).nextBytes(content);
        Files.write(file, content);
        succeed("blob", "encode", "--storage-shards", SHARDS, "--out", folder, file);
    }

    private static CommandRun floe(Object... arguments) {
        return CommandRun.of(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private static CommandRun succeed(Object... arguments) {
        CommandRun run = floe(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private Path sliver(String axis, int index) {
        return folder.resolve(axis + "-" + index + ".sliver");
    }

    private void delete(String axis, int from, int to) throws IOException {
        for (int index = from; index < to; index++) {
            Files.delete(sliver(axis, index));
        }
    }

    private void damage(Path sliver) throws IOException {
        byte[] bytes = Files.readAllBytes(sliver);
        bytes[bytes.length / 2] ^= 4;
        Files.write(sliver, bytes);
    }

    @Test
    void idIsThatOfTheOfficialEncoder() throws IOException {
        JsonNode empty = json.readTree(VECTORS.toFile())
                .path("cases")
                .valueStream()
                .filter(c -> c.path("unencodedLength").asLong() == 0)
                .findFirst()
                .orElseThrow();
        Files.write(file, new byte[0]);
        CommandRun run = succeed(
                "--json",
                "blob",
                "id",
                "--storage-shards",
                empty.path("nShards").asInt(),
                file);
        JsonNode document = json.readTree(run.out());
        assertThat(document.path("blobId").asText())
                .isEqualTo(empty.path("blobId").asText());
        assertThat(document.path("rootHash").asText())
                .contains(empty.path("rootHashHex").asText());
        assertThat(document.path("symbolSize").asInt())
                .isEqualTo(empty.path("symbolSize").asInt());
        assertThat(document.path("encodedSize").asLong())
                .isEqualTo(empty.path("encodedBlobLength").asLong());
    }

    @Test
    void idAndEncodeAgreeForAnyNumberOfThreads() throws IOException {
        String id =
                succeed("blob", "id", "--storage-shards", SHARDS, file).out().strip();
        assertThat(succeed("blob", "id", "--threads", 3, "--storage-shards", SHARDS, file)
                        .out()
                        .strip())
                .isEqualTo(id);
        JsonNode encoded = json.readTree(
                succeed("--json", "blob", "encode", "--storage-shards", SHARDS, "--out", directory.resolve("b"), file)
                        .out());
        assertThat(encoded.path("blobId").asText()).isEqualTo(id);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2 * SHARDS + 1);
        }
    }

    @Test
    void decodesFromEnoughSliversOfEitherAxis() throws IOException {
        delete("primary", 0, SHARDS - NEEDED_PRIMARY);
        delete("secondary", 0, SHARDS);
        succeed("blob", "decode", "--in", folder, "--out", decoded);
        assertThat(decoded).hasSameBinaryContentAs(file);
        folder = directory.resolve("again");
        succeed("blob", "encode", "--storage-shards", SHARDS, "--out", folder, file);
        delete("secondary", 0, SHARDS - NEEDED_SECONDARY);
        delete("primary", 0, SHARDS);
        Files.delete(decoded);
        JsonNode document = json.readTree(succeed("--json", "blob", "decode", "--in", folder, "--out", decoded)
                .out());
        assertThat(document.path("axis").asText()).isEqualTo("secondary");
        assertThat(document.path("missing")).hasSize(SHARDS - NEEDED_SECONDARY);
        assertThat(decoded).hasSameBinaryContentAs(file);
    }

    @Test
    void namesDamagedSliversAndDecodesWithoutThem() throws IOException {
        damage(sliver("primary", 0));
        Files.write(sliver("primary", 2), new byte[3]);
        Files.copy(sliver("primary", 4), sliver("primary", 3), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        CommandRun run = succeed("--json", "blob", "decode", "--in", folder, "--out", decoded);
        assertThat(decoded).hasSameBinaryContentAs(file);
        assertThat(json.readTree(run.out()).path("bad").valueStream().map(JsonNode::asText))
                .hasSize(3)
                .anyMatch(text -> text.startsWith("primary-0.sliver: not the hash"))
                .anyMatch(text -> text.startsWith("primary-2.sliver: 3 bytes long, expected"))
                .anyMatch(text -> text.startsWith("primary-3.sliver: length, symbol size or index"));
    }

    @Test
    void saysHowManyAreMissingWhenTooFewAreGood() throws IOException {
        delete("primary", 0, SHARDS - NEEDED_PRIMARY);
        damage(sliver("primary", SHARDS - 1));
        delete("secondary", 0, SHARDS - NEEDED_SECONDARY + 1);
        CommandRun run = floe("blob", "decode", "--in", folder, "--out", decoded);
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err())
                .contains("3 primary (4 needed) and 6 secondary (7 needed)")
                .contains("1 bad and 6 missing primary, 0 bad and 4 missing secondary");
        assertThat(decoded).doesNotExist();
        assertThat(floe("blob", "heal", "--in", folder).exitCode()).isEqualTo(5);
    }

    @Test
    void healMakesLostSliversAgainByteByByte() throws IOException {
        byte[] primary = Files.readAllBytes(sliver("primary", 8));
        byte[] secondary = Files.readAllBytes(sliver("secondary", 1));
        Files.delete(sliver("primary", 8));
        damage(sliver("secondary", 1));
        JsonNode document =
                json.readTree(succeed("--json", "blob", "heal", "--in", folder).out());
        assertThat(document.path("healed").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("primary-8", "secondary-1");
        assertThat(document.path("bytes").asLong()).isPositive();
        assertThat(sliver("primary", 8)).hasBinaryContent(primary);
        assertThat(sliver("secondary", 1)).hasBinaryContent(secondary);
        assertThat(succeed("blob", "heal", "--in", folder).out()).startsWith("nothing to heal");
    }

    @Test
    void healStartsFromTheFewestSliversOfOneAxis() throws IOException {
        delete("primary", 0, SHARDS);
        delete("secondary", 0, SHARDS - NEEDED_SECONDARY);
        succeed("blob", "heal", "--in", folder);
        assertThat(succeed("blob", "heal", "--in", folder).out()).startsWith("nothing to heal");
    }

    @Test
    void refusesMetadataThatDoesNotGiveItsOwnId() throws IOException {
        damage(folder.resolve("metadata.bcs"));
        for (String command : new String[] {"decode", "heal"}) {
            CommandRun run = command.equals("heal")
                    ? floe("blob", command, "--in", folder)
                    : floe("blob", command, "--in", folder, "--out", decoded);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
        }
        Files.write(folder.resolve("metadata.bcs"), new byte[1 << 20]);
        assertThat(floe("blob", "decode", "--in", folder, "--out", decoded).err())
                .contains("metadata has at most");
    }

    @Test
    void usageErrorsAreNamed() {
        assertThat(floe("blob", "id", directory.resolve("gone")).exitCode()).isEqualTo(2);
        assertThat(floe("blob", "id", directory).err()).contains("a file is needed, not a folder");
        assertThat(floe("blob", "id", "--storage-shards", 2, file).exitCode()).isEqualTo(2);
        assertThat(floe("blob", "id", "--threads", 65, file).err()).contains("threads: expected 1 to 64, got 65");
        assertThat(floe("blob", "decode", "--in", directory, "--out", decoded).exitCode())
                .isEqualTo(2);
        assertThat(floe("blob", "decode", "--in", folder, "--out", folder).err())
                .contains("a file is needed, not a folder");
        assertThat(floe("blob").exitCode()).isEqualTo(2);
    }
}

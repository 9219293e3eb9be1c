package dev.floe.cli.quilt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.CommandRun;
import dev.floe.format.StorageShards;
import dev.floe.format.quilt.Quilt;
import dev.floe.format.quilt.QuiltFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuiltCommandTest {

    private static final String SHARDS = "--storage-shards=31";

    @TempDir
    private Path directory = Path.of("");

    private Path source = Path.of("");
    private Path quilt = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void makeFiles() throws IOException {
        source = directory.resolve("source");
        quilt = directory.resolve("files.quilt");
        target = directory.resolve("target");
        Files.createDirectories(source.resolve("sub"));
        Files.writeString(source.resolve("a.txt"), "alpha");
        Files.writeString(source.resolve("sub/b.txt"), "beta".repeat(1000));
        Files.writeString(source.resolve("empty"), "");
    }

    private static CommandRun floe(Object... arguments) {
        return CommandRun.of(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private static CommandRun succeed(Object... arguments) {
        CommandRun run = floe(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /// A quilt with names that `floe quilt build` would never make from files.
    private void hostileQuilt(String... names) throws IOException {
        Quilt plan = Quilt.plan(
                new StorageShards(31),
                Stream.of(names)
                        .map(name -> new QuiltFile(name, new TreeMap<>(), 3))
                        .toList());
        byte[] bytes = plan.toBytes((name, offset, into, at, length) -> Arrays.fill(into, at, at + length, (byte) 'x'))
                .toByteArray();
        Files.write(quilt, bytes);
    }

    @Test
    void filesComeBackAsTheyWentIn() throws IOException {
        CommandRun built = succeed("quilt", "build", SHARDS, "--tag", "kind=text", "--out", quilt, source);
        assertThat(built.out()).contains("3 files");
        JsonNode index = new ObjectMapper()
                .readTree(directory.resolve("files.quilt.json").toFile());
        assertThat(index.at("/patches/0/identifier").asText()).isEqualTo("a.txt");
        assertThat(index.at("/patches/2/identifier").asText()).isEqualTo("sub/b.txt");
        assertThat(index.at("/patches/2/size").asLong()).isEqualTo(4000);
        assertThat(index.at("/patches/2/tags/kind").asText()).isEqualTo("text");
        succeed("quilt", "extract", SHARDS, "--out", target, quilt);
        for (String name : new String[] {"a.txt", "sub/b.txt", "empty"}) {
            assertThat(target.resolve(name)).hasSameBinaryContentAs(source.resolve(name));
        }
    }

    @Test
    void listsNamesSizesAndPatchIds() throws IOException {
        succeed("quilt", "build", SHARDS, "--out", quilt, source);
        String blob = "CmzciFdWJP1IIM-rD3cqXlVBXYM0fpAfHahZBvkaZUI";
        assertThat(succeed("quilt", "list", SHARDS, quilt).out())
                .contains("4000\t")
                .contains("sub/b.txt");
        CommandRun listed = succeed("--json", "quilt", "list", SHARDS, "--blob-id", blob, quilt);
        JsonNode first = new ObjectMapper().readTree(listed.out()).at("/patches/0");
        assertThat(first.path("identifier").asText()).isEqualTo("a.txt");
        assertThat(first.path("patchId").asText())
                .startsWith("CmzciFdWJP1IIM-rD3cqXlVBXYM0fpAfHahZBvkaZUI")
                .hasSize(50);
    }

    @Test
    void extractsOnlyWhatIsNamed() {
        succeed("quilt", "build", SHARDS, "--out", quilt, source);
        succeed("quilt", "extract", SHARDS, "--out", target, quilt, "a.txt");
        assertThat(target.resolve("a.txt")).hasContent("alpha");
        assertThat(target.resolve("sub")).doesNotExist();
        assertThat(floe("quilt", "extract", SHARDS, "--out", target, quilt, "c.txt")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void namesThatAreNotSafeStopEverythingBeforeTheFirstWrite() throws IOException {
        String[][] hostile = {
            {"aaa", "../evil"},
            {"aaa", "/etc/evil"},
            {"aaa", "b/../../evil"},
            {"aaa", "x", "X"},
            {"aaa", "aaa/b"},
            {"aaa", "b\\c"},
            {"aaa", "C:evil"},
            {"aaa", "b~0"}
        };
        for (String[] names : hostile) {
            hostileQuilt(names);
            CommandRun run = floe("quilt", "extract", SHARDS, "--out", target, quilt);
            assertThat(run.exitCode())
                    .as("%s %s", Arrays.toString(names), run.err())
                    .isEqualTo(2);
            assertThat(target).doesNotExist();
        }
        hostileQuilt("aaa", "../evil");
        succeed("quilt", "extract", SHARDS, "--out", target, quilt, "aaa");
        assertThat(target.resolve("aaa")).hasContent("xxx");
    }

    @Test
    void aPlantedLinkDoesNotLeadOutOfTheFolder() throws IOException {
        hostileQuilt("link/file");
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createDirectory(target);
        Files.createSymbolicLink(target.resolve("link"), outside);
        assertThat(floe("quilt", "extract", SHARDS, "--out", target, quilt).exitCode())
                .isNotZero();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void doesNotReplaceFilesUnlessForced() throws IOException {
        succeed("quilt", "build", SHARDS, "--out", quilt, source);
        assertThat(floe("quilt", "build", SHARDS, "--out", quilt, source).err()).contains("--force");
        Files.createDirectory(target);
        Files.writeString(target.resolve("empty"), "mine");
        assertThat(floe("quilt", "extract", SHARDS, "--out", target, quilt).exitCode())
                .isEqualTo(2);
        assertThat(target.resolve("a.txt")).doesNotExist();
        assertThat(target.resolve("empty")).hasContent("mine");
        succeed("quilt", "extract", SHARDS, "--force", "--out", target, quilt);
        assertThat(target.resolve("empty")).hasContent("");
    }

    @Test
    void aDamagedQuiltOrAnotherNetworkIsNamed() throws IOException {
        succeed("quilt", "build", SHARDS, "--out", quilt, source);
        CommandRun foreign = floe("quilt", "list", "--storage-shards=32", quilt);
        assertThat(foreign.exitCode()).isIn(2, 6);
        byte[] bytes = Files.readAllBytes(quilt);
        bytes[0] = 7;
        Files.write(quilt, bytes);
        CommandRun damaged = floe("quilt", "list", SHARDS, quilt);
        assertThat(damaged.exitCode()).isEqualTo(6);
        assertThat(damaged.err()).contains("quilt version 7 is not known");
    }

    @Test
    void refusesTwoFilesOfOneName() {
        Path twin = source.resolve("a.txt");
        CommandRun run = floe("quilt", "build", SHARDS, "--out", quilt, twin, twin);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("two files are called a.txt");
        assertThat(quilt).doesNotExist();
    }
}

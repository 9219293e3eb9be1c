package dev.floe.ledger.move;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytecode in the resources is of the Move sources as they are now. Needs no compiler: `contracts/README.md`
/// says how the
/// build hashes the sources of a package.
class CheckedInBytecodeTest {

    private static final Path ROOT = Path.of(System.getProperty("floe.root"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger/src/main/resources/dev/floe/ledger/move",
                "ledger/src/test/resources/dev/floe/ledger/move",
                "storage-client/src/main/resources/dev/floe/storage/contracts"
            })
    void bytecodeIsOfTheSources(String folderOfResources) throws IOException {
        Path resources = ROOT.resolve(folderOfResources);
        JsonNode names = json(resources.resolve("index.json")).path("packages");
        assertThat(names).isNotEmpty();
        for (JsonNode name : names) {
            JsonNode compiled = json(resources.resolve(name.asText() + ".json"));
            Path folder =
                    ROOT.resolve("contracts").resolve(compiled.path("folder").asText());
            assertThat(sourcesSha256(folder))
                    .as("sources of the Move package %s; run `node contracts/build.mjs` and commit the result", name)
                    .isEqualTo(compiled.path("sourcesSha256").asText());
        }
    }

    @Test
    void aChangedByteOrNameOfASourceShows(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Move.toml"), "[package]");
        Path source = Files.createDirectories(folder.resolve("sources/deep")).resolve("a.move");
        Files.writeString(source, "module a::a;");
        String before = sourcesSha256(folder);

        Files.writeString(folder.resolve("README.md"), "not compiled");
        assertThat(sourcesSha256(folder)).isEqualTo(before);
        Files.move(source, source.resolveSibling("b.move"));
        assertThat(sourcesSha256(folder)).isNotEqualTo(before);
        Files.move(source.resolveSibling("b.move"), source);
        Files.writeString(source, "module a::b;");
        assertThat(sourcesSha256(folder)).isNotEqualTo(before);
    }

    /// Of each file in the order of paths: path, a zero byte, length in decimal, a zero byte, the bytes.
    private static String sourcesSha256(Path folder) throws IOException {
        MessageDigest sha256 = sha256();
        for (Map.Entry<String, Path> source : sources(folder).entrySet()) {
            byte[] bytes = Files.readAllBytes(source.getValue());
            sha256.update((source.getKey() + "\0").getBytes(UTF_8));
            sha256.update((bytes.length + "\0").getBytes(US_ASCII));
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static NavigableMap<String, Path> sources(Path folder) throws IOException {
        NavigableMap<String, Path> byName = new TreeMap<>();
        byName.put("Move.toml", folder.resolve("Move.toml"));
        try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
            files.filter(file -> file.toString().endsWith(".move"))
                    .forEach(file ->
                            byName.put(folder.relativize(file).toString().replace(File.separatorChar, '/'), file));
        }
        return byName;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.floe.storage.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The Walrus vectors among the test resources of `format`.
final class Vectors {

    private Vectors() {}

    static Stream<JsonNode> cases(String file) throws IOException {
        Path folder = Path.of(System.getProperty("floe.root"), "format/src/test/resources/vectors/walrus");
        JsonNode cases =
                new ObjectMapper().readTree(folder.resolve(file).toFile()).get("cases");
        return StreamSupport.stream(cases.spliterator(), false);
    }

    static JsonNode blobCase(String name) throws IOException {
        return cases("blobs.json")
                .filter(c -> c.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The input of a blob case.
    static byte[] input(JsonNode blobCase) {
        byte[] bytes = new byte[blobCase.get("unencodedLength").asInt()];
        JsonNode generator = blobCase.get("generator");
        switch (generator.get("kind").asText()) {
            case "affine" -> {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte)
                            (i * generator.get("a").asInt() + generator.get("b").asInt());
                }
            }
            case "const" -> Arrays.fill(bytes, (byte) generator.get("value").asInt());
            case "xorshift32" -> fillXorshift(bytes, (int) generator.get("seed").asLong());
            default -> throw new IllegalArgumentException(generator.toString());
        }
        return bytes;
    }

    static void fillXorshift(byte[] bytes, int seed) {
        int x = seed;
        for (int i = 0; i < bytes.length; i++) {
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            bytes[i] = (byte) x;
        }
    }

    static ByteArea area(byte[] content) throws IOException {
        ByteArea area = ByteArea.allocated(content.length);
        area.write(0, MemorySegment.ofArray(content));
        return area;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

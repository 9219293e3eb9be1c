package dev.floe.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The vector files among the test resources.
public final class Vectors {

    private Vectors() {}

    /// The file `name`, such as `walrus/blobs.json`.
    public static JsonNode read(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new AssertionError("cannot read vectors " + name, e);
        }
    }

    /// The bytes of a hex field.
    public static Bytes hex(JsonNode node, String field) {
        return Bytes.parseHex(node.required(field).asText());
    }
}

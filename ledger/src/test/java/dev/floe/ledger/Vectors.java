package dev.floe.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The vector files among the test resources.
final class Vectors {

    private Vectors() {}

    /// The cases of the file `name`, such as `keys`.
    static List<JsonNode> cases(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/sui/" + name + ".json")) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper()
                    .readTree(Objects.requireNonNull(in, name))
                    .required("cases")
                    .forEach(cases::add);
            return cases;
        } catch (IOException e) {
            throw new AssertionError("cannot read vectors " + name, e);
        }
    }

    /// A text field.
    static String text(JsonNode node, String field) {
        return node.required(field).asText();
    }

    /// The bytes of a hex field.
    static Bytes hex(JsonNode node, String field) {
        return Bytes.parseHex(text(node, field));
    }
}

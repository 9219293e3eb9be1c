package dev.floe.access.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// JSON from outside: bounded in size and depth, no name twice, nothing behind the end. Error texts name the field,
/// never its value: it may be a secret.
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(32)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final BigInteger MAX_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Json() {}

    /// Parses one object.
    ///
    /// @param what named in errors
    /// @throws DataException.Corrupt if `text` is anything else, or longer than `maxBytes`
    public static JsonNode object(String what, Bytes text, int maxBytes) {
        if (text.size() > maxBytes) {
            throw new DataException.Corrupt(what + ": " + text.size() + " bytes, at most " + maxBytes + " are read");
        }
        try {
            // Decoded here, because the parser would guess UTF-16 and UTF-32 too.
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(text.asByteBuffer())
                    .toString();
            JsonNode node = MAPPER.readTree(decoded);
            if (node == null || !node.isObject()) {
                throw new DataException.Corrupt(what + ": expected a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new DataException.Corrupt(what + ": not JSON (line "
                    + Optional.ofNullable(e.getLocation())
                            .map(at -> String.valueOf(at.getLineNr()))
                            .orElse("?") + ")");
        } catch (CharacterCodingException e) {
            throw new DataException.Corrupt(what + ": not UTF-8");
        }
    }

    /// An empty object to fill.
    public static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Compact text; fields in the order they were put.
    public static Bytes bytes(JsonNode node) {
        try {
            return Bytes.copyOf(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes could not be written", e);
        }
    }

    /// A field that must be there.
    public static JsonNode field(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode()) {
            throw new DataException.Corrupt("missing field `" + name + "`");
        }
        return field;
    }

    /// A text of at most `maxChars` characters.
    public static String text(JsonNode object, String name, int maxChars) {
        JsonNode field = field(object, name);
        if (!field.isTextual() || field.textValue().length() > maxChars) {
            throw new DataException.Corrupt(
                    "field `" + name + "`: expected a text of at most " + maxChars + " characters");
        }
        return field.textValue();
    }

    /// Base64 of at most `maxBytes` bytes.
    public static Bytes base64(JsonNode object, String name, int maxBytes) {
        return base64(name, text(object, name, (maxBytes + 2) / 3 * 4), maxBytes);
    }

    /// Base64 of at most `maxBytes` bytes.
    public static Bytes base64(String name, String text, int maxBytes) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            if (decoded.length > maxBytes) {
                throw new DataException.Corrupt("field `" + name + "`: more than " + maxBytes + " bytes");
            }
            return Bytes.copyOf(decoded);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("field `" + name + "`: not Base64");
        }
    }

    /// A whole number from 0 to `max`, taken as unsigned.
    public static long unsigned(JsonNode object, String name, long max) {
        JsonNode field = field(object, name);
        if (!field.isIntegralNumber()
                || field.bigIntegerValue().signum() < 0
                || field.bigIntegerValue().compareTo(MAX_U64) > 0
                || Long.compareUnsigned(field.longValue(), max) > 0) {
            throw new DataException.Corrupt(
                    "field `" + name + "`: expected a number from 0 to " + Long.toUnsignedString(max));
        }
        return field.longValue();
    }

    /// Standard Base64.
    public static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}

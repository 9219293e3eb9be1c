package dev.floe.format;

import com.fasterxml.jackson.databind.JsonNode;

/// The inputs that vector files describe instead of storing them.
public final class Generated {

    private Generated() {}

    /// `length` bytes of `generator`.
    public static byte[] bytes(JsonNode generator, int length) {
        byte[] bytes = new byte[length];
        String kind = generator.required("kind").asText();
        int state = generator.path("seed").asInt();
        for (int i = 0; i < length; i++) {
            switch (kind) {
                case "affine" ->
                    bytes[i] = (byte) (i * generator.required("a").asInt()
                            + generator.required("b").asInt());
                case "const" -> bytes[i] = (byte) generator.required("value").asInt();
                case "xorshift32" -> {
                    state ^= state << 13;
                    state ^= state >>> 17;
                    state ^= state << 5;
                    bytes[i] = (byte) state;
                }
                default -> throw new AssertionError("unknown generator " + generator);
            }
        }
        return bytes;
    }
}

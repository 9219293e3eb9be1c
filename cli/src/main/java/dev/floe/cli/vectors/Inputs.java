package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.bls.SecretKey;
import java.nio.charset.StandardCharsets;

/// The inputs that Walrus vectors describe instead of storing them.
final class Inputs {

    private Inputs() {}

    /// `length` bytes of the generator that `node` describes.
    static Bytes generate(JsonNode node, int length) {
        return switch (Expect.text(node, "kind")) {
            case "affine" -> affine(Expect.integer(node, "a"), Expect.integer(node, "b"), length);
            case "const" -> affine(0, Expect.integer(node, "value"), length);
            case "xorshift32" -> xorshift32((int) Expect.number(node, "seed"), length);
            default -> throw new Mismatch("generator is not known: " + node);
        };
    }

    static Bytes affine(int a, int b, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * a + b);
        }
        return Bytes.copyOf(bytes);
    }

    static Bytes xorshift32(int seed, int length) {
        byte[] bytes = new byte[length];
        int state = seed;
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            bytes[i] = (byte) state;
        }
        return Bytes.copyOf(bytes);
    }

    /// The secret key of member `id` in all Walrus vectors: SHA-256 of a label with the two top bits cleared.
    static SecretKey secretKey(int id) {
        byte[] label = ("walrus-vector-bls-key-" + id).getBytes(StandardCharsets.US_ASCII);
        byte[] secret = Expect.sha256(Bytes.copyOf(label)).toByteArray();
        secret[0] &= 0x3F;
        return SecretKey.parse(Bytes.copyOf(secret));
    }
}

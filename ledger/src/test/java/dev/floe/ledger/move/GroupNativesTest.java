package dev.floe.ledger.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.BcsWriter;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.TransactionDigest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `0x2::bls12381` called as contracts call it, against vectors of other software: the official VM that is at hand
/// has only a dummy of it.
final class GroupNativesTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger ORDER =
            new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);
    private static final long INVALID = 1;

    // Points on the curve but outside the subgroup, and off the curve.
    private static final String G1_OUTSIDE = "8123456789abcdef" + "0123456789abcdef".repeat(5);
    private static final String G1_OFF = G1_OUTSIDE.substring(0, 95) + "0";
    private static final String G2_OUTSIDE = "8123456789abcdef" + "0123456789abcdef".repeat(11);

    private final MoveVm vm = Packages.framework();

    static Stream<JsonNode> signatures() {
        return vectors("walrus/bls").path("signatures").valueStream();
    }

    static Stream<JsonNode> aggregates() {
        return vectors("walrus/bls").path("aggregates").valueStream();
    }

    static Stream<JsonNode> hashes() {
        return vectors("seal/hash-to-curve").path("cases").valueStream();
    }

    static Stream<JsonNode> pairings() {
        return vectors("seal/pairing-gt").path("cases").valueStream();
    }

    static Stream<JsonNode> keypairs() {
        return vectors("seal/keypairs").path("cases").valueStream();
    }

    static Stream<JsonNode> extractions() {
        return vectors("seal/extract").path("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void minPkSignatures(JsonNode one) {
        String key = publicKeys(List.of(one.path("keyId").asInt())).getFirst();
        String message = one.path("messageHex").asText();
        String signature = one.path("signatureHex").asText();
        boolean isValid = one.path("valid").asBoolean();
        assertThat(verifies("bls12381_min_pk_verify", signature, key, message)).isEqualTo(isValid);
        // The same by pairings, as a contract would do it that has no native for it.
        String left = call("pairing", key, call("hash_to_g2", message));
        assertThat(left.equals(call("pairing", call("g1_generator"), signature)))
                .isEqualTo(isValid);
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void certificatesOfCommittees(JsonNode one) {
        List<Integer> ids = new ArrayList<>();
        one.path("keyIds").forEach(id -> ids.add(id.asInt()));
        String message = one.path("messageHex").asText();
        String aggregate = one.path("aggregateHex").asText();
        boolean isValid = one.path("valid").asBoolean();
        List<String> keys = publicKeys(ids);
        assertThat(verifies("bls12381_min_pk_verify", aggregate, summed(keys), message))
                .isEqualTo(isValid);
        String added = call("g1_identity");
        for (String key : keys) {
            added = call("g1_add", added, key);
        }
        assertThat(added).isEqualTo(summed(keys));
        // All members without those that did not sign, as Walrus does it.
        List<Integer> everyone = new ArrayList<>();
        vectors("walrus/bls")
                .path("keys")
                .forEach(key -> everyone.add(key.path("id").asInt()));
        String rest = summed(publicKeys(everyone));
        for (int id : everyone) {
            if (!ids.contains(id)) {
                rest = call("g1_sub", rest, publicKeys(List.of(id)).getFirst());
            }
        }
        assertThat(rest).isEqualTo(added);
        if (one.has("signaturesHex")) {
            String sum = call("g2_identity");
            for (JsonNode signature : one.path("signaturesHex")) {
                sum = call("g2_add", sum, signature.asText());
            }
            assertThat(sum).isEqualTo(aggregate);
        }
    }

    @Test
    void keysAndSignaturesAreMultiples() {
        JsonNode file = vectors("walrus/bls");
        for (JsonNode key : file.path("keys")) {
            String secret = key.path("secretKeyHex").asText();
            assertThat(call("g1_mul", secret, call("g1_generator")))
                    .isEqualTo(key.path("publicKeyHex").asText());
            for (JsonNode signature : file.path("signatures")) {
                if (signature.path("keyId").equals(key.path("id"))
                        && signature.path("valid").asBoolean()) {
                    String message = signature.path("messageHex").asText();
                    assertThat(call("g2_mul", secret, call("hash_to_g2", message)))
                            .isEqualTo(signature.path("signatureHex").asText());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void hashesToPoints(JsonNode one) {
        String message = one.path("message").asText();
        if (message.isEmpty()) {
            assertAborts(INVALID, "hash_to_g1", message);
            assertAborts(INVALID, "hash_to_g2", message);
            return;
        }
        assertThat(call("hash_to_g1", message)).isEqualTo(one.path("g1").asText());
        assertThat(call("hash_to_g2", message)).isEqualTo(one.path("g2").asText());
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void pairingsAreBilinear(JsonNode one) {
        String g1 = one.path("g1").asText();
        String g2 = one.path("g2").asText();
        String a = one.path("a").asText();
        String b = one.path("b").asText();
        String gt = one.path("gt_seal").asText();
        assertThat(call("g1_mul", a, call("g1_generator"))).isEqualTo(g1);
        assertThat(call("g2_mul", b, call("g2_generator"))).isEqualTo(g2);
        assertThat(call("pairing", g1, g2)).isEqualTo(gt);
        assertThat(call("gt_mul", call("scalar_mul", a, b), call("gt_generator")))
                .isEqualTo(gt);
        assertThat(call("gt_sub", call("gt_add", gt, gt), gt)).isEqualTo(gt);
        assertThat(call("gt_add", gt, call("gt_neg", gt))).isEqualTo(call("gt_identity"));
    }

    @ParameterizedTest
    @MethodSource("keypairs")
    void minSigSignatures(JsonNode one) {
        String key = one.path("public_key").asText();
        assertThat(call("g2_mul", one.path("master_key").asText(), call("g2_generator")))
                .isEqualTo(key);
        String signature = one.path("proof_of_possession").asText();
        String message = one.path("pop_message").asText();
        assertThat(verifies("bls12381_min_sig_verify", signature, key, message)).isTrue();
        assertThat(verifies("bls12381_min_sig_verify", signature, key, message + "00"))
                .isFalse();
        assertThat(verifies("bls12381_min_sig_verify", call("g1_neg", signature), key, message))
                .isFalse();
    }

    /// What a Seal key server does, in Move.
    @ParameterizedTest
    @MethodSource("extractions")
    void identityKeys(JsonNode one) {
        String hash = one.path("hash_to_g1").asText();
        String secret = one.path("user_secret_key").asText();
        String master = one.path("master_key").asText();
        assertThat(call("g1_mul", master, hash)).isEqualTo(secret);
        assertThat(call("g1_div", master, secret)).isEqualTo(hash);
        assertThat(call("pairing", secret, call("g2_generator")))
                .isEqualTo(call("pairing", hash, one.path("public_key").asText()));
    }

    @Test
    void constantsOfTheFrameworkAreTheGroups() {
        assertThat(call("pairing", call("g1_generator"), call("g2_generator"))).isEqualTo(call("gt_generator"));
        assertThat(call("pairing", call("g1_identity"), call("g2_generator"))).isEqualTo(call("gt_identity"));
        String minusOne = scalar(ORDER.subtract(BigInteger.ONE));
        for (String group : List.of("g1", "g2", "gt")) {
            String generator = call(group + "_generator");
            String minus = call(group + "_mul", minusOne, generator);
            assertThat(minus).isEqualTo(call(group + "_neg", generator));
            assertThat(call(group + "_add", minus, generator)).isEqualTo(call(group + "_identity"));
            assertThat(call(group + "_mul", call("scalar_zero"), generator)).isEqualTo(call(group + "_identity"));
            assertAborts(INVALID, group + "_div", call("scalar_zero"), generator);
        }
    }

    @Test
    void scalarsAreNumbersModuloTheOrder() {
        BigInteger seven = BigInteger.valueOf(7);
        String minusOne = scalar(ORDER.subtract(BigInteger.ONE));
        assertThat(call("scalar_add", minusOne, scalar(seven))).isEqualTo(scalar(BigInteger.valueOf(6)));
        assertThat(call("scalar_sub", scalar(BigInteger.ONE), scalar(seven)))
                .isEqualTo(scalar(ORDER.subtract(BigInteger.valueOf(6))));
        assertThat(call("scalar_mul", minusOne, minusOne)).isEqualTo(scalar(BigInteger.ONE));
        assertThat(call("scalar_inv", scalar(seven))).isEqualTo(scalar(seven.modInverse(ORDER)));
        assertThat(call("scalar_div", scalar(seven), minusOne))
                .isEqualTo(scalar(seven.modInverse(ORDER).negate().mod(ORDER)));
        assertThat(call("scalar_neg", scalar(seven))).isEqualTo(scalar(ORDER.subtract(seven)));
        assertAborts(INVALID, "scalar_from_bytes", scalar(ORDER));
        assertAborts(INVALID, "scalar_from_bytes", "00".repeat(31));
        assertThat(call("scalar_from_bytes", minusOne)).isEqualTo(minusOne);
    }

    @Test
    void onlyElementsOfTheGroupAreTakenFromBytes() {
        String g1 = call("g1_generator");
        String g2 = call("g2_generator");
        assertThat(call("g1_from_bytes", g1)).isEqualTo(g1);
        assertThat(call("g1_from_bytes", call("g1_identity"))).isEqualTo(call("g1_identity"));
        assertThat(call("g2_from_bytes", g2)).isEqualTo(g2);
        assertThat(call("g2_from_bytes", call("g2_identity"))).isEqualTo(call("g2_identity"));
        // identity with bytes behind the flag, without the flag of compression, coordinate beyond the field, length
        for (String wrong : List.of(
                G1_OUTSIDE,
                G1_OFF,
                "c0" + "00".repeat(46) + "01",
                "40" + "00".repeat(47),
                "17" + g1.substring(2),
                "9f" + "ff".repeat(47),
                g1 + "00",
                g1.substring(2),
                "")) {
            assertAborts(INVALID, "g1_from_bytes", wrong);
        }
        for (String wrong : List.of(G2_OUTSIDE, g1, "c0" + "00".repeat(94) + "01", "9f" + "ff".repeat(95), "")) {
            assertAborts(INVALID, "g2_from_bytes", wrong);
        }
    }

    @Test
    void malformedSignaturesAndKeysDoNotVerify() {
        JsonNode one = signatures()
                .filter(s -> s.path("valid").asBoolean())
                .findFirst()
                .orElseThrow();
        String key = publicKeys(List.of(one.path("keyId").asInt())).getFirst();
        String message = one.path("messageHex").asText();
        String signature = one.path("signatureHex").asText();
        String verify = "bls12381_min_pk_verify";
        assertThat(verifies(verify, signature, key, message)).isTrue();
        assertThat(verifies(verify, signature, call("g1_identity"), message)).isFalse();
        assertThat(verifies(verify, call("g2_identity"), call("g1_identity"), message))
                .isFalse();
        assertThat(verifies(verify, call("g2_identity"), key, message)).isFalse();
        for (String bad : List.of("", "00", G1_OUTSIDE, G1_OFF, signature)) {
            assertThat(verifies(verify, signature, bad, message)).isFalse();
        }
        for (String bad : List.of("", "00", G2_OUTSIDE, key, signature.substring(2))) {
            assertThat(verifies(verify, bad, key, message)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 32})
    void sumsOfMultiplesAreThoseOfTheirTerms(int terms) {
        List<String> scalars = new ArrayList<>();
        List<String> points = new ArrayList<>();
        String expected = call("g1_identity");
        for (int i = 1; i <= terms; i++) {
            scalars.add(scalar(ORDER.subtract(BigInteger.valueOf(i * 97L))));
            points.add(call("hash_to_g1", "%02x".formatted(i)));
            expected = call("g1_add", expected, call("g1_mul", scalars.getLast(), points.getLast()));
        }
        assertThat(call("g1_multi_scalar_multiplication", elements(scalars), elements(points)))
                .isEqualTo(expected);
        List<String> tooMany = new ArrayList<>(scalars);
        List<String> more = new ArrayList<>(points);
        while (tooMany.size() <= 32) {
            tooMany.add(scalars.getFirst());
            more.add(points.getFirst());
        }
        assertAborts(2, "g1_multi_scalar_multiplication", elements(tooMany), elements(more));
        assertAborts(INVALID, "g1_multi_scalar_multiplication", elements(scalars), elements(more));
        assertAborts(INVALID, "g1_multi_scalar_multiplication", elements(List.of()), elements(List.of()));
    }

    private static JsonNode vectors(String name) {
        try {
            Path root = Path.of(System.getProperty("floe.root"));
            return new ObjectMapper()
                    .readTree(root.resolve("format/src/test/resources/vectors/" + name + ".json")
                            .toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> publicKeys(List<Integer> ids) {
        JsonNode keys = vectors("walrus/bls").path("keys");
        return ids.stream()
                .map(id -> keys.valueStream()
                        .filter(key -> key.path("id").asInt() == id)
                        .findFirst()
                        .orElseThrow()
                        .path("publicKeyHex")
                        .asText())
                .toList();
    }

    /// The sum of keys by uncompressed points, which is what a committee of many needs.
    private String summed(List<String> keys) {
        List<String> terms =
                keys.stream().map(key -> call("g1_to_uncompressed_g1", key)).toList();
        return call("uncompressed_g1_to_g1", call("uncompressed_g1_sum", elements(terms)));
    }

    private boolean verifies(String function, String signature, String key, String message) {
        return run(function, List.of(bytes(signature), bytes(key), bytes(message)))
                .getFirst()
                .asBool();
    }

    /// Calls a function whose arguments are bytes, elements, or vectors of elements (as [#elements] makes them),
    /// and whose result is an element; all in hex.
    private String call(String function, String... arguments) {
        MoveValue result = run(
                        function,
                        Arrays.stream(arguments)
                                .map(argument -> argument.startsWith("[")
                                        ? HEX.parseHex(argument.substring(1))
                                        : bytes(argument))
                                .toList())
                .getFirst();
        return HEX.formatHex(result.asStruct().field(0).asBytes());
    }

    private void assertAborts(long code, String function, String... arguments) {
        assertThatThrownBy(() -> call(function, arguments))
                .as(function + Arrays.toString(arguments))
                .isInstanceOfSatisfying(
                        MoveException.class,
                        e -> assertThat(e.failure()).isInstanceOfSatisfying(MoveFailure.Abort.class, abort -> {
                            assertThat(abort.code()).isEqualTo(code);
                            assertThat(abort.location().module().name()).isEqualTo("group_ops");
                        }));
    }

    private List<MoveValue> run(String name, List<byte[]> bcs) {
        MoveFunction function = vm.function(Address.SUI, "bls12381", name).orElseThrow();
        Metering metering = new Metering(100_000_000, 64 << 20);
        List<MoveValue> arguments = new ArrayList<>();
        for (int i = 0; i < bcs.size(); i++) {
            MoveType.Reference parameter =
                    (MoveType.Reference) function.parameters().get(i);
            arguments.add(MoveReference.box(MoveBcs.read(parameter.target(), bcs.get(i), metering)));
        }
        MemoryHost host = new MemoryHost(new TransactionDigest(Digest.ZERO), Address.ZERO);
        return vm.execute(function, List.of(), arguments, host, metering);
    }

    private static byte[] bytes(String hex) {
        return new BcsWriter().bytes(HEX.parseHex(hex)).toByteArray();
    }

    private static String elements(List<String> all) {
        BcsWriter out = new BcsWriter().uleb(all.size());
        all.forEach(one -> out.bytes(HEX.parseHex(one)));
        return "[" + HEX.formatHex(out.toByteArray());
    }

    private static String scalar(BigInteger value) {
        return "%064x".formatted(value);
    }
}

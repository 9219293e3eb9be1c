package dev.floe.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.cli.vectors.CaseRunner;
import dev.floe.cli.vectors.VectorFile;
import dev.floe.cli.vectors.VectorSuite;
import java.util.List;

/// The vector files of `seal/`: what the official SDK computes, computed here.
public final class SealSuites {

    /// One suite for each schema.
    public static final List<VectorSuite> ALL = List.of(
            new Suite("keypairs", List.of("pop_message", "proof_of_possession"), SealCurveSuites::keypairs),
            new Suite("master-key-derivation", List.of("derivation_index", "hkdf_okm"), SealCurveSuites::masterKeys),
            new Suite("hash-to-curve", List.of("message", "g1", "g2"), SealCurveSuites::hashToCurve),
            new Suite("extract", List.of("full_id", "hash_to_g1", "user_secret_key"), SealCurveSuites::extract),
            new Suite("pairing-gt", List.of("gt_seal", "gt_tower_be"), SealCurveSuites::pairing),
            new Suite("elgamal", List.of("ciphertext_json", "verify_without_secret"), SealCurveSuites::elGamal),
            new Suite("committee-aggregation", List.of("lagrange_at_zero", "parties"), SealCurveSuites::committee),
            new Suite("kdf", List.of("gt", "nonce", "index", "output"), SealKeySuites::shareMask),
            new Suite("derive-key", List.of("purpose_tag", "base_key"), SealKeySuites::derivedKey),
            new Suite("gf256", List.of("a", "b", "add", "mul"), SealKeySuites::field),
            new Suite("shamir", List.of("combine_sets", "combine_with_too_few"), SealKeySuites::shamir),
            new Suite("dem", List.of("dem", "key", "blob", "plaintext"), SealKeySuites::dem),
            new Suite("encrypted-objects", List.of("secrets", "minimal_server_set"), SealObjectSuites::object),
            new Suite(
                    "encrypted-objects-rust-shapes",
                    List.of("secrets", "expected_output"),
                    SealObjectSuites::rustShape),
            new Suite("session-certificates", List.of("certificate_json", "personal_message"), SealWireSuites::session),
            new Suite("fetch-key-requests", List.of("signed_bytes", "body_json"), SealWireSuites::fetchRequest),
            new Suite("key-server-objects", List.of("dynamic_field_name_bcs", "value_bcs"), SealWireSuites::keyServer),
            new Suite("end-to-end", List.of("encrypted_objects", "http"), SealEndToEndSuite::check),
            new Suite("negative", List.of("based_on", "share_consistency_check"), SealObjectSuites::negative),
            new Suite("upstream-regressions", List.of("source", "kind"), SealObjectSuites::upstream));

    /// The check of one case.
    interface Check {
        void check(JsonNode c);
    }

    private record Suite(String name, List<String> caseFields, Check check) implements VectorSuite {
        @Override
        public void run(VectorFile file, CaseRunner cases) {
            int number = 0;
            for (JsonNode c : file.cases()) {
                cases.run(c.path("id").asText("case " + number), () -> check.check(c));
                number++;
            }
        }
    }

    private SealSuites() {}
}

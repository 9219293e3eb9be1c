package dev.floe.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.ElGamal;
import dev.floe.access.Ibe;
import dev.floe.access.Identity;
import dev.floe.access.MasterKey;
import dev.floe.access.SealSteps;
import dev.floe.cli.vectors.Expect;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Gt;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Vectors of `seal/` about points: keys, hashes to the curve, pairings, answers of key servers.
final class SealCurveSuites {

    private static final Curve CURVE = Curve.best();
    private static final Ibe IBE = new Ibe(CURVE);
    private static final ElGamal ELGAMAL = new ElGamal(IBE);

    private SealCurveSuites() {}

    static void keypairs(JsonNode c) {
        MasterKey key = MasterKey.parse(Expect.hex(c, "master_key"));
        G2 publicKey = IBE.publicKey(key);
        Expect.equal("public_key", Expect.hex(c, "public_key"), publicKey.compressed());
        Address keyServer = Address.parse(Expect.text(c, "key_server_object_id"));
        Bytes message = Bytes.parseHex(
                Bytes.copyOf(ascii("SUI-SEAL-IBE-BLS12381-POP-00")).toHex()
                        + publicKey.compressed().toHex()
                        + keyServer.bytes().toHex());
        Expect.hexIfPresent(c, "pop_message", message);
        G1 proof = IBE.proofOfPossession(key, keyServer);
        Expect.equal("proof_of_possession", Expect.hex(c, "proof_of_possession"), proof.compressed());
        Expect.equal(
                "proof_of_possession_base64",
                Expect.text(c, "proof_of_possession_base64"),
                Base64.getEncoder().encodeToString(proof.compressed().toByteArray()));
        Expect.equal("the proof is valid", true, IBE.isPossession(proof, publicKey, keyServer));
    }

    static void masterKeys(JsonNode c) {
        Bytes seed = Expect.hex(c, "seed");
        long index = Long.parseUnsignedLong(Expect.text(c, "derivation_index"));
        Bytes info = Bytes.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
        Expect.equal("hkdf_okm", Expect.hex(c, "hkdf_okm"), SealSteps.hkdf64(seed, info));
        MasterKey key = MasterKey.derive(seed, index);
        Expect.equal(
                "master_key", Expect.hex(c, "master_key"), key.revealScalar().toBytes());
        Expect.equal(
                "public_key", Expect.hex(c, "public_key"), IBE.publicKey(key).compressed());
    }

    static void hashToCurve(JsonNode c) {
        Bytes message = Expect.hex(c, "message");
        G1 g1 = CURVE.hashToG1(message, "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_");
        G2 g2 = CURVE.hashToG2(message, "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_");
        Expect.equal("g1", Expect.hex(c, "g1"), g1.compressed());
        Expect.equal("g2", Expect.hex(c, "g2"), g2.compressed());
    }

    static void extract(JsonNode c) {
        Bytes fullId = new Identity(Address.parse(Expect.text(c, "package_id")), Expect.hex(c, "inner_id")).fullId();
        Expect.equal("full_id", Expect.hex(c, "full_id"), fullId);
        Expect.equal(
                "hash_to_g1", Expect.hex(c, "hash_to_g1"), IBE.point(fullId).compressed());
        MasterKey key = MasterKey.parse(Expect.hex(c, "master_key"));
        Expect.equal(
                "public_key", Expect.hex(c, "public_key"), IBE.publicKey(key).compressed());
        G1 userKey = IBE.userKey(key, fullId);
        Expect.equal("user_secret_key", Expect.hex(c, "user_secret_key"), userKey.compressed());
        Expect.equal("the user key is valid", true, IBE.isUserKey(userKey, fullId, IBE.publicKey(key)));
    }

    static void pairing(JsonNode c) {
        G1 p = CURVE.g1Generator().times(Scalar.parse(Expect.hex(c, "a")));
        G2 q = CURVE.g2Generator().times(Scalar.parse(Expect.hex(c, "b")));
        Expect.equal("g1", Expect.hex(c, "g1"), p.compressed());
        Expect.equal("g2", Expect.hex(c, "g2"), q.compressed());
        Bytes seal = CURVE.pairing(p, q).toBytes();
        Expect.equal("gt_seal", Expect.hex(c, "gt_seal"), seal);
        Gt read = CURVE.gt(seal);
        Expect.equal("gt_seal that was read", seal, read.toBytes());
        byte[] tower = new byte[Gt.SIZE_BYTES];
        int[] blocks = {0, 2, 4, 1, 3, 5};
        for (int i = 0; i < blocks.length; i++) {
            seal.slice(96 * blocks[i], 96 * (blocks[i] + 1)).copyTo(tower, 96 * i);
        }
        Expect.equal("gt_tower_be", Expect.hex(c, "gt_tower_be"), Bytes.copyOf(tower));
    }

    static void elGamal(JsonNode c) {
        Scalar secret = Scalar.parse(Expect.hex(c, "secret_key"));
        Expect.equal(
                "public_key_g1",
                Expect.hex(c, "public_key_g1"),
                ELGAMAL.encryptionKey(secret).compressed());
        G2 verification = ELGAMAL.verificationKey(secret);
        Expect.equal("verification_key_g2", Expect.hex(c, "verification_key_g2"), verification.compressed());
        Bytes fullId = Expect.hex(c, "full_id");
        MasterKey master = MasterKey.parse(Expect.hex(c, "master_key"));
        G2 masterPublic = IBE.publicKey(master);
        Expect.equal("master_public_key", Expect.hex(c, "master_public_key"), masterPublic.compressed());
        G1 userKey = IBE.userKey(master, fullId);
        Expect.equal("user_secret_key", Expect.hex(c, "user_secret_key"), userKey.compressed());
        Scalar randomness = Scalar.parse(Expect.hex(c, "randomness"));
        ElGamal.Encrypted ours = ELGAMAL.encrypt(userKey, ELGAMAL.encryptionKey(secret), randomness);
        ElGamal.Encrypted given = encrypted(Expect.field(c, "ciphertext"));
        Expect.equal("ciphertext", given, ours);
        for (int i = 0; i < 2; i++) {
            G1 part = i == 0 ? ours.first() : ours.second();
            Expect.equal(
                    "ciphertext_json",
                    Expect.field(c, "ciphertext_json").path(i).asText(),
                    Base64.getEncoder().encodeToString(part.compressed().toByteArray()));
        }
        Expect.equal(
                "decrypted",
                Expect.hex(c, "decrypted"),
                ELGAMAL.decrypt(given, secret).compressed());
        Expect.equal(
                "verify_without_secret",
                Expect.bool(c, "verify_without_secret"),
                ELGAMAL.isValid(given, verification, fullId, masterPublic));
    }

    static void committee(JsonNode c) {
        Bytes fullId = Expect.hex(c, "full_id");
        MasterKey master = MasterKey.parse(Expect.hex(c, "master_key"));
        Expect.equal(
                "master_public_key",
                Expect.hex(c, "master_public_key"),
                IBE.publicKey(master).compressed());
        Scalar secret = Scalar.parse(Expect.hex(c, "client_secret_key"));
        G1 encryptionKey = ELGAMAL.encryptionKey(secret);
        G2 verification = ELGAMAL.verificationKey(secret);
        Expect.equal("client_public_key", Expect.hex(c, "client_public_key"), encryptionKey.compressed());
        Expect.equal("client_verification_key", Expect.hex(c, "client_verification_key"), verification.compressed());
        List<ElGamal.Encrypted> all = new ArrayList<>();
        for (JsonNode party : Expect.field(c, "parties")) {
            MasterKey share = MasterKey.parse(Expect.hex(party, "share"));
            G2 partial = IBE.publicKey(share);
            Expect.equal("partial_public_key", Expect.hex(party, "partial_public_key"), partial.compressed());
            ElGamal.Encrypted answer = ELGAMAL.encrypt(
                    IBE.userKey(share, fullId), encryptionKey, Scalar.parse(Expect.hex(party, "elgamal_randomness")));
            Expect.equal("encrypted_partial_key", encrypted(Expect.field(party, "encrypted_partial_key")), answer);
            Expect.equal("partial key is valid", true, ELGAMAL.isValid(answer, verification, fullId, partial));
            all.add(answer);
        }
        List<Integer> selected = new ArrayList<>();
        Expect.field(c, "selected_party_ids").forEach(id -> selected.add(id.asInt()));
        for (int i = 0; i < selected.size(); i++) {
            Expect.equal(
                    "lagrange_at_zero",
                    Expect.hex(Expect.field(c, "lagrange_at_zero"), String.valueOf(selected.get(i))),
                    ElGamal.lagrangeAtZero(selected, i).toBytes());
        }
        ElGamal.Encrypted combined =
                ELGAMAL.combine(selected, selected.stream().map(all::get).toList());
        Expect.equal("aggregated", encrypted(Expect.field(c, "aggregated")), combined);
        G1 userKey = ELGAMAL.decrypt(combined, secret);
        Expect.equal("user_secret_key", Expect.hex(c, "user_secret_key"), userKey.compressed());
        Expect.equal("user key is valid", true, IBE.isUserKey(userKey, fullId, IBE.publicKey(master)));
    }

    private static ElGamal.Encrypted encrypted(JsonNode pair) {
        return new ElGamal.Encrypted(
                CURVE.g1(Bytes.parseHex(pair.path(0).asText())),
                CURVE.g1(Bytes.parseHex(pair.path(1).asText())));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}

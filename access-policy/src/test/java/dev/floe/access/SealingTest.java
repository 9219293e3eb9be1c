package dev.floe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.access.EncryptedObject.Aes256Gcm;
import dev.floe.access.EncryptedObject.Shares;
import dev.floe.access.Sealing.Mode;
import dev.floe.access.Sealing.Recipient;
import dev.floe.access.Sealing.Secrets;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import dev.floe.host.Entropy;
import dev.floe.ledger.Address;
import dev.floe.testkit.Campaign;
import dev.floe.testkit.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages under identities: who can open them, and that nothing else ever comes out.
final class SealingTest {

    private static final Bytes MESSAGE =
            Bytes.copyOf("a data key or a small secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final Seed seed = Seed.of("sealing");
    private final Entropy entropy = seed.entropy();
    private final Ibe ibe = new Ibe(Curve.best());
    private final Sealing sealing = new Sealing(ibe);
    private final Identity identity = new Identity(Address.ofLong(0xf10e), Bytes.copyOf(entropy.bytes(40)));

    private final List<MasterKey> masterKeys = new ArrayList<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final Map<Address, G1> userKeys = new HashMap<>();
    private final Map<Address, G2> publicKeys = new HashMap<>();

    private void keyServers(int... weights) {
        for (int weight : weights) {
            MasterKey key = MasterKey.fromRandom(Bytes.copyOf(entropy.bytes(64)));
            Address id = Address.copyOf(entropy.bytes(32));
            masterKeys.add(key);
            recipients.add(new Recipient(id, ibe.publicKey(key), weight));
            publicKeys.put(id, ibe.publicKey(key));
            userKeys.put(id, ibe.userKey(key, identity.fullId()));
        }
    }

    private Secrets secrets(int threshold) {
        List<Bytes> coefficients = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            coefficients.add(Bytes.copyOf(entropy.bytes(threshold - 1)));
        }
        return new Secrets(
                Bytes.copyOf(entropy.bytes(32)), coefficients, Scalar.reduce(new BigInteger(1, entropy.bytes(64))));
    }

    private EncryptedObject encrypt(int threshold, Mode mode) {
        return sealing.encrypt(
                identity,
                recipients,
                threshold,
                mode,
                MESSAGE,
                Optional.of(Bytes.parseHex("0102")),
                secrets(threshold));
    }

    private Map<Address, G1> keysOf(int... servers) {
        Map<Address, G1> some = new HashMap<>();
        for (int server : servers) {
            Address id = recipients.get(server).id();
            some.put(id, userKeys.get(id));
        }
        return some;
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"AES_256_GCM", "HMAC_256_CTR"})
    void anyServersThatReachTheThresholdOpenTheMessage(Mode mode) {
        keyServers(1, 1, 2);
        EncryptedObject object = encrypt(2, mode);

        assertThat(sealing.decrypt(object, keysOf(0, 1), publicKeys)).isEqualTo(MESSAGE);
        assertThat(sealing.decrypt(object, keysOf(2), publicKeys)).isEqualTo(MESSAGE);
        assertThat(sealing.decrypt(object, userKeys, publicKeys)).isEqualTo(MESSAGE);
    }

    @Test
    void plainModeGivesTheSameKeyToEveryone() {
        keyServers(1, 1, 1);
        EncryptedObject object = encrypt(2, Mode.PLAIN);

        Bytes key = sealing.decrypt(object, keysOf(0, 1), publicKeys);
        assertThat(key.size()).isEqualTo(32);
        assertThat(sealing.decrypt(object, keysOf(1, 2), publicKeys)).isEqualTo(key);
    }

    @Test
    void tooFewSharesAreDeniedWithTheCount() {
        keyServers(1, 1, 1);
        EncryptedObject object = encrypt(3, Mode.AES_256_GCM);

        assertThatThrownBy(() -> sealing.decrypt(object, keysOf(0, 2), publicKeys))
                .isInstanceOf(DataException.Denied.class)
                .hasMessageContaining("2 shares, 3 are needed");
    }

    @Test
    void aKeyOfAnotherIdentityIsNamedAndRefused() {
        keyServers(1, 1);
        EncryptedObject object = encrypt(1, Mode.AES_256_GCM);
        Address first = recipients.getFirst().id();
        G1 foreign = ibe.userKey(masterKeys.getFirst(), Bytes.parseHex("00"));

        assertThatThrownBy(() -> sealing.decrypt(object, Map.of(first, foreign), publicKeys))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining(first.toString());
    }

    @Test
    void aShareThatOnlySomeReadersWouldNoticeIsRefusedForAll() {
        keyServers(1, 1, 1);
        EncryptedObject honest = encrypt(2, Mode.AES_256_GCM);
        Map<Address, G2> wrongKey = new HashMap<>(publicKeys);
        wrongKey.put(recipients.get(2).id(), ibe.publicKey(masterKeys.getFirst()));

        assertThatThrownBy(() -> sealing.decrypt(honest, keysOf(0, 1), wrongKey))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("inconsistent");
    }

    @Test
    void everyFlippedBitOfAnObjectIsNoticed() {
        keyServers(1, 1);
        EncryptedObject object = encrypt(2, Mode.AES_256_GCM);
        byte[] encoded = object.toBytes().toByteArray();
        var random = seed.child(1).random();
        for (int i = 0; i < 60; i++) {
            byte[] flipped = encoded.clone();
            int bit = random.nextInt(8 * flipped.length);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(
                            () -> sealing.decrypt(EncryptedObject.parse(Bytes.copyOf(flipped)), userKeys, publicKeys))
                    .as("bit " + bit)
                    .isInstanceOfAny(DataException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void bothImplementationsOfTheCurveOpenEachOthersObjects() {
        keyServers(1, 1);
        EncryptedObject object = encrypt(2, Mode.AES_256_GCM);
        Curve java = Curve.pureJava();
        Map<Address, G1> javaUserKeys = new HashMap<>();
        Map<Address, G2> javaPublicKeys = new HashMap<>();
        userKeys.forEach((id, key) -> javaUserKeys.put(id, java.g1(key.compressed())));
        publicKeys.forEach((id, key) -> javaPublicKeys.put(id, java.g2(key.compressed())));

        assertThat(new Sealing(new Ibe(java)).decrypt(object, javaUserKeys, javaPublicKeys))
                .isEqualTo(MESSAGE);
    }

    @Test
    void objectsComeBackFromTheirBytes() {
        keyServers(1, 3);
        for (Mode mode : Mode.values()) {
            EncryptedObject object = encrypt(2, mode);
            assertThat(EncryptedObject.parse(object.toBytes())).isEqualTo(object);
        }
    }

    @Test
    void mutatedObjectsAreRefusedWithADeclaredFailure() {
        keyServers(1, 1);
        List<byte[]> corpus = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            corpus.add(encrypt(2, mode).toBytes().toByteArray());
        }
        Campaign.allowing(DataException.Corrupt.class)
                .run("encrypted-object", corpus, input -> EncryptedObject.parse(Bytes.copyOf(input)));
    }

    @Test
    void secretsDoNotPrintThemselves() {
        assertThat(secrets(1).toString()).isEqualTo("[secret]");
        assertThat(MasterKey.derive(Bytes.copyOf(new byte[32]), 7)).hasToString("[secret]");
    }

    @Test
    void possessionProofsBindTheKeyServer() {
        keyServers(1);
        MasterKey key = masterKeys.getFirst();
        Address id = recipients.getFirst().id();
        G1 proof = ibe.proofOfPossession(key, id);

        assertThat(ibe.isPossession(proof, ibe.publicKey(key), id)).isTrue();
        assertThat(ibe.isPossession(proof, ibe.publicKey(key), Address.ofLong(1)))
                .isFalse();
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedBeforeAnythingIsEncrypted() {
        keyServers(1);
        Bytes nonce = ibe.publicKey(masterKeys.getFirst()).compressed();
        assertThatThrownBy(() -> new Shares(nonce, List.of(Bytes.EMPTY), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Aes256Gcm(Bytes.EMPTY, Optional.empty()).associatedData())
                .isEqualTo(Bytes.EMPTY);
    }
}

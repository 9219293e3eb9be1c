package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.testkit.Seed;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeypairTest {

    private static final Digest MESSAGE = Digests.blake2b256(new byte[] {1});

    private final Seed seed = Seed.of("keypair");

    @ParameterizedTest
    @EnumSource
    void aRevealedSecretGivesTheSameKeyBack(SignatureScheme scheme) {
        try (Keypair key = Keypair.generate(scheme, seed.entropy());
                Keypair again = Keypair.parse(new String(key.revealSecret()))) {
            assertThat(again.publicKey()).isEqualTo(key.publicKey());
            assertThat(again.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherKeyOrMessageDoesNotVerify(SignatureScheme scheme) {
        try (Keypair key = Keypair.generate(scheme, seed.child(1).entropy());
                Keypair other = Keypair.generate(scheme, seed.child(2).entropy())) {
            Bytes signature = key.sign(MESSAGE).signature();
            assertThat(key.publicKey().verifies(MESSAGE, signature)).isTrue();
            assertThat(other.publicKey().verifies(MESSAGE, signature)).isFalse();
            assertThat(key.publicKey().verifies(Digest.ZERO, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SECP256K1", "SECP256R1"})
    void theOtherValidEcdsaSignatureIsRefused(SignatureScheme scheme) {
        BigInteger order = scheme == SignatureScheme.SECP256K1
                ? new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
                : new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        try (Keypair key = Keypair.generate(scheme, seed.entropy())) {
            byte[] signature = key.sign(MESSAGE).signature().toByteArray();
            BigInteger high = order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
            byte[] bytes = high.toByteArray();
            System.arraycopy(bytes, bytes.length - 32, signature, 32, 32);
            assertThat(key.publicKey().verifies(MESSAGE, Bytes.copyOf(signature)))
                    .isFalse();
        }
    }

    @Test
    void aPublicKeyThatIsNoPointVerifiesNothing() {
        byte[] noPoint = new byte[33];
        Arrays.fill(noPoint, (byte) 0xFF);
        noPoint[0] = 2;
        PublicKey key = new PublicKey(SignatureScheme.SECP256K1, Bytes.copyOf(noPoint));
        assertThat(key.verifies(MESSAGE, Bytes.copyOf(new byte[64]))).isFalse();
    }

    @Test
    void scalarsOutsideTheCurveAreRefused() {
        byte[] tooLarge = new byte[32];
        Arrays.fill(tooLarge, (byte) 0xFF);
        for (byte[] secret : new byte[][] {new byte[32], tooLarge, new byte[31]}) {
            assertThatThrownBy(() -> Keypair.ofSecret(SignatureScheme.SECP256K1, secret))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedKeyNeitherSignsNorReveals() {
        Keypair key = Keypair.generate(SignatureScheme.ED25519, seed.entropy());
        key.close();
        assertThatThrownBy(() -> key.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::revealSecret).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMistypedSecretIsRefusedWithoutRepeatingIt() {
        try (Keypair key = Keypair.generate(SignatureScheme.ED25519, seed.entropy())) {
            char[] text = key.revealSecret();
            text[20] = text[20] == 'q' ? 'p' : 'q';
            String mistyped = new String(text);
            assertThatThrownBy(() -> Keypair.parse(mistyped))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("checksum")
                    .hasMessageNotContaining(mistyped.substring(12, 30));
        }
    }

    @Test
    void generatedMnemonicsParseAndDeriveDifferentKeys() {
        for (int words : new int[] {12, 15, 18, 21, 24}) {
            try (Mnemonic mnemonic = Mnemonic.generate(words, seed.child(words).entropy());
                    Mnemonic again = Mnemonic.parse(new String(mnemonic.revealWords()));
                    Keypair first =
                            Keypair.derive(mnemonic, SignatureScheme.ED25519, HdPath.of(SignatureScheme.ED25519, 0));
                    Keypair same =
                            Keypair.derive(again, SignatureScheme.ED25519, HdPath.of(SignatureScheme.ED25519, 0));
                    Keypair second =
                            Keypair.derive(mnemonic, SignatureScheme.ED25519, HdPath.of(SignatureScheme.ED25519, 1))) {
                assertThat(new String(mnemonic.revealWords()).split(" ")).hasSize(words);
                assertThat(same.address()).isEqualTo(first.address());
                assertThat(second.address()).isNotEqualTo(first.address());
                assertThat(mnemonic).hasToString("mnemonic [secret]");
            }
        }
    }

    @Test
    void theWordListIsThatOfTheSpecification() throws Exception {
        try (InputStream in = Keypair.class.getResourceAsStream("internal/crypto/bip39-english.txt")) {
            byte[] sha256 = MessageDigest.getInstance("SHA-256")
                    .digest(Objects.requireNonNull(in).readAllBytes());
            assertThat(HexFormat.of().formatHex(sha256))
                    .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        }
    }

    @Test
    void swappedWordsFailTheChecksum() {
        assertThatThrownBy(() -> Mnemonic.parse("crazy film soon outside stand loop subway crumble thrive popular green"
                        + " nuclear struggle pistol arm wife phrase warfare march wheat nephew ask sunny firm"))
                .hasMessageContaining("checksum");
    }

    @Test
    void pathsOfAnotherSchemeAreRefused() {
        try (Mnemonic mnemonic = Mnemonic.generate(12, seed.entropy())) {
            assertThatThrownBy(() ->
                            Keypair.derive(mnemonic, SignatureScheme.SECP256K1, HdPath.of(SignatureScheme.ED25519, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("m/54'/784'/0'/0/0");
        }
    }
}

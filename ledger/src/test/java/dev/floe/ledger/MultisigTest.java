package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.testkit.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MultisigTest {

    private static final Digest MESSAGE = Digests.blake2b256(new byte[] {1});

    private final Seed seed = Seed.of("multisig");
    private final Keypair one =
            Keypair.generate(SignatureScheme.ED25519, seed.child(1).entropy());
    private final Keypair two =
            Keypair.generate(SignatureScheme.SECP256K1, seed.child(2).entropy());
    private final Keypair three =
            Keypair.generate(SignatureScheme.SECP256R1, seed.child(3).entropy());
    private final MultisigPublicKey key = new MultisigPublicKey(
            List.of(
                    new MultisigPublicKey.Member(one.publicKey(), 1),
                    new MultisigPublicKey.Member(two.publicKey(), 2),
                    new MultisigPublicKey.Member(three.publicKey(), 3)),
            3);

    static MultisigSignature sample() {
        return new MultisigTest().signature();
    }

    private MultisigSignature signature() {
        return MultisigSignature.combine(key, List.of(two.sign(MESSAGE), one.sign(MESSAGE)));
    }

    @Test
    void enoughWeightInAnyOrderVerifiesAndSurvivesARoundTrip() {
        MultisigSignature signature = signature();
        assertThat(signature.verifies(MESSAGE)).isTrue();
        assertThat(signature.signer()).isEqualTo(key.address());
        assertThat(UserSignature.parse(signature.toBytes())).isEqualTo(signature);
        assertThat(signature.bitmap()).isEqualTo(0b011);
        assertThat(MultisigSignature.combine(key, List.of(three.sign(MESSAGE))).verifies(MESSAGE))
                .isTrue();
    }

    @Test
    void tooLittleWeightIsNeitherCombinedNorVerified() {
        assertThatThrownBy(() -> MultisigSignature.combine(key, List.of(two.sign(MESSAGE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 3, got 2");
        MultisigSignature light =
                new MultisigSignature(List.of(two.sign(MESSAGE).signature()), 0b010, key);
        assertThat(light.verifies(MESSAGE)).isFalse();
    }

    @Test
    void oneWrongSignatureFailsAll() {
        Digest other = Digests.blake2b256(new byte[] {2});
        MultisigSignature mixed =
                MultisigSignature.combine(key, List.of(one.sign(MESSAGE), two.sign(MESSAGE), three.sign(other)));
        assertThat(mixed.verifies(MESSAGE)).isFalse();
        assertThat(mixed.verifies(other)).isFalse();
    }

    @Test
    void strangersAndRepeatsAreRefused() {
        Keypair stranger =
                Keypair.generate(SignatureScheme.ED25519, seed.child(4).entropy());
        assertThatThrownBy(() -> MultisigSignature.combine(key, List.of(stranger.sign(MESSAGE))))
                .hasMessageContaining("not a member");
        assertThatThrownBy(() -> MultisigSignature.combine(key, List.of(one.sign(MESSAGE), one.sign(MESSAGE))))
                .hasMessageContaining("signed twice");
        assertThatThrownBy(() -> new MultisigPublicKey(
                        List.of(key.members().getFirst(), key.members().getFirst()), 1))
                .hasMessageContaining("twice");
    }

    @Test
    void aThresholdNobodyCanReachIsRefused() {
        assertThatThrownBy(() -> new MultisigPublicKey(key.members(), 7)).hasMessageContaining("1 to 6, got 7");
        assertThatThrownBy(() -> new MultisigPublicKey(key.members(), 0)).hasMessageContaining("got 0");
    }

    @Test
    void aSignatureOfAnotherKindThanItsKeyIsCorrupt() {
        byte[] bytes = signature().toBytes().toByteArray();
        bytes[2] = 1; // the first signature's kind: Ed25519 becomes secp256k1
        assertThatThrownBy(() -> UserSignature.parse(Bytes.copyOf(bytes)))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("another kind");
    }

    @Test
    void zkLoginAndPasskeyAreRefusedByName() {
        for (int flag : new int[] {5, 6}) {
            assertThatThrownBy(() -> UserSignature.parse(Bytes.copyOf(new byte[] {(byte) flag, 0})))
                    .isInstanceOf(DataException.Corrupt.class)
                    .hasMessageContaining("not supported");
        }
    }
}

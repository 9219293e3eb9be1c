package dev.floe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.access.ElGamal.Encrypted;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Scalar;
import dev.floe.testkit.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Answers of key servers, alone and from a committee.
final class ElGamalTest {

    private final dev.floe.host.Entropy entropy = Seed.of("elgamal").entropy();
    private final Ibe ibe = new Ibe(Curve.best());
    private final ElGamal elGamal = new ElGamal(ibe);
    private final Bytes fullId = Bytes.copyOf(entropy.bytes(40));

    private Scalar scalar() {
        return Scalar.reduce(new BigInteger(1, entropy.bytes(64)));
    }

    @Test
    void onlyTheHolderOfTheSecretGetsTheKeyAndEveryoneCanCheckIt() {
        MasterKey master = MasterKey.fromRandom(Bytes.copyOf(entropy.bytes(64)));
        G1 userKey = ibe.userKey(master, fullId);
        Scalar secret = scalar();
        Encrypted answer = elGamal.encrypt(userKey, elGamal.encryptionKey(secret), scalar());

        assertThat(elGamal.decrypt(answer, secret)).isEqualTo(userKey);
        assertThat(elGamal.decrypt(answer, scalar())).isNotEqualTo(userKey);
        var verificationKey = elGamal.verificationKey(secret);
        assertThat(elGamal.isValid(answer, verificationKey, fullId, ibe.publicKey(master)))
                .isTrue();
        assertThat(elGamal.isValid(answer, verificationKey, Bytes.parseHex("00"), ibe.publicKey(master)))
                .isFalse();
    }

    @Test
    void anyThresholdOfACommitteeAnswersLikeOneServer() {
        // f(x) = master + a·x; party i holds f(i + 1).
        Scalar master = scalar();
        Scalar slope = scalar();
        Scalar secret = scalar();
        List<Encrypted> answers = new ArrayList<>();
        for (int party = 0; party < 3; party++) {
            Scalar share = master.plus(slope.times(Scalar.of(party + 1)));
            answers.add(elGamal.encrypt(ibe.point(fullId).times(share), elGamal.encryptionKey(secret), scalar()));
        }
        G1 expected = ibe.point(fullId).times(master);

        Encrypted two = elGamal.combine(List.of(2, 0), List.of(answers.get(2), answers.get(0)));
        assertThat(elGamal.decrypt(two, secret)).isEqualTo(expected);
        Encrypted all = elGamal.combine(List.of(0, 1, 2), answers);
        assertThat(elGamal.decrypt(all, secret)).isEqualTo(expected);
        assertThatThrownBy(() -> elGamal.combine(List.of(1, 1), answers.subList(0, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.floe.access.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.access.EncryptedObject;
import dev.floe.access.SealClient;
import dev.floe.access.SealWorld;
import dev.floe.access.SessionKey;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Data keys wrapped under policies.
final class DataKeyTest {

    private static final Address ARTIFACT = Address.ofLong(0xA47);

    @Test
    void aNewPeriodWrapsTheSameKeyAnew() throws IOException {
        try (SealWorld world = new SealWorld("data-key", 3)) {
            world.grant(world.user.address());
            SealClient client = world.client(world.direct());
            try (DataKey key = DataKey.generate(world.entropy, ARTIFACT, 4);
                    SessionKey session = world.session(world.user)) {
                EncryptedObject first = key.wrap(client, world.identity(1), 2);
                EncryptedObject second = key.wrap(client, world.identity(2), 2);
                for (int i = 1; i <= 2; i++) {
                    try (DataKey again = DataKey.unwrap(
                            client, i == 1 ? first : second, ARTIFACT, session, world.approval(world.identity(i)))) {
                        assertThat(again.reveal()).isEqualTo(key.reveal());
                        assertThat(again.period()).isEqualTo(4);
                    }
                }
                assertThatThrownBy(() -> DataKey.unwrap(
                                client, first, Address.ofLong(1), session, world.approval(world.identity(1))))
                        .isInstanceOf(DataException.Corrupt.class)
                        .hasMessageContaining("is for artifact");
                EncryptedObject noKey = client.encrypt(
                        world.identity(1), 2, Bytes.EMPTY, first.ciphertext().associatedData());
                assertThatThrownBy(() ->
                                DataKey.unwrap(client, noKey, ARTIFACT, session, world.approval(world.identity(1))))
                        .isInstanceOf(DataException.Corrupt.class)
                        .hasMessageContaining("expected 32");
            }
        }
    }
}

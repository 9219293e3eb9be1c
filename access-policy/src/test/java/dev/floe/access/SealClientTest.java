package dev.floe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.access.KeyServerTransport.Reply;
import dev.floe.access.server.KeyRing;
import dev.floe.access.server.KeyServerOptions;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The client against key servers that are honest, absent, slow, or lie.
final class SealClientTest {

    private static final Bytes MESSAGE = SealWorld.utf8("a data key");

    private SealWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new SealWorld("seal-client", 5);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void aMemberDecryptsAStrangerDoesNot() {
        SealClient client = world.client(world.direct(), (identity, user) -> Optional.of("Rent it: floe rent OFFER"));
        EncryptedObject object = client.encrypt(world.identity(1), 3, MESSAGE, Bytes.EMPTY);
        try (SessionKey session = world.session(world.user)) {
            assertThatThrownBy(() -> client.decrypt(object, session, world.approval(world.identity(1))))
                    .isInstanceOf(DataException.Denied.class)
                    .hasMessageContaining("NoAccess")
                    .hasMessageContaining(world.parties.getFirst().id().toString())
                    .hasMessageEndingWith("Rent it: floe rent OFFER");
            world.grant(world.user.address());
            assertThat(client.decrypt(object, session, world.approval(world.identity(1))))
                    .isEqualTo(MESSAGE);
        }
    }

    @Test
    void whatWasRevokedIsRefusedByTheNextRequest() {
        world.grant(world.user.address());
        SealClient client = world.client(world.direct());
        EncryptedObject object = client.encrypt(world.identity(1), 3, MESSAGE, Bytes.EMPTY);
        try (SessionKey session = world.session(world.user)) {
            assertThat(client.decrypt(object, session, world.approval(world.identity(1))))
                    .isEqualTo(MESSAGE);
            world.revoke(world.user.address());
            assertThat(client.decryptCached(object)).contains(MESSAGE); // keys are for ever, as the ADR says
            client.forget();
            assertThat(client.decryptCached(object)).isEmpty();
            assertThatThrownBy(() -> client.decrypt(object, session, world.approval(world.identity(1))))
                    .isInstanceOf(DataException.Denied.class);
        }
    }

    @Test
    void everySubsetOfBadServersUpToFiveIsSurvivedOrNamed() {
        world.grant(world.user.address());
        int kind = 0;
        int runs = 0;
        for (int n = 1; n <= 5; n++) {
            Map<String, KeyServerTransport> misbehaving = new ConcurrentHashMap<>();
            SealClient client = client(n, misbehaving);
            for (int threshold = 1; threshold <= n; threshold++) {
                for (int bad = 0; bad < 1 << n; bad++) {
                    misbehaving.clear();
                    client.forget();
                    for (int i = 0; i < n; i++) {
                        if ((bad & 1 << i) != 0) {
                            misbehaving.put(world.parties.get(i).url(), bad(i, kind++ % 6));
                        }
                    }
                    check(client, n, threshold, misbehaving);
                    runs++;
                }
            }
        }
        assertThat(runs).isEqualTo(258);
    }

    private SealClient client(int n, Map<String, KeyServerTransport> bad) {
        return new SealClient(
                world.ibe,
                KeyServerDirectory.onChain(world.ibe.curve(), world.ledger),
                world.direct(bad),
                world.time,
                world.entropy,
                SealClientOptions.of(
                        world.parties.stream().limit(n).map(SealWorld.Party::id).toList()),
                DenialAdvisor.NONE);
    }

    private void check(SealClient client, int n, int threshold, Map<String, KeyServerTransport> bad) {
        EncryptedObject object = client.encrypt(world.identity(2), threshold, MESSAGE, Bytes.EMPTY);
        world.time.advance(Duration.ofSeconds(1));
        SessionKey fresh = world.session(world.user);
        try (fresh) {
            if (n - bad.size() >= threshold) {
                assertThat(client.decrypt(object, fresh, world.approval(world.identity(2))))
                        .isEqualTo(MESSAGE);
                return;
            }
            assertThatThrownBy(() -> client.decrypt(object, fresh, world.approval(world.identity(2))))
                    .isInstanceOfAny(
                            DataException.Denied.class,
                            DataException.Unavailable.class,
                            DataException.Corrupt.class,
                            IllegalArgumentException.class)
                    .satisfies(e -> {
                        for (SealWorld.Party party : world.parties.subList(0, n)) {
                            if (bad.containsKey(party.url())) {
                                assertThat(e).hasMessageContaining(party.id().toString());
                            }
                        }
                    });
        }
    }

    /// One way to misbehave.
    private KeyServerTransport bad(int server, int kind) {
        SealWorld.Party other = world.parties.get((server + 1) % world.parties.size());
        return new Bad((url, body) -> switch (kind) {
            case 0 -> throw new DataException.Unavailable("connection refused");
            case 1 -> reply(500, "<html>");
            case 2 -> reply(403, "{\"error\":\"NoAccess\",\"message\":\"Access denied\"}");
            // Keys of another master key, with the right proof of possession.
            case 3 ->
                SealWorld.answer(
                        body.isPresent()
                                ? other.server()
                                : world.parties.get(server).server(),
                        url,
                        body);
            case 4 -> reply(200, "{\"decryption_keys\":[]}");
            default -> reply(200, "{\"decryption_keys\":[{\"id\":[1],\"encrypted_key\":[\"AA\",\"AA\"]}]}");
        });
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, Map.of("x-keyserver-version", "0.6.10"), SealWorld.utf8(body));
    }

    private record Bad(Answer answer) implements KeyServerTransport {
        @FunctionalInterface
        interface Answer {
            Reply to(String url, Optional<Bytes> body);
        }

        @Override
        public Reply send(String url, Map<String, String> headers, Optional<Bytes> body) {
            return answer.to(url, body);
        }

        @Override
        public void close() {}
    }

    @Test
    void aSilentServerIsNotWaitedFor() {
        world.grant(world.user.address());
        CountDownLatch never = new CountDownLatch(1);
        KeyServerTransport silent = new Bad((url, body) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new DataException.Unavailable("interrupted");
        });
        SealClient client = world.client(world.direct(
                Map.of(world.parties.get(0).url(), silent, world.parties.get(3).url(), silent)));
        EncryptedObject object = client.encrypt(world.identity(1), 3, MESSAGE, Bytes.EMPTY);
        try (SessionKey session = world.session(world.user)) {
            assertThat(client.decrypt(object, session, world.approval(world.identity(1))))
                    .isEqualTo(MESSAGE);
        }
    }

    @Test
    void aServerWithoutTheKeyItsObjectNamesIsNotTrusted() throws IOException {
        MasterKey key = MasterKey.fromRandom(Bytes.copyOf(world.entropy.bytes(64)));
        MasterKey wrong = MasterKey.fromRandom(Bytes.copyOf(world.entropy.bytes(64)));
        var id = world.register(key, "http://impostor");
        world.addParty(
                KeyServerOptions.of(world.sealPackage),
                wrong,
                id,
                "http://impostor",
                new KeyRing.Open(new KeyRing.Held("all", wrong, id)));
        world.grant(world.user.address());
        SealClient client = world.client(world.direct());
        EncryptedObject object = client.encrypt(world.identity(1), 6, MESSAGE, Bytes.EMPTY);
        try (SessionKey session = world.session(world.user)) {
            assertThatThrownBy(() -> client.decrypt(object, session, world.approval(world.identity(1))))
                    .isInstanceOf(DataException.Corrupt.class)
                    .hasMessageContaining("proof of possession is wrong");
        }
    }

    @Test
    void fetchesABatchOnceAndThenOpensFromMemory() {
        world.grant(world.user.address());
        AtomicInteger posts = new AtomicInteger();
        KeyServerTransport direct = world.direct();
        KeyServerTransport counting = new Bad((url, body) -> {
            body.ifPresent(ignored -> posts.incrementAndGet());
            return direct.send(url, Map.of(), body);
        });
        SealClient client = world.client(counting);
        List<EncryptedObject> objects = List.of(
                client.encrypt(world.identity(1), 5, MESSAGE, Bytes.EMPTY),
                client.encrypt(world.identity(2), 5, SealWorld.utf8("second"), SealWorld.utf8("aad")));
        try (SessionKey session = world.session(world.user)) {
            var approval = world.approval(world.identity(1), world.identity(2));
            assertThat(client.decryptAll(objects, session, approval))
                    .containsExactly(MESSAGE, SealWorld.utf8("second"));
            assertThat(client.decryptAll(objects, session, approval))
                    .containsExactly(MESSAGE, SealWorld.utf8("second"));
            assertThat(client.decryptCached(objects.get(1))).contains(SealWorld.utf8("second"));
        }
        assertThat(posts).hasValue(5);
    }

    @Test
    void aSessionThatIsOverOrForAnotherPackageIsRefusedBeforeAnythingIsSent() {
        SealClient client = world.client(new Bad((url, body) -> {
            throw new AssertionError("sent to " + url);
        }));
        EncryptedObject object = client.encrypt(world.identity(1), 3, MESSAGE, Bytes.EMPTY);
        try (SessionKey session = world.session(world.user)) {
            world.time.advance(Duration.ofMinutes(10).minusSeconds(10));
            assertThatThrownBy(() -> client.decrypt(object, session, world.approval(world.identity(1))))
                    .isInstanceOf(DataException.Denied.class)
                    .hasMessageContaining("make a new one");
        }
        try (SessionKey session = world.session(world.user)) {
            assertThatThrownBy(() -> client.decrypt(object, session, world.approval(world.identity(2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not ask for");
        }
    }

    @Test
    void aSessionSurvivesARestart() {
        try (SessionKey session = world.session(world.user)) {
            Bytes exported = session.revealExport();
            try (SessionKey again = SessionKey.parseExport(exported)) {
                assertThat(again.certificate()).isEqualTo(session.certificate());
                assertThat(again.signBytes(MESSAGE)).isEqualTo(session.signBytes(MESSAGE));
                assertThat(again.toString()).contains("[secret]");
            }
            byte[] changed = exported.toByteArray();
            int at = new String(changed, java.nio.charset.StandardCharsets.UTF_8).indexOf("creation_time") + 17;
            changed[at] = (byte) (changed[at] == '1' ? '2' : '1');
            assertThatThrownBy(() -> SessionKey.parseExport(Bytes.copyOf(changed)))
                    .isInstanceOf(DataException.Corrupt.class);
        }
    }
}

package dev.floe.access;

import dev.floe.access.server.KeyRing;
import dev.floe.access.server.KeyServer;
import dev.floe.access.server.KeyServerOptions;
import dev.floe.access.server.NameRegistry;
import dev.floe.access.server.Refusal;
import dev.floe.access.server.ReleaseLog;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.contracts.Contracts;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// An embedded ledger in memory with the Seal package, an allow-list policy, and key servers that are called
/// without a network.
public final class SealWorld implements AutoCloseable {

    public final Seed seed;
    public final Entropy entropy;
    public final ManualTime time = new ManualTime();
    public final Ibe ibe = new Ibe(Curve.best());
    public final LocalLedger ledger;
    public final Keypair owner;
    public final Keypair user;
    public final Address sealPackage;
    public final Address policyPackage;
    public final Address list;
    public final Address cap;
    public final List<Party> parties = new ArrayList<>();

    /// A running key server.
    public record Party(MasterKey key, Address id, String url, KeyServer server, ReleaseLog log, SimFileStore files) {}

    /// Time that moves when told to.
    public static final class ManualTime implements Time {
        private final AtomicLong millis =
                new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());

        public void advance(Duration by) {
            millis.addAndGet(by.toMillis());
        }

        @Override
        public Clock clock() {
            InstantSource source = () -> Instant.ofEpochMilli(millis.get());
            return source.withZone(ZoneOffset.UTC);
        }

        @Override
        public long nanos() {
            return millis.get() * 1_000_000;
        }

        @Override
        public void sleep(Duration duration) {
            advance(duration);
        }
    }

    public SealWorld(String name, int keyServers) throws IOException {
        seed = Seed.of(name);
        entropy = seed.entropy();
        ledger = LocalLedger.open(
                new SimFileStore(seed),
                time,
                seed.child(1).entropy(),
                LocalLedgerOptions.DEFAULT.withEpochDuration(Duration.ofDays(10_000)));
        owner = Keypair.generate(SignatureScheme.ED25519, entropy);
        user = Keypair.generate(SignatureScheme.SECP256K1, entropy);
        ledger.faucet(owner.address(), 2_000_000_000_000L);
        ledger.faucet(user.address(), 2_000_000_000_000L);
        sealPackage = publish(Contracts.load(Contracts.SEAL, Map.of()));
        policyPackage = publish(CompiledPackage.parse(Files.readString(
                Path.of(System.getProperty("floe.root", ".."), "examples/move/allowlist/allowlist.json"))));
        ExecutedTransaction created = call("create");
        list = created(created, "Allowlist").id();
        cap = created(created, "Cap").id();
        for (int i = 0; i < keyServers; i++) {
            addParty(KeyServerOptions.of(sealPackage), i);
        }
    }

    public Party addParty(KeyServerOptions options, int number) throws IOException {
        MasterKey key = MasterKey.fromRandom(Bytes.copyOf(entropy.bytes(64)));
        String url = "http://ks" + number;
        Address id = register(key, url);
        return addParty(options, key, id, url, new KeyRing.Open(new KeyRing.Held("all", key, id)));
    }

    public Party addParty(KeyServerOptions options, MasterKey key, Address id, String url, KeyRing ring)
            throws IOException {
        SimFileStore files = new SimFileStore(seed.child(1000 + parties.size()));
        ReleaseLog log = ReleaseLog.open(files, entropy, entropy.bytes(32));
        KeyServer server = new KeyServer(ibe, ledger, time, entropy, options, ring, NameRegistry.NONE, log);
        Party party = new Party(key, id, url, server, log, files);
        parties.add(party);
        return party;
    }

    public Address register(MasterKey key, String url) {
        Transaction tx = new Transaction();
        tx.call(
                sealPackage + "::key_server::create_and_transfer_v2_independent_server",
                List.of(),
                tx.string("ks"),
                tx.string(url),
                tx.u8(0),
                tx.bytes(ibe.publicKey(key).compressed()));
        return new Wallet(ledger, owner)
                .execute(tx)
                .created(ledger, StructTag.of(sealPackage, "key_server", "KeyServer"))
                .id();
    }

    public void grant(Address member) {
        change("add", member);
    }

    public void revoke(Address member) {
        change("remove", member);
    }

    private void change(String function, Address member) {
        Transaction tx = new Transaction();
        tx.call(
                policyPackage + "::allowlist::" + function,
                List.of(),
                tx.object(list),
                tx.object(cap),
                tx.address(member));
        new Wallet(ledger, owner).execute(tx);
    }

    private ExecutedTransaction call(String function) {
        Transaction tx = new Transaction();
        tx.call(policyPackage + "::allowlist::" + function, List.of());
        return new Wallet(ledger, owner).execute(tx);
    }

    private SuiObject created(ExecutedTransaction executed, String type) {
        return executed.created(ledger, StructTag.of(policyPackage, "allowlist", type));
    }

    public Address publish(CompiledPackage compiled) {
        Transaction tx = new Transaction();
        tx.transferObjects(
                List.of(tx.publish(compiled.modules(), compiled.dependencies())), tx.address(owner.address()));
        ExecutedTransaction executed = new Wallet(ledger, owner).execute(tx);
        List<Address> ids = executed.effects().changed().stream()
                .filter(ObjectChange::isCreated)
                .map(ObjectChange::id)
                .toList();
        return ledger.objects(ids).values().stream()
                .filter(object -> !(object.data() instanceof MoveObject))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /// An id under the list, with some bytes of its own.
    public Identity identity(int number) {
        return new Identity(policyPackage, Bytes.parseHex(list.toHex().replace("0x", "") + "0" + number));
    }

    public ProgrammableTransaction approval(Identity... identities) {
        Transaction tx = new Transaction();
        for (Identity identity : identities) {
            tx.call(
                    policyPackage + "::allowlist::seal_approve",
                    List.of(),
                    tx.bytes(identity.innerId()),
                    tx.object(list));
        }
        return tx.resolve(ledger);
    }

    public SessionKey session(Keypair keypair) {
        return SessionKey.create(entropy, time.now(), keypair.address(), policyPackage, Optional.empty(), 10)
                .sign(keypair);
    }

    public SealClient client(KeyServerTransport transport) {
        return client(transport, DenialAdvisor.NONE);
    }

    public SealClient client(KeyServerTransport transport, DenialAdvisor advisor) {
        return new SealClient(
                ibe,
                KeyServerDirectory.onChain(ibe.curve(), ledger),
                transport,
                time,
                entropy,
                SealClientOptions.of(parties.stream().map(Party::id).toList()),
                advisor);
    }

    public FetchKeyRequest request(SessionKey session, ProgrammableTransaction approval) {
        dev.floe.format.bls.Scalar secret =
                dev.floe.format.bls.Scalar.of(1 + entropy.generator().nextInt(1 << 30));
        ElGamal elGamal = new ElGamal(ibe);
        return FetchKeyRequest.signed(
                approval, elGamal.encryptionKey(secret), elGamal.verificationKey(secret), session);
    }

    /// Calls the key servers in this process.
    public KeyServerTransport direct() {
        return new Direct(Map.of());
    }

    /// Calls the key servers in this process, some of which misbehave.
    public KeyServerTransport direct(Map<String, KeyServerTransport> bad) {
        return new Direct(bad);
    }

    private final class Direct implements KeyServerTransport {
        private final Map<String, KeyServerTransport> bad;

        Direct(Map<String, KeyServerTransport> bad) {
            this.bad = bad;
        }

        @Override
        public Reply send(String url, Map<String, String> headers, Optional<Bytes> body) {
            for (Map.Entry<String, KeyServerTransport> each : bad.entrySet()) {
                if (url.startsWith(each.getKey() + "/")) {
                    return each.getValue().send(url, headers, body);
                }
            }
            Party party = parties.stream()
                    .filter(each -> url.startsWith(each.url() + "/"))
                    .findFirst()
                    .orElseThrow(() -> new DataException.Unavailable("no such host"));
            return answer(party.server(), url, body);
        }

        @Override
        public void close() {}
    }

    public static KeyServerTransport.Reply answer(KeyServer server, String url, Optional<Bytes> body) {
        Map<String, String> headers = new HashMap<>(Map.of("x-keyserver-version", "0.6.10"));
        try {
            if (body.isPresent()) {
                return new KeyServerTransport.Reply(
                        200, headers, server.fetchKeys(body.get()).response().toBody());
            }
            Address id = Address.parse(url.substring(url.indexOf('=') + 1));
            String proof = java.util.Base64.getEncoder()
                    .encodeToString(server.proofOfPossession(id).compressed().toByteArray());
            return new KeyServerTransport.Reply(200, headers, utf8("{\"pop\":\"" + proof + "\"}"));
        } catch (Refusal e) {
            return new KeyServerTransport.Reply(
                    e.error().status(),
                    headers,
                    utf8("{\"error\":\"" + e.error().code() + "\",\"message\":\""
                            + String.valueOf(e.getMessage()).replace('"', '\'') + "\"}"));
        }
    }

    public static Bytes utf8(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        for (Party party : parties) {
            party.log().close();
        }
        ledger.close();
        owner.close();
        user.close();
    }
}

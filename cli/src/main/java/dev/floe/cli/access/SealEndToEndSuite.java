package dev.floe.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.ApprovalCall;
import dev.floe.access.DenialAdvisor;
import dev.floe.access.ElGamal;
import dev.floe.access.EncryptedObject;
import dev.floe.access.FetchKeyRequest;
import dev.floe.access.FetchKeyResponse;
import dev.floe.access.Ibe;
import dev.floe.access.Identity;
import dev.floe.access.KeyServerDirectory;
import dev.floe.access.KeyServerInfo;
import dev.floe.access.KeyServerTransport;
import dev.floe.access.MasterKey;
import dev.floe.access.SealClient;
import dev.floe.access.SealClientOptions;
import dev.floe.access.SessionKey;
import dev.floe.cli.vectors.Expect;
import dev.floe.cli.vectors.Mismatch;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Scalar;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `seal/end-to-end.json`: what the official client sent and got is read and checked, then our client runs against
/// servers that behave the same. The recorded answers are encrypted to the official client's key, so servers with
/// good answers encrypt anew; those with bad answers answer as badly.
final class SealEndToEndSuite {

    private static final Ibe IBE = new Ibe(Curve.best());
    private static final ElGamal ELGAMAL = new ElGamal(IBE);
    private static final Entropy ENTROPY = Entropy.system();

    private SealEndToEndSuite() {}

    static void check(JsonNode c) {
        List<Server> servers = new ArrayList<>();
        for (JsonNode server : Expect.field(c, "servers")) {
            servers.add(new Server(
                    Address.parse(Expect.text(server, "object_id")),
                    Expect.text(server, "url"),
                    MasterKey.parse(Expect.hex(server, "master_key"))));
        }
        Bytes kind = Expect.hex(c, "transaction_kind_bytes");
        Address packageId = Address.parse(Expect.text(c, "package_id"));
        for (JsonNode exchange : Expect.field(c, "http")) {
            exchange(c, servers.get(Expect.integer(exchange, "server")), exchange, kind, packageId);
        }
        run(c, servers, kind, packageId);
    }

    private static void exchange(JsonNode c, Server server, JsonNode exchange, Bytes kind, Address packageId) {
        for (String header : List.of("Request-Id", "Client-Sdk-Type", "Client-Sdk-Version")) {
            Expect.text(Expect.field(exchange, "headers"), header);
        }
        boolean isGood = Expect.integer(exchange, "status") == 200;
        Bytes answer = SealWireSuites.utf8(exchange.path("response").asText(""));
        if (Expect.text(exchange, "method").equals("GET")) {
            if (isGood) {
                G1 proof = IBE.curve()
                        .g1(Bytes.copyOf(Base64.getDecoder().decode(Expect.text(SealWireSuites.json(answer), "pop"))));
                server.answersProof(
                        exchange.path("response").asText(""),
                        IBE.isPossession(proof, IBE.publicKey(server.key), server.id));
            }
            return;
        }
        FetchKeyRequest request =
                FetchKeyRequest.parse(IBE.curve(), SealWireSuites.utf8(Expect.text(exchange, "body")));
        Expect.equal("body written again", SealWireSuites.utf8(Expect.text(exchange, "body")), request.toBody());
        Expect.equal("the request is signed", true, request.isSigned());
        Expect.equal("the certificate is signed", true, request.certificate().isSigned(packageId));
        Expect.equal("transaction", kind, Bytes.parseHex("00" + request.ptb().toHex()));
        Expect.equal(
                "creation_time",
                Expect.number(c, "creation_time_ms"),
                request.certificate().creationTimeMillis());
        if (!isGood) {
            server.refuses(Expect.integer(exchange, "status"), answer);
            return;
        }
        FetchKeyResponse response = FetchKeyResponse.parse(IBE.curve(), answer);
        Expect.equal("answer written again", answer, response.toBody());
        boolean isValid = response.keys().stream()
                .allMatch(key -> ELGAMAL.isValid(
                        key.encrypted(), request.verificationKey(), key.fullId(), IBE.publicKey(server.key)));
        if (!isValid) {
            server.lies();
        }
    }

    private static void run(JsonNode c, List<Server> servers, Bytes kind, Address packageId) {
        List<EncryptedObject> objects = new ArrayList<>();
        Expect.field(c, "encrypted_objects")
                .forEach(object -> objects.add(EncryptedObject.parse(Bytes.parseHex(object.asText()))));
        long creation = Expect.number(c, "creation_time_ms");
        SealClient client = new SealClient(
                IBE,
                directory(servers),
                new Fake(servers, packageId),
                new Fixed(creation),
                ENTROPY,
                SealClientOptions.of(servers.stream().map(server -> server.id).toList()),
                DenialAdvisor.NONE);
        List<Bytes> expected = new ArrayList<>();
        Expect.field(c, "plaintexts").forEach(text -> expected.add(Bytes.parseHex(text.asText())));
        boolean succeeds = Expect.text(c, "result").equals("success");
        byte[] userSecret = Expect.hex(c, "user_secret_key").toByteArray();
        byte[] seed = Expect.hex(c, "session_secret_key").toByteArray();
        try (Keypair user = keypair(c, userSecret);
                SessionKey session = SessionKey.ofSeed(
                                seed, Instant.ofEpochMilli(creation), user.address(), packageId, Optional.empty(), 10)
                        .sign(user)) {
            List<Bytes> got;
            try {
                got = client.decryptAll(objects, session, ProgrammableTransaction.parseKind(kind));
            } catch (DataException | IllegalArgumentException e) {
                if (succeeds) {
                    throw new Mismatch("expected success, got " + e);
                }
                requireNames(servers, String.valueOf(e.getMessage()));
                return;
            }
            Expect.equal("result", succeeds, true);
            Expect.equal("plaintexts", expected, got);
        }
    }

    /// A failure must name every server that is to blame.
    private static void requireNames(List<Server> servers, String message) {
        for (Server server : servers) {
            if (!server.isHonest() && !message.contains(server.id.toString())) {
                throw new Mismatch("the error does not name key server " + server.id + ": " + message);
            }
        }
    }

    /// The user's scheme is not named; it is the one whose address stands in the recorded certificates.
    private static Keypair keypair(JsonNode c, byte[] secret) {
        String bodies = Expect.field(c, "http").toString();
        for (SignatureScheme scheme : SignatureScheme.values()) {
            try {
                Keypair keypair = Keypair.ofSecret(scheme, secret);
                if (bodies.contains(keypair.address().toString())) {
                    return keypair;
                }
                keypair.close();
            } catch (IllegalArgumentException _) {
                // not a scalar of that curve
            }
        }
        throw new Mismatch("user_secret_key is not the key of the recorded certificates");
    }

    private static KeyServerDirectory directory(List<Server> servers) {
        Map<Address, KeyServerInfo> known = new HashMap<>();
        servers.forEach(server -> known.put(
                server.id,
                new KeyServerInfo(
                        server.id, server.url, IBE.publicKey(server.key), new KeyServerInfo.Independent(server.url))));
        return id ->
                Optional.ofNullable(known.get(id)).orElseThrow(() -> new DataException.NotFound("key server " + id));
    }

    /// A key server and how it behaved in the recording.
    private static final class Server {
        private final Address id;
        private final String url;
        private final MasterKey key;
        private boolean lies;
        private int refusalStatus;
        private Bytes refusal = Bytes.EMPTY;
        private Optional<String> badProof = Optional.empty();

        Server(Address id, String url, MasterKey key) {
            this.id = id;
            this.url = url;
            this.key = key;
        }

        void lies() {
            lies = true;
        }

        void refuses(int status, Bytes body) {
            refusalStatus = status;
            refusal = body;
        }

        void answersProof(String body, boolean isValid) {
            if (!isValid) {
                badProof = Optional.of(body);
            }
        }

        boolean isHonest() {
            return !lies && refusalStatus == 0 && badProof.isEmpty();
        }
    }

    private record Fake(List<Server> servers, Address packageId) implements KeyServerTransport {
        @Override
        public Reply send(String url, Map<String, String> headers, Optional<Bytes> body) {
            Server server = servers.stream()
                    .filter(each -> url.startsWith(each.url + "/"))
                    .findFirst()
                    .orElseThrow(() -> new DataException.Unavailable("no server at " + url));
            Map<String, String> version = Map.of("x-keyserver-version", "0.6.10");
            if (body.isEmpty()) {
                String proof = Base64.getEncoder()
                        .encodeToString(IBE.proofOfPossession(server.key, server.id)
                                .compressed()
                                .toByteArray());
                return new Reply(
                        200, version, SealWireSuites.utf8(server.badProof.orElse("{\"pop\":\"" + proof + "\"}")));
            }
            if (server.refusalStatus != 0) {
                return new Reply(server.refusalStatus, version, server.refusal);
            }
            FetchKeyRequest request = FetchKeyRequest.parse(IBE.curve(), body.get());
            MasterKey used = server.lies ? MasterKey.fromRandom(Bytes.copyOf(ENTROPY.bytes(64))) : server.key;
            List<FetchKeyResponse.Key> keys = new ArrayList<>();
            for (Bytes innerId : ApprovalCall.parse(request.ptb()).innerIds()) {
                Bytes fullId = new Identity(packageId, innerId).fullId();
                Scalar randomness = Scalar.reduce(new BigInteger(1, ENTROPY.bytes(64)));
                keys.add(new FetchKeyResponse.Key(
                        fullId, ELGAMAL.encrypt(IBE.userKey(used, fullId), request.encryptionKey(), randomness)));
            }
            return new Reply(200, version, new FetchKeyResponse(keys).toBody());
        }

        @Override
        public void close() {}
    }

    /// The recorded moment.
    private record Fixed(long millis) implements Time {
        @Override
        public Clock clock() {
            return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("nothing here waits");
        }
    }
}

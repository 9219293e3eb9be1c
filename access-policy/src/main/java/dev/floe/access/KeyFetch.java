package dev.floe.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.SealClientOptions.Server;
import dev.floe.access.internal.Json;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks one key server for keys and checks what it answers. Every failure is an [Outcome], so that the others go
/// on.
final class KeyFetch {

    private static final int[] OLDEST_SERVER = {0, 4, 1};

    private final Ibe ibe;
    private final ElGamal elGamal;
    private final KeyServerTransport transport;
    private final SealClientOptions options;

    KeyFetch(Ibe ibe, KeyServerTransport transport, SealClientOptions options) {
        this.ibe = ibe;
        this.elGamal = new ElGamal(ibe);
        this.transport = transport;
        this.options = options;
    }

    /// What became of one server.
    sealed interface Outcome {
        Address keyServer();
    }

    /// It gave all keys.
    record Got(Address keyServer, Map<Bytes, G1> userKeys) implements Outcome {}

    /// It did not.
    ///
    /// @param kind what the caller of the client can do
    /// @param reason why, and what to do
    record Failed(Address keyServer, Kind kind, String reason) implements Outcome {}

    /// Kinds of failure, as [DataException] has them.
    enum Kind {
        DENIED,
        UNAVAILABLE,
        CORRUPT,
        MISUSE
    }

    /// Asks `server`.
    ///
    /// @param secret of the ElGamal key in `request`
    /// @param fullIds all must be answered
    Outcome fetch(
            Server server,
            KeyServerInfo info,
            String url,
            boolean isVerified,
            FetchKeyRequest request,
            Scalar secret,
            Set<Bytes> fullIds) {
        try {
            if (!isVerified && info.type() instanceof KeyServerInfo.Independent) {
                verify(server, info, url);
            }
            KeyServerTransport.Reply reply =
                    transport.send(url + "/v1/fetch_key", headers(server), Optional.of(request.toBody()));
            if (reply.status() != 200) {
                return refused(server.id(), reply);
            }
            requireVersion(reply);
            return new Got(server.id(), userKeys(info.publicKey(), reply.body(), secret, fullIds));
        } catch (DataException.Unavailable e) {
            return new Failed(server.id(), Kind.UNAVAILABLE, "no answer (" + e.getMessage() + ")");
        } catch (DataException | IllegalArgumentException e) {
            return new Failed(server.id(), Kind.CORRUPT, String.valueOf(e.getMessage()));
        }
    }

    private void verify(Server server, KeyServerInfo info, String url) {
        KeyServerTransport.Reply reply =
                transport.send(url + "/v1/service?service_id=" + server.id(), headers(server), Optional.empty());
        if (reply.status() != 200) {
            throw new DataException.Corrupt("it does not stand behind its object: " + reason(reply));
        }
        requireVersion(reply);
        JsonNode json = Json.object("proof of possession", reply.body(), 4096);
        G1 proof = ibe.curve().g1(Json.base64(json, "pop", G1.COMPRESSED_BYTES));
        if (!ibe.isPossession(proof, info.publicKey(), server.id())) {
            throw new DataException.Corrupt("its proof of possession is wrong: whoever answers there does not hold the"
                    + " key that the object names");
        }
    }

    private Map<Bytes, G1> userKeys(G2 publicKey, Bytes body, Scalar secret, Set<Bytes> fullIds) {
        Map<Bytes, G1> keys = new HashMap<>();
        for (FetchKeyResponse.Key key :
                FetchKeyResponse.parse(ibe.curve(), body).keys()) {
            if (fullIds.contains(key.fullId()) && !keys.containsKey(key.fullId())) {
                G1 userKey = elGamal.decrypt(key.encrypted(), secret);
                if (!ibe.isUserKey(userKey, key.fullId(), publicKey)) {
                    throw new DataException.Corrupt(
                            "its key is not one of its public key; the server is misconfigured" + " or lies");
                }
                keys.put(key.fullId(), userKey);
            }
        }
        if (keys.size() < fullIds.size()) {
            throw new DataException.Corrupt("it answered " + keys.size() + " of " + fullIds.size() + " ids");
        }
        return keys;
    }

    private Map<String, String> headers(Server server) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Client-Sdk-Type", options.clientType());
        headers.put("Client-Sdk-Version", options.clientVersion());
        server.apiKey().ifPresent(key -> headers.put(key.header(), key.value()));
        return headers;
    }

    private static Outcome refused(Address server, KeyServerTransport.Reply reply) {
        String code = field(reply, "error");
        String hint = switch (code) {
            case "NoAccess" -> "";
            case "InvalidCertificate" -> "; make a new session, and check the clock";
            case "InvalidSignature" -> "; sign the session with the key of its user";
            case "InvalidParameter" -> "; an object may be too new, try again in some seconds";
            default -> "";
        };
        Kind kind = switch (code) {
            case "NoAccess",
                    "InvalidCertificate",
                    "InvalidSignature",
                    "InvalidSessionSignature",
                    "UnsupportedPackageId",
                    "InvalidMVRName" -> Kind.DENIED;
            case "InvalidPTB", "InvalidPackage" -> Kind.MISUSE;
            case "InvalidParameter" -> Kind.UNAVAILABLE;
            default -> reply.status() == 429 || reply.status() >= 500 ? Kind.UNAVAILABLE : Kind.MISUSE;
        };
        return new Failed(server, kind, reason(reply) + hint);
    }

    private static String reason(KeyServerTransport.Reply reply) {
        String code = field(reply, "error");
        return code.isEmpty() ? "status " + reply.status() : code + ": " + field(reply, "message");
    }

    /// Text from a stranger: short, and without control characters.
    private static String field(KeyServerTransport.Reply reply, String name) {
        try {
            JsonNode json = Json.object("refusal", reply.body(), 64 << 10);
            String text = json.path(name).asText("").replaceAll("\\p{Cntrl}", " ");
            return text.length() <= 400 ? text : text.substring(0, 400) + "…";
        } catch (DataException.Corrupt _) {
            return "";
        }
    }

    private static void requireVersion(KeyServerTransport.Reply reply) {
        String[] parts = Optional.ofNullable(reply.headers().get("x-keyserver-version"))
                .orElse("")
                .split("[.+-]", -1);
        for (int i = 0; i < OLDEST_SERVER.length; i++) {
            int part = i < parts.length && parts[i].matches("\\d{1,9}") ? Integer.parseInt(parts[i]) : -1;
            if (part > OLDEST_SERVER[i]) {
                return;
            }
            if (part < OLDEST_SERVER[i]) {
                throw new DataException.Corrupt("it does not say that it is version 0.4.1 or newer");
            }
        }
    }
}

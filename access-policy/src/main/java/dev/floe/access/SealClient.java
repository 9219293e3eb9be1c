package dev.floe.access;

import dev.floe.access.KeyFetch.Failed;
import dev.floe.access.KeyFetch.Got;
import dev.floe.access.KeyFetch.Kind;
import dev.floe.access.KeyFetch.Outcome;
import dev.floe.access.SealClientOptions.Server;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.ProgrammableTransaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/// Encrypts under policies and fetches the keys to decrypt. Any threshold of honest key servers suffices: absent,
/// slow and lying ones are named and skipped. Safe for concurrent use.
///
/// Keys that were fetched are kept in memory, so that the same item opens again without the servers; [#forget]
/// drops them. Encrypting asks no key server.
public final class SealClient {

    private static final int MAX_CACHED_KEYS = 10_000;

    private final Sealing sealing;
    private final ElGamal elGamal;
    private final KeyServerDirectory directory;
    private final Time time;
    private final Entropy entropy;
    private final SealClientOptions options;
    private final DenialAdvisor advisor;
    private final KeyFetch fetch;
    private final Set<Address> verified = ConcurrentHashMap.newKeySet();
    // Guarded by itself.
    private final Map<CacheKey, G1> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CacheKey, G1> eldest) {
            return size() > MAX_CACHED_KEYS;
        }
    };

    private record CacheKey(Bytes fullId, Address keyServer) {}

    /// A client; it owns none of what it is given.
    public SealClient(
            Ibe ibe,
            KeyServerDirectory directory,
            KeyServerTransport transport,
            Time time,
            Entropy entropy,
            SealClientOptions options,
            DenialAdvisor advisor) {
        this.sealing = new Sealing(ibe);
        this.elGamal = new ElGamal(ibe);
        this.directory = directory;
        this.time = time;
        this.entropy = entropy;
        this.options = options;
        this.advisor = advisor;
        this.fetch = new KeyFetch(ibe, transport, options);
    }

    /// Encrypts a small message, at most [EncryptedObject#MAX_MESSAGE_BYTES]; bigger data goes under a data key.
    ///
    /// @param identity whose package is the first version of the policy package
    /// @param threshold how many shares open it, 1 to the sum of the servers' weights
    /// @param associated authenticated with the message, may be empty
    public EncryptedObject encrypt(Identity identity, int threshold, Bytes message, Bytes associated) {
        List<Sealing.Recipient> recipients = new ArrayList<>();
        for (Server server : options.keyServers()) {
            recipients.add(new Sealing.Recipient(
                    server.id(), directory.info(server.id()).publicKey(), server.weight()));
        }
        return sealing.encrypt(
                identity,
                recipients,
                threshold,
                Sealing.Mode.AES_256_GCM,
                message,
                Optional.of(associated),
                secrets(threshold));
    }

    /// Opens an object.
    ///
    /// @param approval calls of `seal_approve…` that show the policy why the session's user may; must ask for the
    ///     object's id
    /// @throws DataException.Denied if the policy refuses; the message says what to do about it
    /// @throws DataException.Unavailable if too few key servers answered
    /// @throws DataException.Corrupt if the object, or too many answers, do not check
    public Bytes decrypt(EncryptedObject object, SessionKey session, ProgrammableTransaction approval) {
        return decryptAll(List.of(object), session, approval).getFirst();
    }

    /// Opens objects of one policy package with one request to each key server; at most [ApprovalCall#MAX_CALLS]
    /// ids.
    ///
    /// @see #decrypt
    public List<Bytes> decryptAll(List<EncryptedObject> objects, SessionKey session, ProgrammableTransaction approval) {
        fetchKeys(objects, session, approval);
        List<Bytes> messages = new ArrayList<>();
        for (EncryptedObject object : objects) {
            messages.add(sealing.decrypt(object, cached(object), publicKeys(object)));
        }
        return messages;
    }

    /// Opens an object with keys that were fetched before; empty if they do not suffice.
    public Optional<Bytes> decryptCached(EncryptedObject object) {
        return weightOf(object, cached(object).keySet()) < object.threshold()
                ? Optional.empty()
                : Optional.of(sealing.decrypt(object, cached(object), publicKeys(object)));
    }

    /// Fetches the keys of all objects that are not at hand yet.
    private void fetchKeys(List<EncryptedObject> objects, SessionKey session, ProgrammableTransaction approval) {
        List<EncryptedObject> open = objects.stream()
                .filter(object -> weightOf(object, cached(object).keySet()) < object.threshold())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Set<Identity> asked = checked(open, session, approval);
        List<Server> servers = options.keyServers().stream()
                .filter(server -> open.stream().anyMatch(object -> weightOf(object, Set.of(server.id())) > 0))
                .toList();
        requireReachable(open, servers);
        Scalar secret = randomScalar();
        FetchKeyRequest request = FetchKeyRequest.signed(
                approval, elGamal.encryptionKey(secret), elGamal.verificationKey(secret), session);
        Set<Bytes> fullIds = asked.stream().map(Identity::fullId).collect(Collectors.toSet());
        List<Failed> failures = ask(servers, request, secret, fullIds, open);
        for (EncryptedObject object : open) {
            if (weightOf(object, cached(object).keySet()) < object.threshold()) {
                throw failure(object, failures, session.user());
            }
        }
    }

    private Set<Identity> checked(List<EncryptedObject> objects, SessionKey session, ProgrammableTransaction approval) {
        if (session.isExpired(time.now())) {
            throw new DataException.Denied("session of " + session.user() + " ended at " + session.certificateExpiry()
                    + "; make a new one (floe session)");
        }
        ApprovalCall call;
        try {
            call = ApprovalCall.of(approval);
        } catch (DataException.Corrupt e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Set<Identity> asked = call.identities(objects.getFirst().identity().packageId());
        for (EncryptedObject object : objects) {
            if (!session.packageId().equals(object.identity().packageId())) {
                throw new IllegalArgumentException("object is under package "
                        + object.identity().packageId() + ", the session is for " + session.packageId()
                        + "; make a session for the object's package");
            }
            if (!asked.contains(object.identity())) {
                throw new IllegalArgumentException("the approval transaction does not ask for " + object.identity()
                        + "; its first argument must be the object's inner id");
            }
        }
        return asked;
    }

    private void requireReachable(List<EncryptedObject> objects, List<Server> servers) {
        Set<Address> ids = servers.stream().map(Server::id).collect(Collectors.toSet());
        for (EncryptedObject object : objects) {
            int reachable = weightOf(object, ids);
            if (reachable < object.threshold()) {
                throw new IllegalArgumentException("object " + object.identity() + " needs " + object.threshold()
                        + " shares, the key servers of this client hold " + reachable + " of them; add some of "
                        + object.services().stream()
                                .map(EncryptedObject.Service::keyServer)
                                .distinct()
                                .toList());
            }
        }
    }

    /// Asks all servers at once; returns when every object can be opened or all have answered.
    private List<Failed> ask(
            List<Server> servers,
            FetchKeyRequest request,
            Scalar secret,
            Set<Bytes> fullIds,
            List<EncryptedObject> objects) {
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        List<Thread> workers = new ArrayList<>();
        List<Failed> failures = new ArrayList<>();
        try {
            for (Server server : servers) {
                workers.add(Thread.ofVirtual()
                        .name("seal-" + server.id().toShortString())
                        .start(() -> outcomes.add(askOne(server, request, secret, fullIds))));
            }
            for (int answered = 0; answered < servers.size() && !isComplete(objects); answered++) {
                switch (outcomes.take()) {
                    case Got got -> keep(got);
                    case Failed failed -> failures.add(failed);
                }
            }
            return failures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("interrupted while waiting for key servers", e);
        } finally {
            workers.forEach(Thread::interrupt);
        }
    }

    private Outcome askOne(Server server, FetchKeyRequest request, Scalar secret, Set<Bytes> fullIds) {
        try {
            KeyServerInfo info = directory.info(server.id());
            boolean isVerified = !options.verifyKeyServers() || verified.contains(server.id());
            Outcome outcome = fetch.fetch(server, info, url(server, info), isVerified, request, secret, fullIds);
            if (outcome instanceof Got) {
                verified.add(server.id());
            }
            return outcome;
        } catch (DataException.Unavailable e) {
            return new Failed(server.id(), Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Failed(server.id(), Kind.MISUSE, String.valueOf(e.getMessage()));
        }
    }

    private static String url(Server server, KeyServerInfo info) {
        String url = server.url()
                .or(info::url)
                .orElseThrow(() -> new IllegalArgumentException(
                        "is a committee, so the address of its aggregator must be configured"));
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private void keep(Got got) {
        synchronized (cache) {
            got.userKeys().forEach((fullId, key) -> cache.put(new CacheKey(fullId, got.keyServer()), key));
        }
    }

    private boolean isComplete(List<EncryptedObject> objects) {
        return objects.stream()
                .allMatch(object -> weightOf(object, cached(object).keySet()) >= object.threshold());
    }

    private Map<Address, G1> cached(EncryptedObject object) {
        Bytes fullId = object.identity().fullId();
        Map<Address, G1> keys = new HashMap<>();
        synchronized (cache) {
            for (EncryptedObject.Service service : object.services()) {
                G1 key = cache.get(new CacheKey(fullId, service.keyServer()));
                if (key != null) {
                    keys.put(service.keyServer(), key);
                }
            }
        }
        return keys;
    }

    /// Drops all keys that were fetched.
    public void forget() {
        synchronized (cache) {
            cache.clear();
        }
    }

    private static int weightOf(EncryptedObject object, Set<Address> keyServers) {
        return Math.toIntExact(object.services().stream()
                .filter(service -> keyServers.contains(service.keyServer()))
                .count());
    }

    /// All that the object names, also those that this client does not ask: their shares are checked too.
    private Map<Address, G2> publicKeys(EncryptedObject object) {
        Map<Address, G2> keys = new HashMap<>();
        for (Address id : new HashSet<>(object.services().stream()
                .map(EncryptedObject.Service::keyServer)
                .toList())) {
            keys.put(id, directory.info(id).publicKey());
        }
        return keys;
    }

    private RuntimeException failure(EncryptedObject object, List<Failed> failures, Address user) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        failures.forEach(failed -> counts.merge(failed.kind(), 1, Integer::sum));
        Kind kind = Kind.DENIED;
        for (Kind each : Kind.values()) {
            if (counts.getOrDefault(each, 0) > counts.getOrDefault(kind, 0)) {
                kind = each;
            }
        }
        Set<String> lines = new LinkedHashSet<>();
        failures.forEach(failed -> lines.add("key server " + failed.keyServer() + ": " + failed.reason()));
        String text = "cannot open " + object.identity() + ": "
                + weightOf(object, cached(object).keySet()) + " of " + object.threshold()
                + " shares; " + String.join("; ", lines);
        return switch (kind) {
            case DENIED ->
                new DataException.Denied(text
                        + advisor.advice(object.identity(), user)
                                .map(advice -> ". " + advice)
                                .orElse(". Ask the owner of the policy for access"));
            case UNAVAILABLE -> new DataException.Unavailable(text + ". Try again");
            case CORRUPT -> new DataException.Corrupt(text + ". Do not trust those servers; use others");
            case MISUSE -> new IllegalArgumentException(text);
        };
    }

    private Sealing.Secrets secrets(int threshold) {
        List<Bytes> coefficients = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            coefficients.add(Bytes.copyOf(entropy.bytes(Math.max(0, threshold - 1))));
        }
        return new Sealing.Secrets(Bytes.copyOf(entropy.bytes(32)), coefficients, randomScalar());
    }

    private Scalar randomScalar() {
        while (true) {
            Scalar scalar = Scalar.reduce(new BigInteger(1, entropy.bytes(64)));
            if (!scalar.isZero()) {
                return scalar;
            }
        }
    }
}

package dev.floe.access.server;

import dev.floe.access.ApprovalCall;
import dev.floe.access.Certificate;
import dev.floe.access.ElGamal;
import dev.floe.access.FetchKeyRequest;
import dev.floe.access.FetchKeyResponse;
import dev.floe.access.Ibe;
import dev.floe.access.Identity;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Scalar;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.MoveVm;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Releases keys to whom the policies on the ledger let have them. Checks in the order of `docs/reference/seal.md`
/// §2.7; each release is in the [ReleaseLog] before it leaves. Safe for concurrent use.
public final class KeyServer {

    private static final int MAX_CACHED_PACKAGES = 1000;
    private static final Address ALIAS_REGISTRY = Address.ofLong(0xA);
    private static final TypeTag ALIAS_KEY = TypeTag.parse("0x2::address_alias::AliasKey");

    private final Ibe ibe;
    private final ElGamal elGamal;
    private final Ledger ledger;
    private final Time time;
    private final Entropy entropy;
    private final KeyServerOptions options;
    private final KeyRing keys;
    private final NameRegistry names;
    private final ReleaseLog log;
    private final PolicyCheck policies;
    private final RateLimit rate;
    private final ReplayCache replays = new ReplayCache();
    private final KeyServerMetrics metrics = new KeyServerMetrics();
    // Guarded by itself. A package's first version never changes.
    private final Map<Address, Address> firstPackages = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Address> eldest) {
            return size() > MAX_CACHED_PACKAGES;
        }
    };

    /// A key server; it owns none of what it is given.
    public KeyServer(
            Ibe ibe,
            Ledger ledger,
            Time time,
            Entropy entropy,
            KeyServerOptions options,
            KeyRing keys,
            NameRegistry names,
            ReleaseLog log) {
        this.ibe = ibe;
        this.elGamal = new ElGamal(ibe);
        this.ledger = ledger;
        this.time = time;
        this.entropy = entropy;
        this.options = options;
        this.keys = keys;
        this.names = names;
        this.log = log;
        this.policies = new PolicyCheck(ledger, time, options.sealPackage(), options.maxStaleness());
        this.rate = new RateLimit(time, options.requestsPerMinute(), options.burst());
    }

    /// Released keys.
    ///
    /// @param response what the client gets
    /// @param head the log, signed, with this release in it
    public record Answer(FetchKeyResponse response, LogHead head) {}

    /// Answers a request.
    ///
    /// @throws DataException.Corrupt if `body` is no request at all
    /// @throws Refusal if no keys are released
    public Answer fetchKeys(Bytes body) {
        metrics.count("total_requests");
        FetchKeyRequest request = FetchKeyRequest.parse(ibe.curve(), body);
        try {
            return answer(request);
        } catch (Refusal refusal) {
            metrics.countError(refusal.error());
            throw refusal;
        } catch (RuntimeException e) {
            metrics.countError(SealError.FAILURE);
            throw new Refusal(SealError.FAILURE, "internal failure, try again", e);
        }
    }

    /// Proves to a client that this server stands behind an on-chain object.
    ///
    /// @throws Refusal if it does not
    public G1 proofOfPossession(Address keyServer) {
        metrics.count("service_requests");
        KeyRing.Held held = keys.behind(keyServer)
                .orElseThrow(() ->
                        new Refusal(SealError.INVALID_SERVICE_ID, "this server does not stand behind " + keyServer));
        return ibe.proofOfPossession(held.key(), keyServer);
    }

    /// The newest signed head of the log.
    public LogHead head() {
        return log.head();
    }

    /// What was counted.
    public KeyServerMetrics metrics() {
        return metrics;
    }

    /// Whether the ledger answers.
    public boolean isHealthy() {
        try {
            ledger.info();
            return true;
        } catch (DataException _) {
            return false;
        }
    }

    private Answer answer(FetchKeyRequest request) {
        ApprovalCall call = approvalCall(request);
        Address first = firstPackage(call.packageId());
        KeyRing.Held held = keys.forPackage(first)
                .orElseThrow(() ->
                        new Refusal(SealError.UNSUPPORTED_PACKAGE_ID, "package " + first + " is not served here"));
        Certificate certificate = request.certificate();
        checkName(certificate, first);
        checkTimes(certificate);
        checkUser(certificate, first);
        if (!request.isSigned()) {
            throw new Refusal(
                    SealError.INVALID_SESSION_SIGNATURE, "the request is not signed by the certificate's session key");
        }
        Digest digest = ReleaseTree.sha256(request.signedBytes(), certificate.sessionKey());
        boolean isRepeated = replays.contains(digest);
        if (!isRepeated && !rate.tryTake(certificate.user())) {
            throw new Refusal(
                    SealError.RATE_LIMITED,
                    "more than " + options.requestsPerMinute() + " requests a minute; wait and try again");
        }
        return release(request, call, first, held, digest, isRepeated);
    }

    private Answer release(
            FetchKeyRequest request,
            ApprovalCall call,
            Address first,
            KeyRing.Held held,
            Digest digest,
            boolean isRepeated) {
        long start = time.nanos();
        Address user = request.certificate().user();
        long checkpoint = policies.requireAccess(call, user);
        metrics.countDuration("check_policy_duration", time.nanos() - start);
        long now = time.now().toEpochMilli();
        if (!isRepeated) {
            log.append((index, previous) -> new Release(
                    index,
                    previous,
                    Instant.ofEpochMilli(now),
                    user,
                    held.keyServer(),
                    call.packageId(),
                    first,
                    call.innerIds(),
                    checkpoint,
                    digest));
            replays.add(digest, request.certificate().expiry().toEpochMilli(), now);
        }
        List<FetchKeyResponse.Key> released = new ArrayList<>();
        for (Bytes innerId : call.innerIds()) {
            Bytes fullId = new Identity(first, innerId).fullId();
            released.add(new FetchKeyResponse.Key(
                    fullId, elGamal.encrypt(ibe.userKey(held.key(), fullId), request.encryptionKey(), randomScalar())));
        }
        metrics.count("released_requests");
        metrics.add("released_keys", released.size());
        return new Answer(new FetchKeyResponse(released), log.head());
    }

    private static ApprovalCall approvalCall(FetchKeyRequest request) {
        try {
            return ApprovalCall.parse(request.ptb());
        } catch (DataException.Corrupt | IllegalArgumentException e) {
            throw new Refusal(SealError.INVALID_PTB, "Invalid PTB: " + e.getMessage(), e);
        }
    }

    private Address firstPackage(Address called) {
        synchronized (firstPackages) {
            Address known = firstPackages.get(called);
            if (known != null) {
                return known;
            }
        }
        Address first;
        try {
            MovePackage pkg = ledger.object(called).asPackage();
            first = MoveVm.empty().with(pkg).originalId(called);
        } catch (DataException.NotFound | IllegalStateException e) {
            throw new Refusal(SealError.INVALID_PACKAGE, "there is no package " + called, e);
        } catch (DataException e) {
            throw new Refusal(SealError.FAILURE, "the ledger cannot be asked now, try again", e);
        }
        synchronized (firstPackages) {
            firstPackages.put(called, first);
        }
        return first;
    }

    private void checkName(Certificate certificate, Address first) {
        Optional<String> name = certificate.mvrName();
        if (name.isPresent() && !names.firstPackage(name.get()).equals(Optional.of(first))) {
            throw new Refusal(
                    SealError.INVALID_MVR_NAME, "the name in the certificate is not registered for package " + first);
        }
    }

    private void checkTimes(Certificate certificate) {
        Instant now = time.now();
        Instant creation = Instant.ofEpochMilli(certificate.creationTimeMillis());
        if (60L * certificate.ttlMinutes() > options.maxSession().toSeconds()) {
            throw new Refusal(
                    SealError.INVALID_CERTIFICATE,
                    "sessions may last " + options.maxSession().toMinutes() + " minutes at most");
        }
        if (creation.isAfter(now)) {
            throw new Refusal(SealError.INVALID_CERTIFICATE, "the session begins in the future; check the clock");
        }
        if (certificate.expiry().isBefore(now)) {
            throw new Refusal(SealError.INVALID_CERTIFICATE, "the session is over; make a new one");
        }
    }

    private void checkUser(Certificate certificate, Address first) {
        Address alias =
                ObjectIds.derived(ALIAS_REGISTRY, ALIAS_KEY, certificate.user().toByteArray());
        try {
            if (!ledger.objects(List.of(alias)).isEmpty()) {
                throw new Refusal(SealError.INVALID_SIGNATURE, "addresses with aliases are not served");
            }
        } catch (DataException e) {
            throw new Refusal(SealError.FAILURE, "the ledger cannot be asked now, try again", e);
        }
        if (!certificate.isSigned(first)) {
            throw new Refusal(
                    SealError.INVALID_SIGNATURE, "the certificate is not signed by its user for package " + first);
        }
    }

    private Scalar randomScalar() {
        return Scalar.reduce(new BigInteger(1, entropy.bytes(64)));
    }
}

package dev.floe.access.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.access.ApprovalCall;
import dev.floe.access.Certificate;
import dev.floe.access.FetchKeyRequest;
import dev.floe.access.Identity;
import dev.floe.access.MasterKey;
import dev.floe.access.SealWorld;
import dev.floe.access.SessionKey;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Command;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a key server releases, refuses, and writes down.
final class KeyServerTest {

    private SealWorld world;
    private KeyServer server;

    @BeforeEach
    void open() throws IOException {
        world = new SealWorld("key-server", 1);
        server = world.parties.getFirst().server();
        world.grant(world.user.address());
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private FetchKeyRequest request(Identity... identities) {
        try (SessionKey session = world.session(world.user)) {
            return world.request(session, world.approval(identities));
        }
    }

    private void refuses(SealError error, FetchKeyRequest request) {
        long before = server.head().size();
        assertThatThrownBy(() -> server.fetchKeys(request.toBody()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.error())
                                .as(refusal.getMessage())
                                .isEqualTo(error));
        assertThat(server.head().size()).isEqualTo(before);
        assertThat(server.metrics().value("internal_errors{internal_error_type=\"" + error.code() + "\"}"))
                .isPositive();
    }

    @Test
    void everyReleaseIsInTheLogBeforeItLeaves() throws IOException {
        KeyServer.Answer answer = server.fetchKeys(
                request(world.identity(1), world.identity(2), world.identity(1)).toBody());
        assertThat(answer.response().keys()).hasSize(3);
        assertThat(answer.head()).isEqualTo(server.head());
        SealWorld.Party party = world.parties.getFirst();
        ReleaseProof proof = party.log().prove(0).orElseThrow();
        assertThat(proof.isValid(party.log().publicKey())).isTrue();
        Release release = proof.release();
        assertThat(release.user()).isEqualTo(world.user.address());
        assertThat(release.innerIds()).hasSize(3).contains(world.identity(1).innerId());
        assertThat(release.firstPackage()).isEqualTo(world.policyPackage);
        assertThat(release.checkpoint()).isEqualTo(world.ledger.info().checkpoint());
    }

    @Test
    void noReleaseWithoutALogEntry() throws IOException {
        SealWorld.Party party = world.parties.getFirst();
        party.files().limitTo(0);
        refuses(SealError.FAILURE, request(world.identity(1)));
    }

    @Test
    void refusesWhomThePolicyRefuses() {
        try (SessionKey session = world.session(world.owner)) {
            refuses(SealError.NO_ACCESS, world.request(session, world.approval(world.identity(1))));
        }
        refuses(SealError.NO_ACCESS, request(new Identity(world.policyPackage, Bytes.parseHex("00".repeat(33)))));
    }

    @Test
    void revocationHoldsForTheNextRequest() {
        server.fetchKeys(request(world.identity(1)).toBody());
        world.revoke(world.user.address());
        refuses(SealError.NO_ACCESS, request(world.identity(1)));
    }

    @Test
    void refusesSessionsThatAreOverTooLongOrInTheFuture() {
        FetchKeyRequest request = request(world.identity(1));
        world.time.advance(Duration.ofMinutes(10).plusMillis(1));
        refuses(SealError.INVALID_CERTIFICATE, request);
        FetchKeyRequest future = request(world.identity(1));
        world.time.advance(Duration.ofMillis(-1));
        refuses(SealError.INVALID_CERTIFICATE, future);
        Certificate c = request(world.identity(1)).certificate();
        // In 16 bits 65,535 minutes times 60 would be small.
        refuses(
                SealError.INVALID_CERTIFICATE,
                with(
                        request(world.identity(1)),
                        new Certificate(
                                c.user(), c.sessionKey(), c.creationTimeMillis(), 65_535, c.signature(), c.mvrName())));
    }

    private static FetchKeyRequest with(FetchKeyRequest request, Certificate certificate) {
        return new FetchKeyRequest(
                request.ptb(), request.encryptionKey(), request.verificationKey(), request.signature(), certificate);
    }

    @Test
    void refusesWhatIsNotSignedByUserAndSession() {
        FetchKeyRequest request = request(world.identity(1));
        Certificate c = request.certificate();
        refuses(
                SealError.INVALID_SIGNATURE,
                with(
                        request,
                        new Certificate(
                                world.owner.address(),
                                c.sessionKey(),
                                c.creationTimeMillis(),
                                c.ttlMinutes(),
                                c.signature(),
                                c.mvrName())));
        refuses(
                SealError.INVALID_SIGNATURE,
                with(
                        request,
                        new Certificate(
                                c.user(),
                                c.sessionKey(),
                                c.creationTimeMillis(),
                                c.ttlMinutes() + 1,
                                c.signature(),
                                c.mvrName())));
        refuses(
                SealError.INVALID_SESSION_SIGNATURE,
                with(request, request(world.identity(1)).certificate()));
        FetchKeyRequest swapped = new FetchKeyRequest(
                request.ptb(),
                request(world.identity(2)).encryptionKey(),
                request.verificationKey(),
                request.signature(),
                c);
        refuses(SealError.INVALID_SESSION_SIGNATURE, swapped);
        try (SessionKey named = SessionKey.create(
                        world.entropy,
                        world.time.now(),
                        world.user.address(),
                        world.policyPackage,
                        Optional.of("@some/name"),
                        5)
                .sign(world.user)) {
            refuses(SealError.INVALID_MVR_NAME, world.request(named, world.approval(world.identity(1))));
        }
    }

    @Test
    void aCopyOfARequestIsCheckedAgainAndLoggedOnce() {
        FetchKeyRequest request = request(world.identity(1));
        KeyServer.Answer first = server.fetchKeys(request.toBody());
        KeyServer.Answer again = server.fetchKeys(request.toBody());
        assertThat(again.head()).isEqualTo(first.head());
        assertThat(server.head().size()).isOne();
        assertThat(again.response()).isNotEqualTo(first.response()); // encrypted anew
        world.revoke(world.user.address());
        refuses(SealError.NO_ACCESS, request);
    }

    @Test
    void refusesWhenTheLedgerIsBehind() throws IOException {
        KeyServerOptions strict =
                new KeyServerOptions(world.sealPackage, Duration.ofSeconds(1), Duration.ofMinutes(30), 600, 100);
        SealWorld.ManualTime ahead = new SealWorld.ManualTime();
        ahead.advance(Duration.ofMinutes(1));
        SealWorld.Party party = world.parties.getFirst();
        KeyServer other = new KeyServer(
                world.ibe,
                world.ledger,
                ahead,
                world.entropy,
                strict,
                new KeyRing.Open(new KeyRing.Held("all", party.key(), party.id())),
                NameRegistry.NONE,
                party.log());
        assertThatThrownBy(() -> other.fetchKeys(request(world.identity(1)).toBody()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.error()).isEqualTo(SealError.FAILURE);
                    assertThat(refusal).hasMessageContaining("behind");
                });
    }

    @Test
    void refusesTransactionsThatAreNotApprovals() {
        try (SessionKey session = world.session(world.user)) {
            Transaction other = new Transaction();
            other.call(
                    world.policyPackage + "::allowlist::add",
                    List.of(),
                    other.bytes(Bytes.EMPTY),
                    other.object(world.list));
            refuses(SealError.INVALID_PTB, world.request(session, other.resolve(world.ledger)));
            ProgrammableTransaction good = world.approval(world.identity(1));
            Command.MoveCall call = (Command.MoveCall) good.commands().getFirst();
            ProgrammableTransaction unknownFunction = new ProgrammableTransaction(
                    good.inputs(),
                    List.of(new Command.MoveCall(
                            call.packageId(), call.module(), "seal_approve_all", List.of(), call.arguments())));
            refuses(SealError.INVALID_PTB, world.request(session, unknownFunction));
        }
    }

    @Test
    void limitsOneUserAndNotAnother() throws IOException {
        SealWorld.Party slow =
                world.addParty(KeyServerOptions.of(world.sealPackage).withRate(60, 3), 7);
        server = slow.server();
        for (int i = 0; i < 3; i++) {
            server.fetchKeys(request(world.identity(1)).toBody());
        }
        refuses(SealError.RATE_LIMITED, request(world.identity(1)));
        world.grant(world.owner.address());
        try (SessionKey session = world.session(world.owner)) {
            server.fetchKeys(
                    world.request(session, world.approval(world.identity(1))).toBody());
        }
        world.time.advance(Duration.ofSeconds(1));
        server.fetchKeys(request(world.identity(1)).toBody());
        refuses(SealError.RATE_LIMITED, request(world.identity(1)));
    }

    @Test
    void aPermissionedServerServesItsClientsPackagesOnly() throws IOException {
        MasterKey key = MasterKey.derive(Bytes.copyOf(world.entropy.bytes(32)), 0);
        Address id = world.register(key, "http://p");
        KeyRing ring = new KeyRing.Permissioned(
                List.of(new KeyRing.Client(new KeyRing.Held("a", key, id), Set.of(Address.ofLong(77)))));
        server = world.addParty(KeyServerOptions.of(world.sealPackage), key, id, "http://p", ring)
                .server();
        refuses(SealError.UNSUPPORTED_PACKAGE_ID, request(world.identity(1)));
        assertThat(world.ibe.isPossession(server.proofOfPossession(id), world.ibe.publicKey(key), id))
                .isTrue();
        assertThatThrownBy(() -> server.proofOfPossession(Address.ofLong(1))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new KeyRing.Permissioned(List.of(
                        new KeyRing.Client(new KeyRing.Held("a", key, id), Set.of()),
                        new KeyRing.Client(new KeyRing.Held("b", key, Address.ofLong(2)), Set.of()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noSecretIsInLogErrorsMetricsOrFiles() throws IOException {
        SealWorld.Party party = world.parties.getFirst();
        Bytes canary = party.key().revealScalar().toBytes();
        StringBuilder seen = new StringBuilder();
        FetchKeyRequest good = request(world.identity(1));
        seen.append(server.fetchKeys(good.toBody()).response().toBody().toHex());
        for (Bytes body : List.of(good.toBody(), SealWorld.utf8("{}"), SealWorld.utf8("{\"ptb\":1}"))) {
            try {
                server.fetchKeys(body);
            } catch (Refusal | DataException e) {
                seen.append(e).append(e.getCause());
            }
        }
        seen.append(server.metrics().text()).append(party).append(party.key());
        for (String name : party.files().list("")) {
            try (var file = party.files().openRead(name)) {
                java.nio.ByteBuffer content = java.nio.ByteBuffer.allocate((int) file.sizeBytes());
                file.read(0, content);
                seen.append(HexFormat.of().formatHex(content.array()));
            }
        }
        String userKey = world.ibe
                .userKey(party.key(), world.identity(1).fullId())
                .compressed()
                .toHex();
        assertThat(seen.toString())
                .doesNotContain(canary.toHex())
                .doesNotContain(party.key().revealScalar().value().toString())
                .doesNotContain(java.util.Base64.getEncoder().encodeToString(canary.toByteArray()))
                .doesNotContain(userKey);
        assertThat(ApprovalCall.parse(good.ptb()).innerIds()).hasSize(1);
    }
}

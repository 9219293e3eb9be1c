package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.SignerBitmap;
import dev.floe.ledger.Address;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the official test machine cannot check, because its curve says yes to everything: keys, proofs of
/// possession, seeds and certificates of storage challenges.
final class StakingKeysTest {

    private static final Seed SEED = Seed.of("staking keys");
    private static final long CAPACITY = 1L << 40;

    private StakingNetwork net;

    @BeforeEach
    void start() throws IOException {
        net = new StakingNetwork(SEED, 12);
        for (int i = 0; i < 4; i++) {
            StakingNetwork.Node node = net.register(0, CAPACITY, 1);
            net.stake(node.id(), 10 * StakingNetwork.WAL);
        }
        net.nextEpoch();
    }

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void aKeyIsRegisteredOnlyByWhoHasItsSecret() {
        try (SecretKey secret = net.newKey();
                SecretKey other = net.newKey()) {
            Bytes key = StakingNetwork.BLS.publicKey(secret).toBytes();
            assertThat(registered(key, StakingNetwork.proof(secret, 0, net.sender())))
                    .isEqualTo("staking_pool 4");
            assertThat(registered(key, StakingNetwork.proof(secret, 1, net.staking)))
                    .isEqualTo("staking_pool 4");
            assertThat(registered(key, StakingNetwork.proof(other, 1, net.sender())))
                    .isEqualTo("staking_pool 4");
            assertThat(registered(key, StakingNetwork.proof(secret, 1, net.sender())))
                    .isEqualTo("ok");
        }
    }

    @Test
    void aNewKeyIsInOfficeFromTheNextEpochOn() {
        StakingNetwork.Node node = net.nodes.getFirst();
        List<String> before = committeeKeys();
        String oldKey = poolKey(node);
        try (SecretKey secret = net.newKey()) {
            net.run(tx -> net.call(
                    tx,
                    "staking::set_next_public_key",
                    tx.object(net.staking),
                    tx.object(node.cap()),
                    tx.bytes(StakingNetwork.BLS.publicKey(secret).toBytes()),
                    tx.bytes(StakingNetwork.proof(secret, 1, net.sender()))));
            assertThat(poolKey(node)).isEqualTo(oldKey);
            net.nextEpoch();
            assertThat(poolKey(node)).isNotEqualTo(oldKey);
            assertThat(committeeKeys()).contains(poolKey(node)).doesNotContain(oldKey);
            before.remove(oldKey);
            assertThat(committeeKeys()).containsAll(before);
        }
    }

    @Test
    void aSeedIsMadeOfTheSignaturesOfItsNodesOnly() {
        List<StakingNetwork.Node> members = net.memberNodes();
        Bytes before = net.lastSeed();
        // Another node's signature, and a signature for another epoch's seed.
        assertThat(revealed(members.get(0), net.reveal(members.get(1)))).isEqualTo("storage_challenge 4");
        for (int i = 0; i < 3; i++) {
            assertThat(net.isChallengeDrawn()).isFalse();
            assertThat(revealed(members.get(i), net.reveal(members.get(i)))).isEqualTo("ok");
        }
        assertThat(net.isChallengeDrawn()).isTrue();
        assertThat(net.lastSeed()).isNotEqualTo(before);
        assertThat(revealed(members.get(3), net.reveal(members.get(3)))).isEqualTo("storage_challenge 1");
        net.nextEpoch();
        StakingNetwork.Node again = net.memberNodes().getFirst();
        assertThat(revealed(again, net.reveal(again))).isEqualTo("ok");
    }

    @Test
    void aNodePassesWhenPeersSignAndFailsWhenNobodyDoes() {
        List<StakingNetwork.Node> members = net.memberNodes();
        net.run(tx -> net.call(
                tx,
                "storage_resource::destroy",
                net.call(
                        tx,
                        "system::reserve_space",
                        tx.object(net.system),
                        tx.u64(1000 * StakingNetwork.UNIT),
                        tx.pure(Pure.u32(1)),
                        tx.object(net.purse))));
        members.subList(0, 3).forEach(member -> net.run(tx -> net.reveal(tx, member)));
        Address failing = members.get(3).id();
        assertThat(attested(members.get(0).id(), members.get(1).id(), 0, 1, 2)).isEqualTo("bls_aggregate 1");
        assertThat(attested(members.get(0).id(), members.get(0).id(), 1)).isEqualTo("bls_aggregate 2");
        for (int i = 0; i < 3; i++) {
            assertThat(attested(members.get(i).id(), members.get(i).id(), (i + 1) % 4, (i + 2) % 4))
                    .isEqualTo("ok");
        }
        net.pass(StakingNetwork.WINDOW_MILLIS);
        LedgerTransaction settled = net.run(tx -> net.call(
                tx, "storage_challenge::settle", tx.object(net.challenges), tx.object(net.staking), tx.clock()));
        assertThat(settled.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(net.type("storage_challenge", "ChallengeSettled"));
            // Epoch, one failed node, not void.
            assertThat(event.contents())
                    .isEqualTo(new BcsWriter()
                            .u32(1)
                            .uleb(1)
                            .fixed(failing.bytes())
                            .bool(false)
                            .toBytes());
        });
        long owed = net.systemState()
                .at("future_accounting")
                .at("ring_buffer")
                .at(1)
                .at("rewards_to_distribute")
                .inside()
                .number();
        assertThat(owed).isEqualTo(1000);
        net.nextEpoch();
        // 970 are paid: 242 to each, what node 3 forfeits and the rest of the division go to the next epoch.
        assertThat(rewards(members.get(0).id())).isEqualTo(242);
        assertThat(rewards(failing)).isZero();
        assertThat(net.systemState()
                        .at("future_accounting")
                        .at("ring_buffer")
                        .at(2)
                        .at("rewards_to_distribute")
                        .inside()
                        .number())
                .isEqualTo(242 + 2);
    }

    @Test
    void aPoolOfSubsidiesPaysNodes() {
        Address subsidies = StakingNetwork.packageOf(net.publish(
                Contracts.WALRUS_SUBSIDIES, Map.of(Contracts.WAL, net.walPackage, Contracts.WALRUS, net.walrus)));
        String module = subsidies + "::walrus_subsidies::";
        LedgerTransaction made = net.run(tx -> net.keep(
                tx,
                tx.call(
                        module + "new",
                        List.of(),
                        tx.object(net.system),
                        tx.object(net.staking),
                        tx.pure(Pure.u32(0)),
                        tx.u64(100),
                        tx.u64(1))));
        Address pool = StakingNetwork.created(made, StructTag.of(subsidies, "walrus_subsidies", "WalrusSubsidies"));
        net.run(tx -> tx.call(module + "add_coin", List.of(), tx.object(pool), net.pay(tx, 1000)));
        net.nextEpoch();
        net.run(tx -> tx.call(
                module + "process_subsidies",
                List.of(),
                tx.object(pool),
                tx.object(net.staking),
                tx.object(net.system),
                tx.clock()));
        for (StakingNetwork.Node node : net.nodes) {
            assertThat(net.census.tree(node.id()).at("commission").inside().number())
                    .isEqualTo(100 + 3);
        }
    }

    private String registered(Bytes key, Bytes proof) {
        return outcome(net.attempt(tx -> net.register(tx, key, proof, 0, CAPACITY, 1)));
    }

    private String revealed(StakingNetwork.Node node, Bytes signature) {
        return outcome(net.attempt(tx -> net.call(
                tx,
                "storage_challenge::reveal",
                tx.object(net.challenges),
                tx.object(net.staking),
                tx.object(net.system),
                tx.address(node.id()),
                tx.bytes(signature),
                tx.clock())));
    }

    /// Brings a certificate for `claimed` of what the signers signed for `signed`.
    private String attested(Address signed, Address claimed, int... signers) {
        List<StakingNetwork.Node> members = net.memberNodes();
        List<Integer> positions = Arrays.stream(signers).sorted().boxed().toList();
        List<MinPk.Signature> signatures = positions.stream()
                .map(i -> StakingNetwork.BLS.sign(members.get(i).key(), net.passed(signed)))
                .toList();
        return outcome(net.attempt(tx -> net.call(
                tx,
                "storage_challenge::attest",
                tx.object(net.challenges),
                tx.object(net.system),
                tx.bytes(StakingNetwork.BLS.aggregate(signatures).toBytes()),
                tx.bytes(SignerBitmap.encode(positions, members.size())),
                tx.bytes(net.passed(claimed)),
                tx.clock())));
    }

    private static String outcome(StakingNetwork.Outcome outcome) {
        return outcome.abort().orElse("ok");
    }

    private long rewards(Address node) {
        return net.census.tree(node).at("rewards_pool").inside().number();
    }

    private String poolKey(StakingNetwork.Node node) {
        return net.census
                .tree(node.id())
                .at("node_info")
                .at("public_key")
                .at("bytes")
                .value()
                .toString();
    }

    private List<String> committeeKeys() {
        WalCensus.MoveTree members = net.systemState().at("committee").at("members");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            keys.add(members.at(i).at("public_key").at("bytes").value().toString());
        }
        return keys;
    }
}

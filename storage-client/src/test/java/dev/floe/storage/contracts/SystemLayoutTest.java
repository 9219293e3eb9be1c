package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Objects byte by byte as every reader of the deployed network decodes them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SystemLayoutTest {

    private static final long VERSION = 3;

    private ContractNetwork network;

    @BeforeAll
    void start() throws IOException {
        network = new ContractNetwork(Seed.of("system layout"), 4);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void theSystemNamesItsVersionAndPackage() {
        BcsReader in = network.read(network.system);
        assertThat(Address.read(in)).isEqualTo(network.system);
        assertThat(in.u64()).isEqualTo(VERSION);
        assertThat(Address.read(in)).isEqualTo(network.walrus);
        assertThat(in.option(Address::read)).isEmpty();
        in.end();
        assertThat(network.ledger.object(network.system).move().type()).isEqualTo(network.type("system", "System"));
    }

    @Test
    void theStateIsAFieldNamedByTheVersion() {
        MoveObject field = network.ledger.object(stateId()).move();
        assertThat(field.type().typeParams())
                .isEqualTo(List.of(TypeTag.Primitive.U64, network.type("system_state_inner", "SystemStateInnerV1")));
        BcsReader in = BcsReader.of("state", field.contents());
        assertThat(Address.read(in)).isEqualTo(stateId());
        assertThat(in.u64()).isEqualTo(VERSION);

        List<Address> ids = in.vector(4, member -> {
            assertThat(member.byteString(96).size()).isEqualTo(96);
            assertThat(member.u16()).isBetween(2, 3);
            return Address.read(member);
        });
        assertThat(ids)
                .isEqualTo(network.nodes.stream().map(ContractNetwork.Node::id).toList());
        assertThat(in.u16()).isEqualTo(ContractNetwork.SHARDS);
        assertThat(in.u32()).isEqualTo(1);
        assertThat(in.byteString(48).size()).isEqualTo(48);

        // A node with two of ten shards and 2^30 bytes votes for 5 * 2^30, one with three for 3 1/3 * 2^30.
        assertThat(in.u64()).isEqualTo((1L << 30) * 10 / 3);
        assertThat(in.u64()).isZero();
        assertThat(in.u64()).isEqualTo(ContractNetwork.STORAGE_PRICE);
        assertThat(in.u64()).isEqualTo(ContractNetwork.WRITE_PRICE);

        assertThat(in.u32()).as("place of the current epoch").isEqualTo(1);
        assertThat(in.u32()).isEqualTo(10);
        List<Long> epochs = in.vector(10, accounting -> {
            long epoch = accounting.u32();
            assertThat(accounting.u64()).isZero();
            assertThat(accounting.u64()).isZero();
            return epoch;
        });
        // Epoch x stands at x modulo the length.
        assertThat(epochs).isEqualTo(List.of(10L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L));

        assertThat(in.bool()).as("a certified event blob").isFalse();
        assertThat(in.count(10, 1)).isZero();
        Address.read(in);
        in.end();
    }

    @Test
    void aStoragePoolIsAVersionWithAField() {
        ExecutedTransaction created = network.execute(tx -> {
            Argument pool = tx.call(
                    network.walrus + "::system::create_storage_pool",
                    List.of(),
                    tx.object(network.system),
                    tx.u64(1_000_000),
                    tx.pure(Pure.u32(2)),
                    tx.object(network.walCoin));
            tx.transferObjects(List.of(pool), tx.address(network.wallet.address()));
        });
        Address pool = created.created(network.ledger, network.type("storage_pool", "StoragePool"))
                .id();
        BcsReader in = network.read(pool);
        assertThat(Address.read(in)).isEqualTo(pool);
        assertThat(in.u64()).isEqualTo(1);
        in.end();
        BcsReader state = network.read(ObjectIds.dynamicField(pool, TypeTag.Primitive.U64, u64(1)));
        Address.read(state);
        assertThat(state.u64()).isEqualTo(1);
        Address.read(state);
        List<Long> fields = new ArrayList<>();
        fields.add(state.u32());
        fields.add(state.u32());
        for (int i = 0; i < 3; i++) {
            fields.add(state.u64());
        }
        // Storage from epoch 1 up to 3, its size; nothing used, no blobs.
        assertThat(fields).isEqualTo(List.of(1L, 3L, 1_000_000L, 0L, 0L));
        Address.read(state);
        assertThat(state.u64()).isZero();
        state.end();
    }

    @Test
    void anExchangeSellsWalForSui() {
        Address exchange = ContractNetwork.packageOf(
                network.publish(Contracts.WAL_EXCHANGE, Map.of(Contracts.WAL, network.walPackage)));
        Address shared = network.execute(tx -> {
                    Argument cap = tx.call(
                            exchange + "::wal_exchange::new_funded",
                            List.of(),
                            tx.object(network.walCoin),
                            tx.u64(1_000_000));
                    tx.transferObjects(List.of(cap), tx.address(network.wallet.address()));
                })
                .created(network.ledger, StructTag.of(exchange, "wal_exchange", "Exchange"))
                .id();
        ExecutedTransaction bought = network.execute(tx -> {
            Argument sui = tx.splitCoins(tx.gas(), tx.u64(700)).nested(0);
            Argument wal =
                    tx.call(exchange + "::wal_exchange::exchange_all_for_wal", List.of(), tx.object(shared), sui);
            tx.transferObjects(List.of(wal), tx.address(network.wallet.address()));
        });
        MoveObject coin = bought.created(network.ledger, StructTag.coin(network.walType()))
                .move();
        assertThat(coin.coinBalance()).hasValue(700);
        BcsReader in = network.read(shared);
        Address.read(in);
        assertThat(List.of(in.u64(), in.u64(), in.u64(), in.u64())).isEqualTo(List.of(999_300L, 700L, 1L, 1L));
    }

    @Test
    void theNodesCanVoteAnUpgradeThrough() {
        byte[] digest = new byte[32];
        digest[0] = 7;
        ExecutedTransaction voted = network.execute(tx -> network.nodes.forEach(node -> tx.call(
                network.walrus + "::upgrade::vote_for_upgrade",
                List.of(),
                tx.object(network.upgradeManager),
                tx.object(network.staking.staking()),
                tx.call(network.walrus + "::auth::authenticate_sender", List.of()),
                tx.address(node.id()),
                tx.bytes(Bytes.copyOf(digest)))));
        assertThat(voted.events().stream().map(event -> event.type().name()))
                .startsWith("ContractUpgradeProposed")
                .endsWith("ContractUpgradeQuorumReached");
    }

    private Address stateId() {
        return ObjectIds.dynamicField(network.system, TypeTag.Primitive.U64, u64(VERSION));
    }

    private static byte[] u64(long value) {
        return new BcsWriter().u64(value).toByteArray();
    }
}

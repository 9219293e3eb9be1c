package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.ByteArea;
import dev.floe.ledger.Address;
import dev.floe.ledger.Transaction;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.walrus.BlobObject;
import dev.floe.storage.walrus.Committees;
import dev.floe.storage.walrus.EpochPhase;
import dev.floe.storage.walrus.StorageAccount;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.SystemState;
import dev.floe.storage.walrus.WalrusAccount;
import dev.floe.storage.walrus.WalrusIds;
import dev.floe.storage.walrus.WalrusSystem;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The on-chain half of the client against the bytecode that a network publishes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WalrusAccountTest {

    private static final StorageShards SHARDS = new StorageShards(ContractNetwork.SHARDS);
    private static final PublishOptions THREE = PublishOptions.DEFAULT.withEpochs(3);

    private ContractNetwork network;
    private WalrusSystem system;
    private WalrusAccount account;
    private int blobs;

    @BeforeAll
    void start() throws IOException {
        network = new ContractNetwork(Seed.of("walrus account"), 4);
        system = WalrusSystem.of(network.ledger, new WalrusIds(network.system, network.staking.staking()));
        account = new WalrusAccount(system, network.wallet);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void theSystemsObjectsAreReadFieldByField() {
        SystemState state = system.state();
        assertThat(state.epoch()).isEqualTo(1);
        assertThat(state.shardCount()).isEqualTo(ContractNetwork.SHARDS);
        assertThat(state.storagePrice()).isEqualTo(ContractNetwork.STORAGE_PRICE);
        assertThat(state.writePrice()).isEqualTo(ContractNetwork.WRITE_PRICE);
        assertThat(state.packageId()).isEqualTo(network.walrus);
        assertThat(state.maxEpochsAhead()).isEqualTo(10);
        assertThat(state.totalCapacityBytes()).isPositive();
        assertThat(state.signers()).hasSize(4);
        assertThat(system.walType()).isEqualTo(network.walType());
        assertThat(system.staking().epochDuration()).isEqualTo(ContractNetwork.EPOCH);
    }

    @Test
    void theCommitteeHasAllShardsTheNodesKeysAndAddresses() {
        Committees committees = system.committees();
        assertThat(committees.phase()).isInstanceOf(EpochPhase.Running.class);
        List<StorageNodeInfo> members = committees.current().members();
        assertThat(members)
                .extracting(StorageNodeInfo::nodeId)
                .containsExactlyElementsOf(
                        network.nodes.stream().map(ContractNetwork.Node::id).toList());
        MinPk scheme = MinPk.walrus();
        for (int i = 0; i < members.size(); i++) {
            assertThat(members.get(i).key())
                    .isEqualTo(scheme.publicKey(network.nodes.get(i).key()));
            assertThat(members.get(i).networkAddress()).isEqualTo("127.0.0.1:1");
            assertThat(members.get(i).networkPublicKey().size()).isEqualTo(33);
        }
        assertThat(members.stream().mapToInt(StorageNodeInfo::weight).sum()).isEqualTo(ContractNetwork.SHARDS);
    }

    @Test
    void aBlobIsRegisteredOnceCertifiedFoundAgainExtendedAndDeleted() throws IOException {
        BlobMetadataWithId blob = blob();
        PublishOptions deletable =
                THREE.withDeletable(true).withAttributes(Map.of("content-type", "text/plain", "a", "ü"));
        long before = wal();
        StorageAccount.Registration first = account.register(blob, deletable);
        assertThat(first.paidFrost()).isEqualTo(3 * ContractNetwork.STORAGE_PRICE + ContractNetwork.WRITE_PRICE);
        assertThat(before - wal()).isEqualTo(first.paidFrost());
        BlobObject object = first.object();
        assertThat(object.blobId()).isEqualTo(blob.id());
        assertThat(object.sizeBytes()).isEqualTo(blob.metadata().blobSize());
        assertThat(object.isDeletable()).isTrue();
        assertThat(object.certifiedEpoch()).isEmpty();
        assertThat(object.storage().endEpoch()).isEqualTo(4);
        assertThat(system.attributes(object.id())).isEqualTo(new TreeMap<>(deletable.attributes()));

        StorageAccount.Registration again = account.register(blob, deletable);
        assertThat(again.object().id()).isEqualTo(object.id());
        assertThat(again.paidFrost()).isZero();
        assertThat(account.find(blob.id(), deletable)).isEmpty();

        BlobObject certified = account.certify(object.id(), certificate(object, 0, 1, 3), 4);
        assertThat(certified.certifiedEpoch()).hasValue(1);
        assertThat(account.certify(object.id(), certificate(object, 0, 1, 3), 4))
                .isEqualTo(certified);
        assertThat(account.find(blob.id(), deletable)).contains(certified);

        before = wal();
        StorageAccount.Registration longer = account.register(blob, deletable.withEpochs(5));
        assertThat(longer.object().id()).isEqualTo(object.id());
        assertThat(longer.object().storage().endEpoch()).isEqualTo(6);
        assertThat(before - wal()).isEqualTo(2 * ContractNetwork.STORAGE_PRICE);

        account.delete(object.id());
        assertThat(system.blobsOf(account.address(), blob.id())).isEmpty();
        // Its storage came back, and is used before any is bought: only the write is paid.
        before = wal();
        StorageAccount.Registration reused = account.register(blob(), THREE);
        assertThat(reused.paidFrost()).isEqualTo(ContractNetwork.WRITE_PRICE);
        assertThat(before - wal()).isEqualTo(ContractNetwork.WRITE_PRICE);
        assertThat(reused.object().storage().endEpoch()).isEqualTo(4);
        assertThat(system.storageOf(account.address()))
                .as("what was cut off stays the wallet's")
                .anyMatch(rest -> rest.startEpoch() == 4 && rest.endEpoch() == 6);
        Transaction tidy = new Transaction();
        system.storageOf(account.address())
                .forEach(rest ->
                        tidy.call(network.walrus + "::storage_resource::destroy", List.of(), tidy.object(rest.id())));
        network.wallet.execute(tidy);
    }

    @Test
    void tooFewSignersAreRefusedByTheContract() throws IOException {
        BlobObject object = account.register(blob(), THREE).object();
        assertThatThrownBy(() -> account.certify(object.id(), certificate(object, 0), 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bls_aggregate");
    }

    @Test
    void moreEpochsThanAreSoldAreRefusedBeforeAnythingIsPaid() {
        assertThatThrownBy(() -> account.register(blob(), THREE.withEpochs(11)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 10");
    }

    @Test
    void anObjectThatIsNoBlobIsNotFound() {
        Address other = network.upgradeManager;
        assertThatThrownBy(() -> system.blob(other)).hasMessageContaining("expected a blob object");
    }

    private Certificate certificate(BlobObject object, int... signers) {
        return network.certify(new StorageMessage.BlobCertified(1, object.blobId(), object.persistence()), signers);
    }

    private BlobMetadataWithId blob() throws IOException {
        byte[] content = ("blob number " + ++blobs).getBytes(StandardCharsets.UTF_8);
        try (ByteArea area = ByteArea.allocated(content.length)) {
            area.write(0, MemorySegment.ofArray(content));
            return new BlobEncoder(SHARDS, EncodeOptions.defaults()).metadata(area);
        }
    }

    private long wal() {
        return network.ledger.balance(account.address(), system.walType()).total();
    }
}

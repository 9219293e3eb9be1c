package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BcsReader;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.EncodingType;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.StorageMessage;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Event;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionFailedException;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The published package, called as clients call it: the life of a blob, with certificates that are really signed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BlobLifeTest {

    private static final int RS2 = 1;
    private static final long SIZE = 1000;
    /// n ((4 + 7) 36 + 64 n + 32) with n = 10: symbols of 36 bytes.
    private static final long ENCODED = 10 * (11 * 36 + 640 + 32);

    private final Seed seed = Seed.of("blob life");
    private int roots;

    private ContractNetwork alone;
    private ContractNetwork four;

    @BeforeAll
    void start() throws IOException {
        alone = new ContractNetwork(seed.child(1), 1);
        four = new ContractNetwork(seed.child(2), 4);
    }

    @AfterAll
    void stop() {
        alone.close();
        four.close();
    }

    @Test
    void aBlobIsBoughtCertifiedProlongedAndDeleted() {
        long before = wal(alone);
        Registered blob = register(alone, true);
        // One unit: 3 epochs of storage, one write.
        assertThat(before - wal(alone)).isEqualTo(3 * ContractNetwork.STORAGE_PRICE + ContractNetwork.WRITE_PRICE);
        assertThat(only(blob.tx(), alone, "BlobRegistered")).isEqualTo(List.of(1L, blob.id(), 4L, true, blob.object()));

        StorageMessage message = new StorageMessage.BlobCertified(
                1, blob.id(), new Persistence.Deletable(new Digest(blob.object().bytes())));
        ExecutedTransaction certified = certify(alone, blob, alone.certify(message, 0));
        assertThat(only(certified, alone, "BlobCertified"))
                .isEqualTo(List.of(1L, blob.id(), 4L, true, blob.object(), false));

        before = wal(alone);
        ExecutedTransaction extended = alone.execute(tx -> tx.call(
                alone.walrus + "::system::extend_blob",
                List.of(),
                tx.object(alone.system),
                tx.object(blob.object()),
                tx.pure(Pure.u32(2)),
                tx.object(alone.walCoin)));
        assertThat(before - wal(alone)).isEqualTo(2 * ContractNetwork.STORAGE_PRICE);
        assertThat(only(extended, alone, "BlobCertified"))
                .isEqualTo(List.of(1L, blob.id(), 6L, true, blob.object(), true));

        ExecutedTransaction deleted = alone.execute(tx -> {
            Argument storage = tx.call(
                    alone.walrus + "::system::delete_blob",
                    List.of(),
                    tx.object(alone.system),
                    tx.object(blob.object()));
            tx.transferObjects(List.of(storage), tx.address(alone.wallet.address()));
        });
        assertThat(only(deleted, alone, "BlobDeleted")).isEqualTo(List.of(1L, blob.id(), 6L, blob.object(), true));
        Address storage = deleted.effects().changed().stream()
                .filter(change -> alone.ledger.objects(List.of(change.id())).values().stream()
                        .anyMatch(object -> object.move().type().equals(alone.type("storage_resource", "Storage"))))
                .findFirst()
                .orElseThrow()
                .id();
        BcsReader in = alone.read(storage);
        assertThat(Address.read(in)).isEqualTo(storage);
        assertThat(List.of(in.u32(), in.u32(), in.u64())).isEqualTo(List.of(1L, 6L, ENCODED));
    }

    @Test
    void threeOfFourNodesCertifyAndTheFourthsKeyIsTakenOff() {
        for (int absent = 0; absent < 4; absent++) {
            Registered blob = register(four, false);
            StorageMessage message = new StorageMessage.BlobCertified(1, blob.id(), new Persistence.Permanent());
            int missing = absent;
            int[] signers =
                    IntStream.range(0, 4).filter(member -> member != missing).toArray();
            assertThat(only(certify(four, blob, four.certify(message, signers)), four, "BlobCertified"))
                    .isEqualTo(List.of(1L, blob.id(), 4L, false, blob.object(), false));
        }
    }

    @Test
    void aSignatureThatIsNotOfTheNamedNodesIsRefused() {
        Registered blob = register(four, false);
        StorageMessage message = new StorageMessage.BlobCertified(1, blob.id(), new Persistence.Permanent());
        Certificate all = four.certify(message, 0, 1, 2, 3);
        Certificate three = four.certify(message, 0, 1, 2);
        assertAbort(
                () -> certify(four, blob, new Certificate(List.of(0, 1, 2, 3), message.toBcs(), three.signature())),
                "bls_aggregate",
                1);
        StorageMessage other =
                new StorageMessage.BlobCertified(1, new BlobId(Digest.ZERO), new Persistence.Permanent());
        assertAbort(
                () -> certify(four, blob, new Certificate(List.of(0, 1, 2, 3), other.toBcs(), all.signature())),
                "bls_aggregate",
                1);
        byte[] damaged = all.signature().toByteArray();
        damaged[95] ^= 1;
        assertAbort(
                () -> certify(four, blob, new Certificate(List.of(0, 1, 2, 3), message.toBcs(), Bytes.copyOf(damaged))),
                "bls_aggregate",
                1);
    }

    @Test
    void aMinorityWithAnHonestNodeCanDeclareABlobInvalid() {
        StorageMessage message = new StorageMessage.InvalidBlob(1, new BlobId(Digest.ZERO));
        Certificate certificate = four.certify(message, 0, 1);
        ExecutedTransaction declared = four.execute(tx -> tx.call(
                four.walrus + "::system::invalidate_blob_id",
                List.of(),
                tx.object(four.system),
                tx.bytes(certificate.signature()),
                tx.bytes(certificate.signerBitmap(4)),
                tx.bytes(certificate.message())));
        assertThat(declared.events()).hasSize(1);
        assertThat(declared.events().getFirst().type()).isEqualTo(four.type("events", "InvalidBlobID"));
    }

    @Test
    void clientsOfTheSameStorageUnitPayTheSameToTheLastUnit() {
        // The official SDK destroys the coins as zero: one unit more or less aborts.
        Address purse = alone.execute(tx -> {
                    Argument coin = tx.splitCoins(tx.object(alone.walCoin), tx.u64(3 * ContractNetwork.STORAGE_PRICE))
                            .nested(0);
                    Argument storage = tx.call(
                            alone.walrus + "::system::reserve_space",
                            List.of(),
                            tx.object(alone.system),
                            tx.u64(ENCODED),
                            tx.pure(Pure.u32(3)),
                            coin);
                    tx.call("0x2::coin::destroy_zero", List.of(alone.walType()), coin);
                    tx.transferObjects(List.of(storage), tx.address(alone.wallet.address()));
                })
                .created(alone.ledger, alone.type("storage_resource", "Storage"))
                .id();
        assertThat(alone.ledger.object(purse).move().type().name()).isEqualTo("Storage");
    }

    private record Registered(ExecutedTransaction tx, BlobId id, Address object) {}

    private Registered register(ContractNetwork network, boolean deletable) {
        BigInteger root = BigInteger.valueOf(++roots);
        BlobId id = BlobId.compute(EncodingType.RS2, SIZE, littleEndian(root));
        ExecutedTransaction tx = network.execute(commands -> registration(commands, network, root, id, deletable));
        Address object =
                tx.created(network.ledger, network.type("blob", "Blob")).id();
        return new Registered(tx, id, object);
    }

    private static void registration(
            Transaction tx, ContractNetwork network, BigInteger root, BlobId id, boolean deletable) {
        Argument coin = tx.object(network.walCoin);
        Argument storage = tx.call(
                network.walrus + "::system::reserve_space",
                List.of(),
                tx.object(network.system),
                tx.u64(ENCODED),
                tx.pure(Pure.u32(3)),
                coin);
        Argument blob = tx.call(
                network.walrus + "::system::register_blob",
                List.of(),
                tx.object(network.system),
                storage,
                tx.pure(id.value().bytes()),
                tx.pure(Pure.u256(root)),
                tx.u64(SIZE),
                tx.u8(RS2),
                tx.bool(deletable),
                coin);
        tx.transferObjects(List.of(blob), tx.address(network.wallet.address()));
    }

    private static ExecutedTransaction certify(ContractNetwork network, Registered blob, Certificate certificate) {
        return network.execute(tx -> tx.call(
                network.walrus + "::system::certify_blob",
                List.of(),
                tx.object(network.system),
                tx.object(blob.object()),
                tx.bytes(certificate.signature()),
                tx.bytes(certificate.signerBitmap(network.nodes.size())),
                tx.bytes(certificate.message())));
    }

    /// The only event of a transaction: its fields by its layout.
    private static List<Object> only(ExecutedTransaction tx, ContractNetwork network, String name) {
        List<Event> events = tx.events();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type()).isEqualTo(network.type("events", name));
        BcsReader in = BcsReader.of(name, events.getFirst().contents());
        List<Object> fields = switch (name) {
            case "BlobRegistered" -> registered(in);
            case "BlobCertified" ->
                List.of(in.u32(), BlobId.read(in), in.u32(), in.bool(), Address.read(in), in.bool());
            case "BlobDeleted" -> List.of(in.u32(), BlobId.read(in), in.u32(), Address.read(in), in.bool());
            default -> throw new AssertionError(name);
        };
        in.end();
        return fields;
    }

    private static List<Object> registered(BcsReader in) {
        long epoch = in.u32();
        BlobId id = BlobId.read(in);
        assertThat(in.u64()).isEqualTo(SIZE);
        assertThat(in.u8()).isEqualTo(RS2);
        return List.of(epoch, id, in.u32(), in.bool(), Address.read(in));
    }

    private static void assertAbort(ThrowingCallable call, String module, long code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TransactionFailedException.class, failure -> {
            assertThat(failure.error()).isInstanceOf(ExecutionError.MoveAbort.class);
            ExecutionError.MoveAbort abort = (ExecutionError.MoveAbort) failure.error();
            assertThat(abort.location().module()).isEqualTo(module);
            assertThat(abort.code()).isEqualTo(code);
        });
    }

    private static Digest littleEndian(BigInteger number) {
        return new Digest(Pure.u256(number));
    }

    private static long wal(ContractNetwork network) {
        return network.ledger
                .balance(network.wallet.address(), network.walType())
                .total();
    }
}

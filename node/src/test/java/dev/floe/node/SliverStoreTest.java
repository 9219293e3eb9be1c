package dev.floe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.host.CorruptFileException;
import dev.floe.host.StoreLockedException;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.testkit.CrashTest;
import dev.floe.testkit.Fault;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SliverStoreTest {

    private static final StorageShards SHARDS = new StorageShards(7);
    private static final Digest NODE = Digest.parseHex("11".repeat(32));

    private static SliverStore open(SimFileStore files) throws IOException {
        return SliverStore.open(files, NODE, SHARDS, 0);
    }

    /// What the workload was told, and what it was about to be told.
    private static final class Notes {
        private final TreeMap<Piece, byte[]> acknowledged = new TreeMap<>();
        private final TreeMap<Piece, byte[]> attempted = new TreeMap<>();
        private final List<Piece> deleted = new ArrayList<>();

        void attempt(Piece piece, byte[] content) {
            attempted.put(piece, content);
        }

        void acknowledge(Piece piece) {
            acknowledged.put(piece, attempted.get(piece));
        }
    }

    @Test
    void losesNothingAcknowledgedAtAnyPowerCutOrDiskFault() {
        Seed seed = Seed.of("SliverStoreTest.crash");
        TestBlob first = TestBlob.random(SHARDS, 300, seed.random());
        TestBlob second = TestBlob.random(SHARDS, 0, seed.random());
        CrashTest.Report report = CrashTest.of(seed, Notes::new, workload(first, second), SliverStoreTest::check)
                .states(4)
                .run();
        assertThat(report.faults()).isGreaterThan(100);
    }

    private static CrashTest.Step<Notes> workload(TestBlob first, TestBlob second) {
        return (files, notes) -> {
            try (SliverStore store = open(files)) {
                for (TestBlob blob : List.of(first, second)) {
                    Piece metadata = Piece.metadata(blob.id());
                    notes.attempt(metadata, blob.metadata().metadata().toBcs().toByteArray());
                    assertThat(store.put(blob.metadata())).isTrue();
                    notes.acknowledge(metadata);
                    for (Axis axis : Axis.values()) {
                        Piece sliver = Piece.sliver(blob.id(), axis, 3);
                        notes.attempt(sliver, blob.sliver(axis, 3).toBcs().toByteArray());
                        assertThat(store.put(blob.id(), blob.sliver(axis, 3))).isTrue();
                        notes.acknowledge(sliver);
                    }
                }
                Piece doomed = Piece.sliver(first.id(), Axis.PRIMARY, 3);
                notes.deleted.add(doomed);
                store.delete(doomed);
            }
        };
    }

    private static void check(SimFileStore files, Notes notes) throws IOException {
        try (SliverStore store = open(files)) {
            notes.attempted.forEach((piece, content) -> {
                boolean isOptional = notes.deleted.contains(piece) || !notes.acknowledged.containsKey(piece);
                if (store.has(piece) || !isOptional) {
                    assertThat(read(store, piece)).as(piece.toString()).isEqualTo(content);
                }
            });
            assertThat(store.damagedCount()).isZero();
        }
        for (String directory : files.list("slivers")) {
            assertThat(files.list("slivers/" + directory)).noneMatch(name -> name.contains("~"));
        }
    }

    private static byte[] read(SliverStore store, Piece piece) {
        try (StoredPiece open = store.open(piece).orElseThrow(() -> new AssertionError(piece + " is not there"))) {
            return open.all();
        }
    }

    @Test
    void findsEveryFlippedByteAndCutAndServesNothingOfIt() throws IOException {
        Seed seed = Seed.of("SliverStoreTest.damage");
        RandomGenerator random = seed.random();
        TestBlob blob = TestBlob.random(SHARDS, 200, random);
        Piece piece = Piece.sliver(blob.id(), Axis.SECONDARY, 2);
        SimFileStore files = new SimFileStore(seed);
        List<Piece> reported = new ArrayList<>();
        try (SliverStore store = open(files)) {
            store.onDamage(reported::add);
            store.put(blob.id(), blob.sliver(Axis.SECONDARY, 2));
            int size = content(files, piece).length;
            for (int at = 0; at < size + 20; at++) {
                int place = at;
                int bit = 1 << random.nextInt(8);
                files.corrupt(piece.path(), old -> damage(old, place, size, bit));
                assertThatThrownBy(() -> read(store, piece))
                        .as("%s byte %d", seed, at)
                        .isInstanceOf(DataException.Corrupt.class);
                assertThat(store.has(piece)).isFalse();
                assertThat(store.put(blob.id(), blob.sliver(Axis.SECONDARY, 2))).isTrue();
                assertThat(read(store, piece))
                        .isEqualTo(blob.sliver(Axis.SECONDARY, 2).toBcs().toByteArray());
            }
            assertThat(reported).hasSize(size + 20);
            assertThat(files.list("quarantine")).hasSizeLessThanOrEqualTo(16);
        }
    }

    private static byte[] damage(byte[] old, int at, int size, int bit) {
        byte[] bytes = old.clone();
        if (at < size) {
            bytes[at] ^= (byte) bit;
            return bytes;
        }
        return Arrays.copyOf(bytes, at == size ? 0 : at == size + 1 ? size + 1 : Math.max(0, size - (at - size)));
    }

    private static byte[] content(SimFileStore files, Piece piece) throws IOException {
        try (var file = files.openRead(piece.path())) {
            byte[] bytes = new byte[(int) file.sizeBytes()];
            file.read(0, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }

    @Test
    void findsASwappedFileAndASwappedBlock() throws IOException {
        RandomGenerator random = Seed.of("SliverStoreTest.swap").random();
        StorageShards shards = new StorageShards(4);
        TestBlob blob = TestBlob.random(shards, 6 * 50_000, random);
        SimFileStore files = new SimFileStore(new Seed(1));
        Piece one = Piece.sliver(blob.id(), Axis.PRIMARY, 0);
        Piece two = Piece.sliver(blob.id(), Axis.PRIMARY, 1);
        try (SliverStore store = SliverStore.open(files, NODE, shards, 0)) {
            store.put(blob.id(), blob.sliver(Axis.PRIMARY, 0));
            store.put(blob.id(), blob.sliver(Axis.PRIMARY, 1));
            byte[] other = content(files, two);
            files.corrupt(one.path(), _ -> other);
            assertThatThrownBy(() -> read(store, one)).isInstanceOf(DataException.Corrupt.class);

            int table = SliverFile.HEADER_BYTES + 4 * 3;
            files.corrupt(two.path(), old -> swapBlocks(old, table));
            try (StoredPiece open = store.open(two).orElseThrow()) {
                assertThatThrownBy(() -> open.read(0, ByteBuffer.allocate(10)))
                        .isInstanceOf(DataException.Corrupt.class);
            }
        }
    }

    private static byte[] swapBlocks(byte[] old, int table) {
        byte[] bytes = old.clone();
        System.arraycopy(old, table, bytes, table + SliverFile.BLOCK_BYTES, SliverFile.BLOCK_BYTES);
        System.arraycopy(old, table + SliverFile.BLOCK_BYTES, bytes, table, SliverFile.BLOCK_BYTES);
        return bytes;
    }

    @Test
    void anyRangeIsTheSliceOfTheWhole() throws IOException {
        Seed seed = Seed.of("SliverStoreTest.range");
        RandomGenerator random = seed.random();
        StorageShards shards = new StorageShards(4);
        TestBlob blob = TestBlob.random(shards, 6 * 60_001, random);
        Piece piece = Piece.sliver(blob.id(), Axis.PRIMARY, 1);
        byte[] whole = blob.sliver(Axis.PRIMARY, 1).toBcs().toByteArray();
        try (SliverStore store = SliverStore.open(new SimFileStore(seed), NODE, shards, 0)) {
            store.put(blob.id(), blob.sliver(Axis.PRIMARY, 1));
            try (StoredPiece open = store.open(piece).orElseThrow()) {
                assertThat(open.sizeBytes()).isEqualTo(whole.length);
                for (int i = 0; i < 500; i++) {
                    int from = random.nextInt(whole.length);
                    int to = from + random.nextInt(whole.length - from + 1);
                    ByteBuffer part = ByteBuffer.allocate(to - from);
                    open.read(from, part);
                    assertThat(part.array())
                            .as("%s %d-%d", seed, from, to)
                            .isEqualTo(Arrays.copyOfRange(whole, from, to));
                }
                assertThatThrownBy(() -> open.read(whole.length, ByteBuffer.allocate(1)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void aFullDiskRefusesWritesButReadsAndDeletesAndRecovers() throws IOException {
        Seed seed = Seed.of("SliverStoreTest.full");
        RandomGenerator random = seed.random();
        TestBlob first = TestBlob.random(SHARDS, 5_000, random);
        TestBlob second = TestBlob.random(SHARDS, 5_000, random);
        SimFileStore files = new SimFileStore(seed).limitTo(6_000);
        try (SliverStore store = open(files)) {
            store.put(first.metadata());
            store.put(first.id(), first.sliver(Axis.PRIMARY, 0));
            store.put(first.id(), first.sliver(Axis.PRIMARY, 1));
            store.put(first.id(), first.sliver(Axis.PRIMARY, 2));
            assertThatThrownBy(() -> store.put(second.id(), second.sliver(Axis.PRIMARY, 0)))
                    .isInstanceOfSatisfying(
                            NodeRefusedException.class,
                            e -> assertThat(e.httpStatus()).isEqualTo(507));
            assertThat(store.has(Piece.sliver(second.id(), Axis.PRIMARY, 0))).isFalse();
            assertThat(store.sliver(first.id(), Axis.PRIMARY, 0)).contains(first.sliver(Axis.PRIMARY, 0));
            assertThat(store.delete(first.id())).isEqualTo(4);
            assertThat(store.put(second.id(), second.sliver(Axis.PRIMARY, 0))).isTrue();
        }
    }

    @Test
    void aDiskThatFailsOnceTakesTheNextWrite() throws IOException {
        Seed seed = Seed.of("SliverStoreTest.transient");
        TestBlob blob = TestBlob.random(SHARDS, 100, seed.random());
        for (long i = 0; ; i++) {
            SimFileStore files = new SimFileStore(seed);
            try (SliverStore store = open(files)) {
                files.failAt(files.operations() + i, Fault.IO_ERROR);
                boolean hasFailed = false;
                try {
                    store.put(blob.metadata());
                } catch (DataException.Unavailable e) {
                    hasFailed = true;
                }
                if (!hasFailed && files.injectedFaults() == 0) {
                    return;
                }
                store.put(blob.metadata());
                assertThat(store.metadata(blob.id())).contains(blob.metadata());
            }
        }
    }

    @Test
    void refusesASecondProcessAForeignDirectoryAndANewerVersion() throws IOException {
        SimFileStore files = new SimFileStore(new Seed(3));
        try (SliverStore store = open(files)) {
            assertThat(store.blobCount()).isZero();
            assertThatThrownBy(() -> open(files)).isInstanceOf(StoreLockedException.class);
        }
        Digest other = Digest.parseHex("22".repeat(32));
        assertThatThrownBy(() -> SliverStore.open(files, other, SHARDS, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to node 0x1111");
        assertThatThrownBy(() -> SliverStore.open(files, NODE, new StorageShards(10), 0))
                .isInstanceOf(IllegalStateException.class);
        for (int at = 0; at < 64; at++) {
            int place = at;
            files.corrupt(NodeDirectory.FILE, old -> flip(old, place));
            assertThatThrownBy(() -> open(files)).isInstanceOf(DataException.Corrupt.class);
            files.corrupt(NodeDirectory.FILE, old -> flip(old, place));
        }
        files.corrupt(NodeDirectory.FILE, SliverStoreTest::newerVersion);
        assertThatThrownBy(() -> open(files))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("data version 2");
    }

    private static byte[] flip(byte[] old, int at) {
        byte[] bytes = old.clone();
        bytes[at] ^= 4;
        return bytes;
    }

    private static byte[] newerVersion(byte[] old) {
        ByteBuffer bytes = ByteBuffer.wrap(old.clone()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8, 2);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes.array(), 0, 60);
        return bytes.putInt(60, (int) crc.getValue()).array();
    }

    @Test
    void listsBlobsInTheOrderOfTheirIdsAlsoAfterReopening() throws IOException {
        Seed seed = Seed.of("SliverStoreTest.order");
        SimFileStore files = new SimFileStore(seed);
        List<BlobId> ids = new ArrayList<>();
        try (SliverStore store = open(files)) {
            for (int i = 0; i < 20; i++) {
                TestBlob blob = TestBlob.random(SHARDS, i, seed.random());
                TestBlob other = TestBlob.of(SHARDS, new byte[] {(byte) i, 7});
                store.put(blob.metadata());
                store.put(other.metadata());
                store.put(other.id(), other.sliver(Axis.PRIMARY, i % 7));
                ids.add(blob.id());
                ids.add(other.id());
            }
        }
        try (SliverStore store = open(files)) {
            assertThat(store.blobs(new BlobId(Digest.ZERO), 100))
                    .containsExactlyElementsOf(ids.stream().distinct().sorted().toList());
            assertThat(store.sliverCount()).isEqualTo(20);
            assertThat(store.blobAfter(store.blobs(new BlobId(Digest.ZERO), 1).getFirst()))
                    .contains(store.blobs(new BlobId(Digest.ZERO), 2).getLast());
        }
    }

    @Test
    void theCampaignOfMutatedFilesEndsInCorruptOnly() throws IOException {
        // The parser of files must fail in one declared way whatever the disk gives.
        Seed seed = Seed.of("SliverStoreTest.campaign");
        TestBlob blob = TestBlob.random(SHARDS, 60, seed.random());
        Piece piece = Piece.sliver(blob.id(), Axis.PRIMARY, 5);
        SimFileStore files = new SimFileStore(seed);
        SliverFile.write(files, piece, blob.sliver(Axis.PRIMARY, 5).toBcs().asByteBuffer());
        byte[] good = content(files, piece);
        RandomGenerator random = seed.random();
        for (int i = 0; i < 3_000; i++) {
            byte[] bad = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(5) == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(2 * bad.length));
            }
            if (Arrays.equals(bad, good)) {
                continue;
            }
            byte[] content = bad;
            files.corrupt(piece.path(), _ -> content);
            assertThatThrownBy(() -> {
                        try (SliverFile file = SliverFile.open(files, piece)) {
                            file.read(0, ByteBuffer.allocate((int) file.length()));
                        }
                    })
                    .as("%s round %d", seed, i)
                    .isInstanceOf(CorruptFileException.class);
        }
    }
}

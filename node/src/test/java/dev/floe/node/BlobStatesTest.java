package dev.floe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.committee.Persistence;
import dev.floe.ledger.EventCursor;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.testkit.Campaign;
import dev.floe.testkit.CrashTest;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BlobStatesTest {

    private static final BlobId BLOB = new BlobId(Digest.parseHex("ab".repeat(32)));
    private static final Digest ONE = Digest.parseHex("01".repeat(32));
    private static final Digest TWO = Digest.parseHex("02".repeat(32));
    private static final BlobStatus.StatusEvent SOURCE = new BlobStatus.StatusEvent("tx", 3);

    private final BlobStates states = new BlobStates();

    private void apply(ChainEvent... events) {
        for (ChainEvent event : events) {
            states.apply(event, SOURCE);
        }
    }

    @Test
    void aBlobLivesUntilTheLastOfItsObjectsEnds() {
        apply(
                new ChainEvent.BlobRegistered(1, BLOB, 5, 3, false, ONE),
                new ChainEvent.BlobRegistered(1, BLOB, 5, 5, true, TWO),
                new ChainEvent.BlobCertified(1, BLOB, 3, false, ONE));
        assertThat(states.mustHold(BLOB)).isTrue();
        apply(new ChainEvent.EpochChangeStart(2));
        assertThat(states.isRegistered(BLOB, Persistence.PERMANENT)).isTrue();
        apply(new ChainEvent.EpochChangeStart(3));
        assertThat(states.isRegistered(BLOB, Persistence.PERMANENT)).isFalse();
        assertThat(states.isRegistered(BLOB, new Persistence.Deletable(TWO))).isTrue();
        assertThat(states.mustHold(BLOB)).as("only certified objects oblige").isFalse();
        assertThat(states.mayHold(BLOB)).isTrue();
        apply(new ChainEvent.EpochChangeStart(5));
        assertThat(states.mayHold(BLOB)).isFalse();
        assertThat(states.size()).isZero();
    }

    @Test
    void eventsAgainChangeNothing() {
        ChainEvent[] events = {
            new ChainEvent.BlobRegistered(1, BLOB, 5, 9, true, ONE),
            new ChainEvent.BlobCertified(1, BLOB, 9, true, ONE),
            new ChainEvent.BlobRegistered(2, BLOB, 5, 9, true, TWO),
            new ChainEvent.BlobDeleted(2, BLOB, TWO)
        };
        apply(events);
        BlobStatus once = states.status(BLOB);
        apply(new ChainEvent.BlobCertified(1, BLOB, 9, true, ONE), new ChainEvent.BlobDeleted(2, BLOB, TWO));
        assertThat(states.status(BLOB)).isEqualTo(once);
    }

    @Test
    void pooledBlobsLiveAsLongAsTheirPool() {
        Digest pool = Digest.parseHex("99".repeat(32));
        apply(
                new ChainEvent.PoolCreated(pool, 3),
                new ChainEvent.PooledBlobRegistered(1, BLOB, 5, false, ONE, pool),
                new ChainEvent.PooledBlobCertified(1, BLOB, ONE),
                new ChainEvent.PoolExtended(pool, 6),
                new ChainEvent.EpochChangeStart(4));
        assertThat(states.mustHold(BLOB)).isTrue();
        apply(new ChainEvent.EpochChangeStart(6));
        assertThat(states.mustHold(BLOB)).isFalse();
    }

    @Test
    void whatIsInvalidStaysSo() {
        apply(
                new ChainEvent.BlobRegistered(1, BLOB, 5, 3, false, ONE),
                new ChainEvent.InvalidBlob(1, BLOB),
                new ChainEvent.EpochChangeStart(4),
                new ChainEvent.BlobRegistered(4, BLOB, 5, 9, false, TWO));
        assertThat(states.status(BLOB)).isEqualTo(new BlobStatus.Invalid(SOURCE));
        assertThat(states.mayHold(BLOB)).isFalse();
    }

    @Test
    void anyBytesAsAnEventAreThatOrCorrupt() {
        BcsWriter registered = new BcsWriter().u32(1);
        BLOB.write(registered);
        byte[] good = registered.u64(5).u8(1).u32(9).bool(true).digest(ONE).toByteArray();
        String[] names = {
            "BlobRegistered",
            "BlobCertified",
            "BlobDeleted",
            "InvalidBlobID",
            "EpochChangeStart",
            "EpochChangeDone",
            "EpochParametersSelected",
            "StoragePoolCreated",
            "StoragePoolExtended",
            "PooledBlobRegistered",
            "PooledBlobCertified",
            "PooledBlobDeleted"
        };
        int[] next = {0};
        Campaign.allowing(DataException.Corrupt.class).run("chain events", List.of(good), input -> {
            String name = names[next[0]++ % names.length];
            ChainEvent.parse(name, Bytes.copyOf(input));
        });
    }

    private static final class Notes {
        private final List<Integer> acknowledged = new ArrayList<>();
    }

    @Test
    void eventsAndCursorNeverPartAtAnyPowerCut() {
        Seed seed = Seed.of("BlobStatesTest.crash");
        CrashTest.of(seed, Notes::new, BlobStatesTest::append, BlobStatesTest::check)
                .states(4)
                .run();
    }

    private static void append(SimFileStore files, Notes notes) throws IOException {
        try (StateLog log = StateLog.open(files, new Seed(5).entropy(), new BlobStates())) {
            for (int page = 1; page <= 3; page++) {
                List<StateLog.Entry> entries = new ArrayList<>();
                for (int i = 0; i < page; i++) {
                    BcsWriter contents = new BcsWriter().u32(page);
                    entries.add(new StateLog.Entry("EpochChangeStart", contents.toBytes(), SOURCE));
                }
                log.append(entries, cursor(page));
                notes.acknowledged.add(page);
            }
        }
    }

    private static EventCursor cursor(int page) {
        return new EventCursor(new BcsWriter().u8(page).toBytes());
    }

    private static void check(SimFileStore files, Notes notes) throws IOException {
        BlobStates states = new BlobStates();
        try (StateLog log = StateLog.open(files, new Seed(5).entropy(), states)) {
            int epoch = (int) states.epoch();
            assertThat(log.cursor()).isEqualTo(epoch == 0 ? EventCursor.START : cursor(epoch));
            assertThat(states.events()).isEqualTo(epoch * (epoch + 1L) / 2);
            int last = notes.acknowledged.isEmpty() ? 0 : notes.acknowledged.getLast();
            assertThat(epoch).isGreaterThanOrEqualTo(last);
        }
    }

    @Test
    void aDamagedLogIsReadAnewFromTheLedger() throws IOException {
        Seed seed = Seed.of("BlobStatesTest.damage");
        RandomGenerator random = seed.random();
        SimFileStore files = new SimFileStore(seed);
        append(files, new Notes());
        files.corrupt("events", old -> {
            byte[] bytes = old.clone();
            bytes[8 + random.nextInt(16)] ^= 1; // in the header: nothing can be told from a torn tail
            return bytes;
        });
        try (StateLog log = StateLog.open(files, seed.entropy(), new BlobStates())) {
            assertThat(log.cursor()).isEqualTo(EventCursor.START);
        }
    }
}

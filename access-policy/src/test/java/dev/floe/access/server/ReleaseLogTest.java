package dev.floe.access.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.Entropy;
import dev.floe.ledger.Address;
import dev.floe.testkit.Campaign;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The log of releases: what it proves, and that no change of it goes unseen.
final class ReleaseLogTest {

    private final Seed seed = Seed.of("release-log");
    private final Entropy entropy = seed.entropy();
    private final byte[] key = entropy.bytes(32);
    private final SimFileStore files = new SimFileStore(seed);

    private Release release(long index, Digest previous) {
        return new Release(
                index,
                previous,
                Instant.ofEpochMilli(1_700_000_000_000L + index),
                Address.copyOf(entropy.bytes(32)),
                Address.ofLong(1),
                Address.ofLong(2),
                Address.ofLong(2),
                List.of(Bytes.copyOf(entropy.bytes(40))),
                index,
                Digest.copyOf(entropy.bytes(32)));
    }

    private List<LogHead> fill(int releases) throws IOException {
        List<LogHead> heads = new ArrayList<>();
        try (ReleaseLog log = ReleaseLog.open(files, entropy, key)) {
            for (int i = 0; i < releases; i++) {
                heads.add(log.append(this::release));
            }
        }
        return heads;
    }

    private Optional<LogHead> verify(SimFileStore store, Optional<LogHead> kept) throws IOException {
        return ReleaseLog.verify(store, entropy, ReleaseLog.publicKey(key), kept, release -> {});
    }

    @Test
    void everyReleaseCanBeShownToBeInTheLog() throws IOException {
        fill(37);
        try (ReleaseLog log = ReleaseLog.open(files, entropy, key)) {
            for (int i = 0; i < 37; i++) {
                ReleaseProof proof = log.prove(i).orElseThrow();
                assertThat(proof.isValid(log.publicKey())).as("release " + i).isTrue();
                assertThat(proof.release().index()).isEqualTo(i);
                ReleaseProof other = log.prove((i + 1) % 37).orElseThrow();
                assertThat(new ReleaseProof(proof.entry(), other.path(), proof.head()).isValid(log.publicKey()))
                        .isFalse();
                assertThat(proof.isValid(Bytes.copyOf(entropy.bytes(32)))).isFalse();
            }
            assertThat(log.prove(37)).isEmpty();
            assertThat(log.prove(-1)).isEmpty();
        }
    }

    @Test
    void theTreeEqualsItsDefinitionAtEverySize() {
        ReleaseTree.Frontier frontier = new ReleaseTree.Frontier();
        List<Digest> leaves = new ArrayList<>();
        assertThat(frontier.root()).isEqualTo(ReleaseTree.root(leaves));
        for (int i = 0; i < 70; i++) {
            leaves.add(Digest.copyOf(entropy.bytes(32)));
            frontier.add(leaves.getLast());
            assertThat(frontier.root()).isEqualTo(ReleaseTree.root(leaves));
        }
    }

    @Test
    void aHeadThatWasKeptShowsACutLog() throws IOException {
        List<LogHead> heads = fill(5);
        for (LogHead head : heads) {
            assertThat(verify(files, Optional.of(head))).contains(heads.getLast());
        }
        SimFileStore shorter = new SimFileStore(seed.child(2));
        try (ReleaseLog log = ReleaseLog.open(shorter, entropy, key)) {
            log.append(this::release);
        }
        assertThatThrownBy(() -> verify(shorter, Optional.of(heads.getFirst())))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("cut or rewritten");
        assertThatThrownBy(() -> verify(shorter, Optional.of(heads.get(3)))).isInstanceOf(DataException.Corrupt.class);
    }

    @Test
    void anotherKeyDoesNotContinueTheLog() throws IOException {
        fill(2);
        assertThatThrownBy(() -> ReleaseLog.open(files, entropy, entropy.bytes(32)))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("not signed by the key");
    }

    @Test
    void noByteOfAnOldReleaseCanBeChanged() throws IOException {
        List<LogHead> heads = fill(3);
        SimFileStore copy = files.kill();
        long size;
        try (var file = copy.openRead(ReleaseLog.FILE)) {
            size = file.sizeBytes();
        }
        int unseen = 0;
        for (int at = 32; at < size; at += 7) {
            int place = at;
            SimFileStore changed = copy.kill();
            changed.corrupt(ReleaseLog.FILE, bytes -> {
                bytes[place] ^= 1;
                return bytes;
            });
            try {
                // The newest record may look torn and be cut; the head that was kept tells.
                assertThat(verify(changed, Optional.of(heads.getLast()))).contains(heads.getLast());
                unseen++;
            } catch (DataException.Corrupt _) {
                // seen
            }
        }
        // Only padding behind a record, less than 8 bytes for each, is not content.
        assertThat(unseen).isLessThanOrEqualTo(heads.size());
    }

    @Test
    void whatWasAcknowledgedSurvivesAPowerCut() throws IOException {
        ReleaseLog log = ReleaseLog.open(files, entropy, key);
        LogHead head = log.append(this::release);
        SimFileStore after = files.crash(seed.child(9));
        assertThat(verify(after, Optional.of(head))).contains(head);
    }

    @Test
    void entriesAndHeadsFromOutsideAreBounded() {
        Bytes entry = release(3, Digest.copyOf(new byte[32])).toBytes();
        assertThat(Release.parse(entry).toBytes()).isEqualTo(entry);
        Campaign.allowing(DataException.Corrupt.class)
                .run("release", List.of(entry.toByteArray()), input -> Release.parse(Bytes.copyOf(input)));
        LogHead head = LogHead.sign(1, Digest.copyOf(new byte[32]), Digest.copyOf(new byte[32]), key);
        assertThat(LogHead.parse(head.toBytes())).isEqualTo(head);
        Campaign.allowing(DataException.Corrupt.class)
                .run("log-head", List.of(head.toBytes().toByteArray()), input -> LogHead.parse(Bytes.copyOf(input)));
    }
}

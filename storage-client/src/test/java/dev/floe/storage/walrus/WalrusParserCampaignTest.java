package dev.floe.storage.walrus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.SliverData;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.testkit.Campaign;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Mutated inputs to every parser of this package.
final class WalrusParserCampaignTest {

    private static final Campaign CAMPAIGN = Campaign.allowing(DataException.Corrupt.class);
    private static final BlobId ID = new BlobId(Digest.ZERO);

    @Test
    void syncedSliversAreReadCanonicallyOrRefused() {
        SyncedSlivers slivers = new SyncedSlivers(List.of(
                new SyncedSlivers.Entry(ID, new SliverData(Axis.PRIMARY, 1, 2, Bytes.copyOf(new byte[6]))),
                new SyncedSlivers.Entry(ID, new SliverData(Axis.SECONDARY, 2, 4, Bytes.copyOf(new byte[8])))));
        canonical("synced slivers", slivers, SyncedSlivers::read);
    }

    @Test
    void journalEntriesAreReadCanonicallyOrRefused() {
        Certificate certificate =
                new Certificate(List.of(0, 3), Bytes.copyOf(new byte[40]), Bytes.copyOf(new byte[96]));
        canonical(
                "upload journal",
                new UploadJournal.Entry(
                        ID, true, Optional.of(Address.SUI), Optional.of(new UploadJournal.Signed(5, 7, certificate))),
                UploadJournal.Entry::read);
    }

    private static <T extends Bcs> void canonical(String name, T sample, Function<BcsReader, T> read) {
        Bytes bytes = sample.toBcs();
        assertThat(Bcs.decode(name, bytes, read)).isEqualTo(sample);
        Campaign.Report report = CAMPAIGN.run(name, List.of(bytes.toByteArray()), input -> {
            T value = Bcs.decode(name, Bytes.copyOf(input), read);
            assertThat(value.toBcs()).isEqualTo(Bytes.copyOf(input));
        });
        assertThat(report.accepted()).isPositive();
    }

    @Test
    void theSystemIsReadOrRefused() {
        onChain(
                "system",
                out -> {
                    out.uleb(1).bytes(Bytes.copyOf(new byte[96])).u16(7);
                    Address.SUI.write(out);
                    out.u16(7).u32(3).bytes(Bytes.copyOf(new byte[48]));
                    out.u64(1000).u64(10).u64(5).u64(2).u32(0).u32(2).uleb(2);
                    out.u32(3).u64(10).u64(1).u32(4).u64(0).u64(0);
                },
                in -> SystemState.read(Address.SUI, in));
    }

    @Test
    void stakingIsReadOrRefused() {
        onChain(
                "staking",
                out -> {
                    out.u16(7).u64(3_600_000).u64(1_000);
                    Address.SUI.write(out);
                    out.u64(1).u32(3);
                    Address.SUI.write(out);
                    out.uleb(0).uleb(1);
                    Address.SUI.write(out);
                    out.uleb(2).u16(0).u16(1).uleb(0).uleb(0).uleb(1).u64(77);
                },
                in -> StakingState.read(Address.SUI, in));
    }

    @Test
    void poolsAreReadOrRefused() {
        onChain(
                "pool",
                out -> {
                    Address.SUI.write(out);
                    out.uleb(0).u64(1).u64(2).u64(3).string("name");
                    Address.SUI.write(out);
                    out.string("127.0.0.1:1")
                            .bytes(Bytes.copyOf(new byte[96]))
                            .uleb(0)
                            .bytes(Bytes.copyOf(new byte[33]));
                },
                NodePool::read);
    }

    @Test
    void blobObjectsAreReadOrRefused() {
        onChain(
                "blob object",
                out -> {
                    Address.SUI.write(out);
                    out.u32(1).digest(Digest.ZERO).u64(10).u8(1).uleb(1).u32(2);
                    Address.SUI.write(out);
                    out.u32(1).u32(5).u64(100).bool(true);
                },
                BlobObject::read);
    }

    /// Objects may be longer than their layout, so what follows is not looked at.
    private static void onChain(String name, Consumer<BcsWriter> write, Function<BcsReader, ?> read) {
        BcsWriter out = new BcsWriter();
        write.accept(out);
        byte[] sample = out.toByteArray();
        BcsReader in = BcsReader.of(name, sample);
        assertThat(read.apply(in)).isNotNull();
        in.end();
        assertThat(CAMPAIGN.run(
                                name,
                                List.of(sample),
                                input -> assertThat(read.apply(BcsReader.of(name, input)))
                                        .isNotNull())
                        .accepted())
                .isPositive();
    }
}

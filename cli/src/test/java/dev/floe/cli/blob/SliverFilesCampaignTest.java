package dev.floe.cli.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.cli.CommandRun;
import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverInput;
import dev.floe.testkit.Campaign;
import dev.floe.testkit.Mutator;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mutated files in the folder that `floe blob decode` and `heal` read: a sliver counts as good exactly when its
/// bytes are the right ones, and metadata is either the right one or refused.
class SliverFilesCampaignTest {

    private static final int SHARDS = 5;

    /// Every input costs a file and hashing of all slivers.
    private static final long COST = 50;

    @TempDir
    private Path directory = Path.of("");

    private Path folder = Path.of("");

    @BeforeEach
    void encode() throws IOException {
        Path file = directory.resolve("file");
        folder = directory.resolve("slivers");
        byte[] content = new byte[300];
        new Random(3).nextBytes(content);
        Files.write(file, content);
        CommandRun run = CommandRun.of(
                "blob", "encode", "--storage-shards", "" + SHARDS, "--out", folder.toString(), file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void aSliverIsGoodExactlyWhenItsBytesAreRight() throws IOException {
        Seed seed = Seed.of("SliverFilesCampaignTest.slivers");
        BlobFiles files = new BlobFiles(folder);
        BlobMetadataWithId blob = files.readMetadata();
        for (Axis axis : Axis.values()) {
            Path path = files.sliver(axis, 1);
            byte[] good = Files.readAllBytes(path);
            Mutator mutator =
                    new Mutator(seed.random(), List.of(good, Files.readAllBytes(files.sliver(axis, 2))), 1 << 16);
            for (long i = Campaign.inputs() / COST; i >= 0; i--) {
                byte[] mutated = i == 0 ? good : mutator.next();
                Files.write(path, mutated);
                try (CheckedSlivers slivers =
                        CheckedSlivers.open(files, axis, blob.metadata(), EncodeOptions.defaults())) {
                    assertThat(slivers.valid().stream().map(SliverInput::index).anyMatch(index -> index == 1))
                            .as("%s, %s sliver of %d bytes", seed, axis, mutated.length)
                            .isEqualTo(Arrays.equals(mutated, good));
                    assertThat(slivers.valid().size() + slivers.bad().size()).isEqualTo(SHARDS);
                }
            }
        }
    }

    @Test
    void metadataIsRightOrRefused() throws IOException {
        Seed seed = Seed.of("SliverFilesCampaignTest.metadata");
        BlobFiles files = new BlobFiles(folder);
        Path path = folder.resolve("metadata.bcs");
        byte[] good = Files.readAllBytes(path);
        BlobMetadataWithId blob = files.readMetadata();
        Mutator mutator = new Mutator(seed.random(), List.of(good), 1 << 16);
        int accepted = 0;
        for (long i = Campaign.inputs() / COST; i >= 0; i--) {
            byte[] mutated = i == 0 ? good : mutator.next();
            Files.write(path, mutated);
            try {
                assertThat(files.readMetadata()).as(seed.toString()).isEqualTo(blob);
                assertThat(mutated).as(seed.toString()).isEqualTo(good);
                accepted++;
            } catch (DataException | IllegalArgumentException e) {
                assertThat(e.getMessage()).as(seed.toString()).isNotBlank();
            }
        }
        assertThat(accepted).isPositive();
    }
}

package dev.floe.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.host.ByteArea;
import dev.floe.host.SystemTime;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BlobDecoderTest {

    private static final EncodeOptions OPTIONS = EncodeOptions.defaults();

    @BeforeAll
    static void warmUp() {
        SliverCodec.warmUp(new SystemTime()::nanos);
    }

    @Test
    void decodesTheSubsetsOfTheVectors() throws IOException {
        Map<String, EncodedBlob> blobs = new HashMap<>();
        int checked = 0;
        for (JsonNode c : Vectors.cases("decode.json").toList()) {
            JsonNode blobCase = Vectors.blobCase(c.get("blobCase").asText());
            StorageShards shards = new StorageShards(blobCase.get("nShards").asInt());
            String name = c.get("blobCase").asText();
            if (!blobs.containsKey(name)) {
                blobs.put(name, Slivers.encode(shards.count(), Vectors.input(blobCase), OPTIONS));
            }
            Axis axis = Axis.parse(c.get("axis").asText());
            int[] indices = StreamSupport.stream(c.get("sliverPairIndices").spliterator(), false)
                    .mapToInt(pair -> shards.sliverIndex(pair.asInt(), axis))
                    .toArray();
            byte[] decoded = decode(blobs.get(name), shards, axis, indices, OPTIONS);
            assertThat(Vectors.hex(Vectors.sha256().digest(decoded)))
                    .as("%s %s %s", name, axis, c.get("subset"))
                    .isEqualTo(c.get("expectedSha256").asText());
            checked++;
        }
        for (EncodedBlob blob : blobs.values()) {
            blob.close();
        }
        assertThat(checked).isGreaterThan(100);
    }

    @Test
    void decodesAnySubsetInAnyMode() throws IOException {
        Seed seed = Seed.of("BlobDecoderTest.anySubset");
        RandomGenerator random = seed.random();
        for (int round = 0; round < 60; round++) {
            int n = 4 + random.nextInt(60);
            byte[] content = new byte[random.nextInt(40_000)];
            random.nextBytes(content);
            EncodeOptions options = List.of(OPTIONS, OPTIONS.withMemoryBytes(0), OPTIONS.withThreads(2))
                    .get(round % 3);
            try (EncodedBlob encoded = Slivers.encode(n, content, options)) {
                for (Axis axis : Axis.values()) {
                    int[] indices = subset(n, new StorageShards(n).sourceSymbols(axis), random.nextLong());
                    assertThat(decode(encoded, new StorageShards(n), axis, indices, options))
                            .as("%s n=%d length=%d %s", seed, n, content.length, axis)
                            .isEqualTo(content);
                }
            }
        }
    }

    // All of 4 to 3000 take minutes: -Pcampaign does them, otherwise a sample that has all small ones and every border
    // between the two rates of the codes.
    @Test
    void worksForEveryNumberOfStorageShards() throws IOException {
        boolean all = Long.getLong("floe.campaign.inputs", 0) > 1_000_000;
        int[] some = IntStream.concat(
                        IntStream.rangeClosed(4, 70),
                        IntStream.of(127, 128, 129, 191, 192, 193, 255, 256, 383, 384, 385, 511, 512, 767, 769, 1000))
                .toArray();
        for (int n : all ? IntStream.rangeClosed(4, 3000).toArray() : some) {
            byte[] content = new byte[n % 97 + 1];
            new Random(n).nextBytes(content);
            try (EncodedBlob encoded = Slivers.encode(n, content, OPTIONS)) {
                for (Axis axis : Axis.values()) {
                    int needed = new StorageShards(n).sourceSymbols(axis);
                    int[] last = IntStream.range(n - needed, n).toArray();
                    assertThat(decode(encoded, new StorageShards(n), axis, last, OPTIONS))
                            .as("n=%d %s", n, axis)
                            .isEqualTo(content);
                }
            }
        }
    }

    @Test
    void refusesTooFewSlivers() throws IOException {
        try (EncodedBlob encoded = Slivers.encode(10, new byte[1000], OPTIONS)) {
            assertThatThrownBy(() -> decode(encoded, new StorageShards(10), Axis.PRIMARY, new int[] {0, 5, 9}, OPTIONS))
                    .isInstanceOf(DataException.Unavailable.class)
                    .hasMessageContaining("4 primary slivers are needed, 3 are there");
        }
    }

    @Test
    void checkFindsEveryDamagedSliver() throws IOException {
        Seed seed = Seed.of("BlobDecoderTest.damaged");
        RandomGenerator random = seed.random();
        for (int round = 0; round < 20; round++) {
            int n = 4 + random.nextInt(40);
            byte[] content = new byte[random.nextInt(20_000)];
            random.nextBytes(content);
            EncodeOptions options = round % 2 == 0 ? OPTIONS : OPTIONS.withMemoryBytes(0);
            try (EncodedBlob encoded = Slivers.encode(n, content, options)) {
                for (Axis axis : Axis.values()) {
                    List<SliverInput> slivers =
                            Slivers.of(encoded, axis, IntStream.range(0, n).toArray());
                    List<SliverInput> good = new ArrayList<>(slivers);
                    for (int damaged = random.nextInt(n); damaged >= 0; damaged -= 1 + random.nextInt(3)) {
                        MemorySegment memory =
                                slivers.get(damaged).area().memory().orElseThrow();
                        long at = random.nextLong(memory.byteSize());
                        byte flipped = (byte) (memory.get(ValueLayout.JAVA_BYTE, at) ^ 1 << random.nextInt(8));
                        memory.set(ValueLayout.JAVA_BYTE, at, flipped);
                        good.remove(slivers.get(damaged));
                    }
                    assertThat(new SliverCheck(encoded.metadata().metadata(), options).valid(axis, slivers))
                            .as("%s n=%d %s", seed, n, axis)
                            .isEqualTo(good);
                    Slivers.close(slivers);
                }
            }
        }
    }

    private static byte[] decode(
            EncodedBlob encoded, StorageShards shards, Axis axis, int[] indices, EncodeOptions options)
            throws IOException {
        List<SliverInput> slivers = Slivers.of(encoded, axis, indices);
        long size = encoded.metadata().metadata().blobSize();
        try (ByteArea target = ByteArea.allocated(size)) {
            new BlobDecoder(shards, options).decode(axis, slivers, target);
            return target.memory().orElseThrow().toArray(ValueLayout.JAVA_BYTE);
        } finally {
            Slivers.close(slivers);
        }
    }

    private static int[] subset(int n, int size, long seed) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(all, new Random(seed));
        return all.subList(0, size).stream().mapToInt(i -> i).toArray();
    }
}

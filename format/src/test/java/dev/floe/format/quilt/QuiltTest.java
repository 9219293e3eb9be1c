package dev.floe.format.quilt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.Generated;
import dev.floe.format.StorageShards;
import dev.floe.format.Vectors;
import dev.floe.testkit.Seed;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuiltTest {

    private static final StorageShards SEVEN = new StorageShards(7);

    private record Built(Quilt plan, Bytes quilt, Map<String, byte[]> contents) {
        QuiltColumns columns() {
            byte[] blob = quilt.toByteArray();
            return QuiltColumns.ofBlob(
                    plan.shards(),
                    blob.length,
                    (offset, target, at, length) -> System.arraycopy(blob, (int) offset, target, at, length));
        }
    }

    private static Built build(StorageShards shards, Map<String, byte[]> contents, List<QuiltFile> files) {
        Quilt plan = Quilt.plan(shards, files);
        Bytes quilt = plan.toBytes((identifier, offset, target, at, length) ->
                System.arraycopy(requireNonNull(contents.get(identifier)), (int) offset, target, at, length));
        return new Built(plan, quilt, contents);
    }

    private static Built build(StorageShards shards, Map<String, byte[]> contents) {
        List<QuiltFile> files = new ArrayList<>();
        contents.forEach((name, bytes) -> files.add(new QuiltFile(name, new TreeMap<>(), bytes.length)));
        return build(shards, contents, files);
    }

    private static SortedMap<String, String> tags(JsonNode node) {
        SortedMap<String, String> tags = new TreeMap<>();
        node.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private static Digest sha256(Bytes bytes) throws Exception {
        return Digest.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    }

    private static Built build(JsonNode c) {
        Map<String, byte[]> contents = new HashMap<>();
        List<QuiltFile> files = new ArrayList<>();
        for (JsonNode file : c.required("files")) {
            String name = file.required("identifier").asText();
            byte[] content = Generated.bytes(
                    file.required("generator"), file.required("length").asInt());
            contents.put(name, content);
            files.add(new QuiltFile(name, tags(file.required("tags")), content.length));
        }
        return build(new StorageShards(c.required("nShards").asInt()), contents, files);
    }

    @Test
    void buildsAndReadsTheQuiltsOfTheOfficialSdk() throws Exception {
        for (JsonNode c : Vectors.read("walrus/quilts.json").required("cases")) {
            Built built = build(c);
            assertThat(built.plan().symbolSize())
                    .isEqualTo(c.required("symbolSize").asInt());
            assertThat(built.plan().indexColumns())
                    .isEqualTo(c.required("indexColumns").asInt());
            assertThat(built.plan().index().toBcs()).isEqualTo(Vectors.hex(c, "indexBcsHex"));
            assertThat(sha256(built.quilt()))
                    .isEqualTo(Digest.parseHex(c.required("quiltSha256").asText()));

            QuiltReader reader = new QuiltReader(built.columns());
            QuiltIndex index = reader.index();
            assertThat(index).isEqualTo(built.plan().index());
            BlobId id = BlobId.parse(c.required("blobId").asText());
            int i = 0;
            for (JsonNode expected : c.required("patches")) {
                QuiltPatch patch = index.patches().get(i++);
                assertThat(patch.identifier())
                        .isEqualTo(expected.required("identifier").asText());
                assertThat(patch.tags()).isEqualTo(tags(expected.required("tags")));
                QuiltPatchId patchId = QuiltPatchId.of(id, patch);
                assertThat(patchId).hasToString(expected.required("patchId").asText());
                assertThat(QuiltPatchId.parse(patchId.toString())).isEqualTo(patchId);
                QuiltReader.PatchContent read = reader.read(patchId.startColumn(), patchId.endColumn());
                assertThat(sha256(read.content()))
                        .isEqualTo(Digest.parseHex(
                                expected.required("contentSha256").asText()));
                assertThat(read.header().tags()).isEqualTo(patch.tags());
            }
            assertThat(index.patches()).hasSize(i);
        }
    }

    @Test
    void readingOneFileTouchesOnlyItsColumns() {
        Map<String, byte[]> contents = Map.of("a", new byte[500], "b", new byte[700], "c", new byte[300]);
        Built built = build(new StorageShards(31), contents);
        TreeSet<Integer> touched = new TreeSet<>();
        QuiltColumns all = built.columns();
        QuiltColumns counting = new QuiltColumns() {
            @Override
            public int count() {
                return all.count();
            }

            @Override
            public int sizeBytes() {
                return all.sizeBytes();
            }

            @Override
            public Bytes column(int index) {
                touched.add(index);
                return all.column(index);
            }
        };
        QuiltPatch b = built.plan().index().find("b").orElseThrow();
        new QuiltReader(counting).read(b, (source, offset, length) -> {});
        assertThat(touched)
                .containsExactlyElementsOf(
                        IntStream.range(b.startColumn(), b.endColumn()).boxed().toList());
        assertThat(b.columnCount()).isBetween(2, 20);
    }

    @Test
    void anyFilesComeBackAsTheyWentIn() {
        Seed seed = Seed.of("quilts");
        RandomGenerator random = seed.random();
        for (int run = 0; run < 200; run++) {
            StorageShards shards = new StorageShards(4 + random.nextInt(60));
            Map<String, byte[]> contents = new HashMap<>();
            int files = random.nextInt(shards.secondarySourceSymbols());
            for (int i = 0; i < files; i++) {
                byte[] content = new byte[random.nextInt(1 << random.nextInt(12))];
                random.nextBytes(content);
                contents.put("file " + random.nextInt(1000), content);
            }
            Built built = build(shards, contents);
            QuiltReader reader = new QuiltReader(built.columns());
            List<QuiltPatch> patches = reader.index().patches();
            assertThat(patches).as("%s run %d", seed, run).hasSize(contents.size());
            for (QuiltPatch patch : patches) {
                QuiltReader.PatchContent read = reader.read(patch.startColumn(), patch.endColumn());
                assertThat(read.header().identifier()).isEqualTo(patch.identifier());
                assertThat(read.content().toByteArray()).isEqualTo(contents.get(patch.identifier()));
            }
        }
    }

    @Test
    void theStartOfTheFirstFileCountsTheFiveBytesBeforeTheIndex() {
        // An index of exactly one column with its prefix left out would put the first file one column too early.
        for (int length = 1; length < 60; length++) {
            Built built = build(SEVEN, Map.of("n".repeat(length), new byte[length]));
            QuiltReader reader = new QuiltReader(built.columns());
            QuiltPatch patch = reader.index().patches().getFirst();
            assertThat(reader.read(patch.startColumn(), patch.endColumn())
                            .content()
                            .size())
                    .isEqualTo(length);
        }
    }

    @Test
    void refusesFilesThatCannotGoTogether() {
        SortedMap<String, String> none = new TreeMap<>();
        QuiltFile file = new QuiltFile("a", none, 1);
        assertThatThrownBy(() -> Quilt.plan(SEVEN, List.of(file, file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("occurs twice");
        List<QuiltFile> many = IntStream.range(0, 5)
                .mapToObj(i -> new QuiltFile("f" + i, none, 1))
                .toList();
        assertThatThrownBy(() -> Quilt.plan(SEVEN, many)).hasMessageContaining("at most 4 fit");
        assertThatThrownBy(() -> Quilt.plan(SEVEN, List.of(new QuiltFile("a", none, 1_000_000))))
                .hasMessageContaining("too long for one blob");
        for (String bad : List.of("", "a ", "a\u00a0", "a\nb", "a\u0000", "\u0085", "x".repeat(65533), "\ud800")) {
            assertThatThrownBy(() -> new QuiltFile(bad, none, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesColumnsThatHoldNoFile() {
        Built built = build(SEVEN, Map.of("a", new byte[100], "b", new byte[10]));
        QuiltReader reader = new QuiltReader(built.columns());
        QuiltPatch a = built.plan().index().find("a").orElseThrow();
        assertThatThrownBy(() -> reader.read(a.startColumn(), a.endColumn() - 1))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> reader.read(a.startColumn() + 1, a.endColumn()))
                .isInstanceOf(DataException.Corrupt.class);
        assertThatThrownBy(() -> reader.read(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.read(1, 9)).isInstanceOf(IllegalArgumentException.class);
        QuiltPatch renamed = new QuiltPatch("c", a.tags(), a.startColumn(), a.endColumn());
        assertThatThrownBy(() -> reader.read(renamed, (source, offset, length) -> {}))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("the index says c");
    }

    @Test
    void aBlobOfAnotherSizeIsNoQuilt() {
        assertThatThrownBy(() -> QuiltColumns.ofBlob(SEVEN, 121, (offset, target, at, length) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 30");
    }
}

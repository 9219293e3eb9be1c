package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.EncodedBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A blob with all its slivers, as its writer has it.
public record TestBlob(BlobMetadataWithId metadata, Map<Axis, List<SliverData>> slivers) {

    public static TestBlob random(StorageShards shards, int sizeBytes, RandomGenerator random) {
        byte[] content = new byte[sizeBytes];
        random.nextBytes(content);
        return of(shards, content);
    }

    public static TestBlob of(StorageShards shards, byte[] content) {
        try (ByteArea area = ByteArea.allocated(content.length)) {
            area.write(0, MemorySegment.ofArray(content));
            try (EncodedBlob encoded = new BlobEncoder(shards, EncodeOptions.defaults()).encode(area)) {
                Map<Axis, List<SliverData>> slivers = new EnumMap<>(Axis.class);
                for (Axis axis : Axis.values()) {
                    slivers.put(
                            axis,
                            IntStream.range(0, shards.count())
                                    .mapToObj(pair -> sliver(encoded, pair, axis))
                                    .toList());
                }
                return new TestBlob(encoded.metadata(), slivers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SliverData sliver(EncodedBlob encoded, int pair, Axis axis) {
        try {
            return encoded.sliver(pair, axis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public BlobId id() {
        return metadata.id();
    }

    public SliverData sliver(Axis axis, int pair) {
        return Objects.requireNonNull(slivers.get(axis)).get(pair);
    }
}

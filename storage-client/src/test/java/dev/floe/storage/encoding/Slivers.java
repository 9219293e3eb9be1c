package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The slivers of an encoded blob, in memory.
final class Slivers {

    private Slivers() {}

    static List<SliverInput> of(EncodedBlob encoded, Axis axis, int[] indices) throws IOException {
        List<SliverInput> slivers = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sliver = arena.allocate(encoded.sliverSizeBytes(axis));
            for (int index : indices) {
                encoded.read(axis, index, sliver);
                ByteArea area = ByteArea.allocated(sliver.byteSize());
                area.write(0, sliver);
                slivers.add(new SliverInput(axis, index, area, 0));
            }
        }
        return slivers;
    }

    static void close(List<SliverInput> slivers) throws IOException {
        for (SliverInput sliver : slivers) {
            sliver.area().close();
        }
    }

    static EncodedBlob encode(int shards, byte[] content, EncodeOptions options) throws IOException {
        return new BlobEncoder(new StorageShards(shards), options).encode(Vectors.area(content));
    }
}

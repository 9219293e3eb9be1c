package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.Bytes;
import dev.floe.format.MerkleProof;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.format.redstuff.SliverTile;
import dev.floe.format.redstuff.SymbolView;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobDecoder;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.EncodedBlob;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Encodes the blobs that vectors describe or name.
final class WalrusBlobs {

    private static final Pattern NAME =
            Pattern.compile("n(\\d{1,4})-len(\\d{1,9})-(affine|const|xorshift32)(\\d{0,9})");

    private WalrusBlobs() {}

    /// A blob and the network it is for.
    record Described(StorageShards shards, Bytes content) {}

    /// An encoded blob in memory.
    record Encoded(StorageShards shards, ByteArea area, EncodedBlob blob) implements AutoCloseable {
        @Override
        public void close() {
            try (area;
                    blob) {
                // only to close both, the blob first
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// A symbol of an extended sliver, with its proof.
    record Symbol(Bytes data, MerkleProof proof) {}

    static Encoded encode(Described described) throws IOException {
        ByteArea area = ByteArea.allocated(described.content().size());
        area.write(0, MemorySegment.ofBuffer(described.content().asByteBuffer()));
        EncodedBlob blob = new BlobEncoder(described.shards(), EncodeOptions.defaults()).encode(area);
        return new Encoded(described.shards(), area, blob);
    }

    /// The blob of a case of `blobs.json`.
    static Described describe(JsonNode blobCase) {
        StorageShards shards = new StorageShards(Expect.integer(blobCase, "nShards"));
        int length = Expect.integer(blobCase, "unencodedLength");
        return new Described(shards, Inputs.generate(Expect.field(blobCase, "generator"), length));
    }

    /// The blob that another file calls `name`: the case of `blobs.json` beside it, or what the name itself says.
    ///
    /// @param sha256 of the content, if known
    static Described find(VectorFile file, String name, Optional<String> sha256) {
        Optional<JsonNode> blobCase = blobCase(file, name);
        if (blobCase.isPresent()) {
            return describe(blobCase.get());
        }
        Matcher parts = parts(name);
        StorageShards shards = new StorageShards(Integer.parseInt(parts.group(1)));
        int length = Integer.parseInt(parts.group(2));
        for (Bytes content : candidates(parts.group(3), parts.group(4), length)) {
            if (sha256.isEmpty() || Expect.sha256(content).toHex().equals(sha256.get())) {
                return new Described(shards, content);
            }
        }
        throw new Mismatch("there is no blob " + name + " in blobs.json, and its name does not give its content");
    }

    /// The network of the blob that another file calls `name`.
    static StorageShards shardsOf(VectorFile file, String name) {
        return new StorageShards(blobCase(file, name)
                .map(blobCase -> Expect.integer(blobCase, "nShards"))
                .orElseGet(() -> Integer.parseInt(parts(name).group(1))));
    }

    private static Optional<JsonNode> blobCase(VectorFile file, String name) {
        for (JsonNode blobCase : file.sibling("blobs.json").path("cases")) {
            if (blobCase.path("name").asText().equals(name)) {
                return Optional.of(blobCase);
            }
        }
        return Optional.empty();
    }

    private static Matcher parts(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new Mismatch("there is no blob " + name + " in blobs.json beside this file");
        }
        return parts;
    }

    // A part of the vectors may lack the blob's own case; names tell the generator, but not all of its numbers.
    private static List<Bytes> candidates(String kind, String number, int length) {
        return switch (kind) {
            case "affine" -> List.of(Inputs.affine(31, 7, length), Inputs.affine(1, 0, length));
            case "const" -> List.of(Inputs.affine(0, 0, length), Inputs.affine(0, 255, length));
            default -> List.of(Inputs.xorshift32(number.isEmpty() ? 0 : Integer.parseInt(number), length));
        };
    }

    /// The blob of `size` bytes that `slivers`, all of `axis`, give.
    static Bytes decode(StorageShards shards, Axis axis, List<SliverData> slivers, long size) throws IOException {
        int sliverSize = shards.sliverSize(axis, size);
        try (ByteArea area = ByteArea.allocated((long) slivers.size() * sliverSize);
                ByteArea target = ByteArea.allocated(size)) {
            List<SliverInput> inputs = new ArrayList<>();
            for (SliverData sliver : slivers) {
                Expect.equal(
                        "bytes of sliver " + sliver.index(),
                        sliverSize,
                        sliver.symbols().size());
                long offset = (long) inputs.size() * sliverSize;
                area.write(offset, MemorySegment.ofBuffer(sliver.symbols().asByteBuffer()));
                inputs.add(new SliverInput(axis, sliver.index(), area, offset));
            }
            new BlobDecoder(shards, EncodeOptions.defaults()).decode(axis, inputs, target);
            return Bytes.copyOf(target.memory().orElseThrow().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// Symbol number `target` of the extended `sliver`.
    static Symbol symbol(StorageShards shards, SliverData sliver, int target) {
        Axis axis = sliver.axis();
        int size = sliver.symbolSize();
        int source = shards.symbolsPerSliver(axis);
        int added = shards.count() - source;
        SliverCodec codec = SliverCodec.of(shards);
        SliverTile tile = SliverTile.hashing(codec, axis, size);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment symbols = arena.allocate((long) shards.count() * size);
            MemorySegment.copy(
                    MemorySegment.ofArray(sliver.symbols().toByteArray()), 0, symbols, 0, (long) source * size);
            tile.begin(codec, 1);
            tile.feed(
                    size,
                    List.of(new SymbolView(symbols, 0, 0, size, source)),
                    new SymbolView(symbols, (long) source * size, 0, size, added));
            MerkleProof proof = tile.proofs(new int[] {target}).getFirst().getFirst();
            byte[] data = symbols.asSlice((long) target * size, size).toArray(ValueLayout.JAVA_BYTE);
            return new Symbol(Bytes.copyOf(data), proof);
        }
    }
}

package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.Bytes;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `walrus/decode.json`: some slivers to the blob.
final class DecodeSuite implements VectorSuite {

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public List<String> caseFields() {
        return List.of("blobCase", "sliverPairIndices", "expectedSha256");
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        // Cases of one blob follow each other; it is encoded once for all of them.
        try (LastBlob last = new LastBlob()) {
            for (JsonNode c : file.cases()) {
                String name = c.path("blobCase").asText("?") + " from "
                        + c.path("subset").asText("?") + " " + c.path("axis").asText("?");
                cases.run(name, () -> check(file, c, last));
            }
        }
    }

    private static void check(VectorFile file, JsonNode c, LastBlob last) throws IOException {
        String blobCase = Expect.text(c, "blobCase");
        Axis axis = Axis.parse(Expect.text(c, "axis"));
        StorageShards shards = WalrusBlobs.shardsOf(file, blobCase);
        List<SliverData> slivers = new ArrayList<>();
        JsonNode pairs = Expect.field(c, "sliverPairIndices");
        JsonNode stored = c.path("sliversBcsHex");
        if (!stored.isMissingNode()) {
            Expect.equal("number of slivers", pairs.size(), stored.size());
        }
        for (int i = 0; i < pairs.size(); i++) {
            int pair = pairs.path(i).asInt();
            slivers.add(
                    stored.isMissingNode()
                            ? last.of(file, c).blob().sliver(pair, axis)
                            : read(stored.path(i).asText(), shards, pair, axis));
        }
        long size = Expect.number(c, "unencodedLength");
        Bytes blob = WalrusBlobs.decode(shards, axis, slivers, size);
        Expect.sha256(c, "expectedSha256", blob);
    }

    private static SliverData read(String hex, StorageShards shards, int pair, Axis axis) {
        Bytes bcs = Bytes.parseHex(hex);
        SliverData sliver = Bcs.decode("sliver", bcs, in -> SliverData.read(in, axis));
        Expect.equal("index of the sliver of pair " + pair, shards.sliverIndex(pair, axis), sliver.index());
        Expect.equal("the sliver that was read", bcs, sliver.toBcs());
        return sliver;
    }

    /// The blob that was encoded last.
    private static final class LastBlob implements AutoCloseable {
        private String name = "";
        private Optional<WalrusBlobs.Encoded> blob = Optional.empty();

        WalrusBlobs.Encoded of(VectorFile file, JsonNode c) throws IOException {
            String wanted = Expect.text(c, "blobCase");
            if (!wanted.equals(name)) {
                close();
                String sha256 = Expect.text(c, "expectedSha256");
                blob = Optional.of(WalrusBlobs.encode(WalrusBlobs.find(file, wanted, Optional.of(sha256))));
                name = wanted;
            }
            return blob.orElseThrow();
        }

        @Override
        public void close() {
            name = "";
            blob.ifPresent(WalrusBlobs.Encoded::close);
            blob = Optional.empty();
        }
    }
}

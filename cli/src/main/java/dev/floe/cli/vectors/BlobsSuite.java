package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.SliverData;
import dev.floe.format.SliverPairMetadata;
import dev.floe.format.StorageShards;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/// `walrus/blobs.json`: blob to sizes, hashes, slivers, metadata, id and placement.
final class BlobsSuite implements VectorSuite {

    @Override
    public String name() {
        return "blobs";
    }

    @Override
    public List<String> caseFields() {
        return List.of("generator", "rootHashHex", "metadataWithIdBcsSha256");
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        for (JsonNode c : file.cases()) {
            cases.run(c.path("name").asText("?"), () -> check(c));
        }
    }

    private static void check(JsonNode c) throws IOException {
        WalrusBlobs.Described described = WalrusBlobs.describe(c);
        Expect.sha256(c, "inputSha256", described.content());
        sizes(c, described.shards(), described.content().size());
        try (WalrusBlobs.Encoded encoded = WalrusBlobs.encode(described)) {
            BlobMetadataWithId blob = encoded.blob().metadata();
            metadata(c, described.shards(), blob);
            hashes(c, blob.metadata());
            for (Axis axis : Axis.values()) {
                slivers(c, axis, encoded);
            }
        }
    }

    private static void sizes(JsonNode c, StorageShards shards, long size) {
        Expect.equal("maxFaulty", Expect.integer(c, "maxFaulty"), shards.maxFaulty());
        Expect.equal("primarySourceSymbols", Expect.integer(c, "primarySourceSymbols"), shards.primarySourceSymbols());
        Expect.equal(
                "secondarySourceSymbols", Expect.integer(c, "secondarySourceSymbols"), shards.secondarySourceSymbols());
        Expect.equal("symbolSize", Expect.integer(c, "symbolSize"), shards.symbolSize(size));
        int primary = shards.sliverSize(Axis.PRIMARY, size);
        int secondary = shards.sliverSize(Axis.SECONDARY, size);
        Expect.equal("primarySliverSize", Expect.integer(c, "primarySliverSize"), primary);
        Expect.equal("secondarySliverSize", Expect.integer(c, "secondarySliverSize"), secondary);
        long slivers = (long) shards.count() * (primary + secondary);
        Expect.equal("encodedSliversLength", Expect.number(c, "encodedSliversLength"), slivers);
        Expect.equal("encodedBlobLength", Expect.number(c, "encodedBlobLength"), shards.encodedSize(size));
    }

    private static void metadata(JsonNode c, StorageShards shards, BlobMetadataWithId blob) {
        BlobId id = blob.id();
        Expect.equal(
                "rootHashHex",
                Expect.text(c, "rootHashHex"),
                blob.metadata().rootHash().toHex());
        Expect.equal("blobIdHex", Expect.text(c, "blobIdHex"), id.value().toHex());
        Expect.equal("blobId", Expect.text(c, "blobId"), id.toString());
        Expect.equal("the id that was parsed", id, BlobId.parse(id.toString()));
        Expect.equal("blobIdDecimalU256", new BigInteger(Expect.text(c, "blobIdDecimalU256")), id.toU256());
        Expect.equal("shardOfPair0", Expect.integer(c, "shardOfPair0"), shards.shardOfPair(0, id));
        Expect.equal("pairOfShard0", Expect.integer(c, "pairOfShard0"), shards.pairOfShard(0, id));
        Bytes bcs = blob.toBcs();
        Expect.equal("metadataWithIdBcsLength", Expect.integer(c, "metadataWithIdBcsLength"), bcs.size());
        Expect.sha256(c, "metadataWithIdBcsSha256", bcs);
        Expect.hexIfPresent(c, "metadataWithIdBcsHex", bcs);
        BlobMetadataWithId read =
                Bcs.decode("metadata", bcs, BlobMetadataWithId::read).verified(shards);
        Expect.equal("the metadata that was read", blob, read);
    }

    private static void hashes(JsonNode c, BlobMetadata metadata) {
        for (Axis axis : Axis.values()) {
            Bytes[] hashes = metadata.pairs().stream()
                    .map(pair -> pair.hash(axis).value().bytes())
                    .toArray(Bytes[]::new);
            String field = axis.text() + "HashesSha256";
            Expect.equal(field, Expect.text(c, field), Expect.sha256(hashes).toHex());
        }
        for (String field : List.of("sliverPairHashes", "sampleSliverPairHashes")) {
            for (JsonNode expected : c.path(field)) {
                SliverPairMetadata pair = metadata.pairs().get(Expect.integer(expected, "pair"));
                for (Axis axis : Axis.values()) {
                    Expect.equal(
                            axis.text() + " hash of pair " + expected.path("pair"),
                            Expect.text(expected, axis.text()),
                            pair.hash(axis).value().toHex());
                }
            }
        }
    }

    private static void slivers(JsonNode c, Axis axis, WalrusBlobs.Encoded encoded) throws IOException {
        Bytes[] slivers = new Bytes[encoded.shards().count()];
        for (int pair = 0; pair < slivers.length; pair++) {
            slivers[pair] = encoded.blob().sliver(pair, axis).toBcs();
        }
        String field = axis.text() + "SliverBcsConcatSha256";
        Expect.equal(field, Expect.text(c, field), Expect.sha256(slivers).toHex());
        for (JsonNode expected : c.path("sliversBcsHex")) {
            int pair = Expect.integer(expected, "pair");
            Bytes bcs = Expect.hex(expected, axis.text());
            Expect.equal(axis.text() + " sliver of pair " + pair, bcs, slivers[pair]);
            SliverData read = Bcs.decode("sliver", bcs, in -> SliverData.read(in, axis))
                    .fitting(encoded.blob().metadata());
            Expect.equal("the sliver that was read", bcs, read.toBcs());
        }
    }
}

package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;
import dev.floe.format.quilt.Quilt;
import dev.floe.format.quilt.QuiltColumns;
import dev.floe.format.quilt.QuiltFile;
import dev.floe.format.quilt.QuiltIndex;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.format.quilt.QuiltReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// `walrus/quilts.json`: files to quilt, quilt to files.
final class QuiltsSuite implements VectorSuite {

    private static final int FIRST_BYTES = 64;

    @Override
    public String name() {
        return "quilts";
    }

    @Override
    public List<String> caseFields() {
        return List.of("files", "indexBcsHex", "patches");
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        for (JsonNode c : file.cases()) {
            cases.run(c.path("name").asText("?"), () -> check(c));
        }
    }

    private static void check(JsonNode c) throws IOException {
        StorageShards shards = new StorageShards(Expect.integer(c, "nShards"));
        Map<String, byte[]> contents = new HashMap<>();
        List<QuiltFile> files = new ArrayList<>();
        for (JsonNode file : Expect.field(c, "files")) {
            String identifier = Expect.text(file, "identifier");
            Bytes content = Inputs.generate(Expect.field(file, "generator"), Expect.integer(file, "length"));
            contents.put(identifier, content.toByteArray());
            files.add(new QuiltFile(identifier, tags(file), content.size()));
        }
        Quilt plan = Quilt.plan(shards, files);
        Bytes quilt = plan.toBytes((identifier, offset, target, at, length) ->
                System.arraycopy(contents.get(identifier), Math.toIntExact(offset), target, at, length));
        byte[] blob = quilt.toByteArray();
        QuiltColumns columns = QuiltColumns.ofBlob(
                shards,
                blob.length,
                (offset, target, at, length) -> System.arraycopy(blob, Math.toIntExact(offset), target, at, length));
        layout(c, plan, quilt, columns);

        QuiltReader reader = new QuiltReader(columns);
        QuiltIndex index = reader.index();
        Expect.equal("the index that was read", plan.index(), index);
        JsonNode patches = Expect.field(c, "patches");
        Expect.equal("number of patches", patches.size(), index.patches().size());
        BlobId id = blobId(c, shards, quilt);
        for (int i = 0; i < patches.size(); i++) {
            patch(patches.get(i), id, index.patches().get(i), reader, columns);
        }
    }

    private static BlobId blobId(JsonNode c, StorageShards shards, Bytes quilt) throws IOException {
        try (WalrusBlobs.Encoded encoded = WalrusBlobs.encode(new WalrusBlobs.Described(shards, quilt))) {
            BlobMetadataWithId blob = encoded.blob().metadata();
            Expect.equal("blobId", Expect.text(c, "blobId"), blob.id().toString());
            Expect.equal(
                    "blobIdHex", Expect.text(c, "blobIdHex"), blob.id().value().toHex());
            Expect.equal(
                    "rootHashHex",
                    Expect.text(c, "rootHashHex"),
                    blob.metadata().rootHash().toHex());
            return blob.id();
        }
    }

    private static void layout(JsonNode c, Quilt plan, Bytes quilt, QuiltColumns columns) {
        Expect.equal("symbolSize", Expect.integer(c, "symbolSize"), plan.symbolSize());
        Expect.equal("nRows", Expect.integer(c, "nRows"), plan.rowCount());
        Expect.equal("nColumns", Expect.integer(c, "nColumns"), columns.count());
        Expect.equal("rowSize", Expect.integer(c, "rowSize"), plan.rowSize());
        Expect.equal("columnSize", Expect.integer(c, "columnSize"), columns.sizeBytes());
        Expect.equal("quiltLength", Expect.number(c, "quiltLength"), plan.sizeBytes());
        Expect.equal("indexColumns", Expect.integer(c, "indexColumns"), plan.indexColumns());
        Expect.equal("indexBcsHex", Expect.hex(c, "indexBcsHex"), plan.index().toBcs());
        Expect.sha256(c, "quiltSha256", quilt);
        Expect.hexIfPresent(c, "quiltHex", quilt);
        Expect.hexIfPresent(c, "quiltFirst64Hex", first(quilt));
        Expect.hexIfPresent(c, "firstColumnFirst64Hex", first(columns.column(0)));
    }

    private static void patch(
            JsonNode expected, BlobId quilt, QuiltPatch patch, QuiltReader reader, QuiltColumns columns) {
        Expect.equal("identifier", Expect.text(expected, "identifier"), patch.identifier());
        Expect.equal("tags", tags(expected), patch.tags());
        Expect.equal("startIndex", Expect.integer(expected, "startIndex"), patch.startColumn());
        Expect.equal("endIndex", Expect.integer(expected, "endIndex"), patch.endColumn());
        QuiltPatchId id = QuiltPatchId.of(quilt, patch);
        Expect.equal("patchId", Expect.text(expected, "patchId"), id.toString());
        Expect.equal("the patch id that was parsed", id, QuiltPatchId.parse(id.toString()));
        QuiltReader.PatchContent read = reader.read(id.startColumn(), id.endColumn());
        Expect.equal(
                "identifier in the patch", patch.identifier(), read.header().identifier());
        Expect.equal("tags in the patch", patch.tags(), read.header().tags());
        Expect.equal(
                "contentLength",
                Expect.number(expected, "contentLength"),
                read.header().sizeBytes());
        Expect.sha256(expected, "contentSha256", read.content());
        Bytes header = Expect.hex(expected, "headerHex");
        byte[] patchBytes = new byte[header.size()];
        for (int i = 0; i < patchBytes.length; i++) {
            int at = i % columns.sizeBytes();
            patchBytes[i] = columns.column(patch.startColumn() + i / columns.sizeBytes())
                    .get(at);
        }
        Expect.equal("headerHex", header, Bytes.copyOf(patchBytes));
    }

    private static SortedMap<String, String> tags(JsonNode node) {
        SortedMap<String, String> tags = new TreeMap<>();
        Expect.field(node, "tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private static Bytes first(Bytes bytes) {
        return bytes.slice(0, Math.min(FIRST_BYTES, bytes.size()));
    }
}

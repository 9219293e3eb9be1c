package dev.floe.cli.blob;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;

/// What the commands say about a blob with `--json`.
final class BlobJson {

    private BlobJson() {}

    static ObjectNode of(BlobMetadataWithId blob) {
        StorageShards shards = blob.metadata().shards();
        return JsonNodeFactory.instance
                .objectNode()
                .put("blobId", blob.id().toString())
                .put("rootHash", blob.metadata().rootHash().toHex())
                .put("size", blob.metadata().blobSize())
                .put("symbolSize", blob.metadata().symbolSize())
                .put("encodedSize", shards.encodedSize(blob.metadata().blobSize()))
                .put("storageShards", shards.count());
    }
}

package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.storage.walrus.BlobObject;

/// Blob objects as JSON, and as a line of a list.
final class BlobJson {

    private BlobJson() {}

    static ObjectNode of(BlobObject blob) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("object", blob.id().toString())
                .put("blobId", blob.blobId().toString())
                .put("size", blob.sizeBytes())
                .put("registeredEpoch", blob.registeredEpoch())
                .put("startEpoch", blob.storage().startEpoch())
                .put("endEpoch", blob.storage().endEpoch())
                .put("encodedSize", blob.storage().sizeBytes())
                .put("deletable", blob.isDeletable());
        blob.certifiedEpoch().ifPresent(epoch -> json.put("certifiedEpoch", epoch));
        return json;
    }

    static String line(BlobObject blob, long epoch) {
        String state = blob.certifiedEpoch().isEmpty()
                ? "not certified"
                : blob.storage().endEpoch() <= epoch
                        ? "ended"
                        : "until epoch " + blob.storage().endEpoch();
        return blob.blobId() + "  " + blob.sizeBytes() + " bytes  " + state + (blob.isDeletable() ? "  deletable" : "")
                + "  " + blob.id();
    }
}

package dev.floe.node.net;

import dev.floe.format.quilt.Quilt;
import dev.floe.format.quilt.QuiltFile;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.host.ByteArea;
import dev.floe.ledger.Address;
import dev.floe.storage.StoredBlob;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/// Storing blobs over HTTP, as Walrus' publisher offers it: `walrus-protocol.md` §4.5. Bodies of any length, also
/// unknown, go to a temporary file at the pace of the disk; memory does not grow with them.
final class PublisherRoutes {

    private static final int MAX_METADATA_BYTES = 1 << 20;

    private final Gateway.Publishing side;
    private final Optional<BlobObjects> objects;
    private final Semaphore admitted;
    private final Semaphore working;

    PublisherRoutes(Gateway.Publishing side, Optional<BlobObjects> objects) {
        this.side = side;
        this.objects = objects;
        admitted = new Semaphore(2 * side.concurrent());
        working = new Semaphore(side.concurrent());
    }

    /// Answers a PUT; returns whether there is such a route.
    boolean handle(HttpCall call) throws IOException, InterruptedException {
        if (!call.method().equals("PUT")) {
            return false;
        }
        return switch (call.path()) {
            case "/v1/blobs" -> {
                admitted(() -> blob(call));
                yield true;
            }
            case "/v1/quilts" -> {
                admitted(() -> quilt(call));
                yield true;
            }
            default -> false;
        };
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void admitted(Work work) throws IOException, InterruptedException {
        if (!admitted.tryAcquire()) {
            throw new HttpFailure(429, "too many blobs are being stored; try again later");
        }
        try {
            work.run();
        } finally {
            admitted.release();
        }
    }

    private void blob(HttpCall call) throws IOException, InterruptedException {
        PublishQuery query = PublishQuery.of(call);
        requireHandover(query);
        try (InputStream in = call.bodyStream(side.maxBlobBytes());
                ByteArea content = ByteArea.spooled(side.scratch(), in, side.maxBlobBytes())) {
            StoredBlob stored = publish(content, query);
            Answers.text(call, 200, Answers.JSON, result(stored, query).encode());
        }
    }

    private StoredBlob publish(ByteArea content, PublishQuery query) throws InterruptedException {
        working.acquire();
        try {
            return side.publisher().publish(content, query.options());
        } catch (IllegalStateException e) {
            // The publisher's wallet, not the client's request.
            throw new GatewayErrors.Refusal(503, "INSUFFICIENT_FUNDS", String.valueOf(e.getMessage()));
        } finally {
            working.release();
        }
    }

    private void requireHandover(PublishQuery query) {
        if ((query.isShared() || query.owner().isPresent()) && side.handover().isEmpty()) {
            throw new IllegalArgumentException("this publisher keeps its blob objects: no send_object_to, no share");
        }
    }

    private JsonObject result(StoredBlob stored, PublishQuery query) {
        if (!stored.isNew()) {
            JsonObject found = new JsonObject().put("blobId", stored.id().toString());
            stored.objectId().ifPresent(id -> found.put("object", "0x" + id.toHex()));
            return new JsonObject().put("alreadyCertified", found.put("endEpoch", stored.endEpoch()));
        }
        Optional<Address> object = stored.objectId().map(id -> Address.copyOf(id.toByteArray()));
        JsonObject created = new JsonObject();
        JsonObject shown = new JsonObject();
        object.ifPresentOrElse(
                id -> objects.map(ledger -> ledger.find(id))
                        .ifPresentOrElse(view -> show(shown, view), () -> shown.put("id", id.toString())),
                () -> {});
        shown.put("blobId", stored.id().toString())
                .put("size", stored.sizeBytes())
                .put("encodingType", "RS2");
        shown.put("deletable", query.options().deletable());
        JsonObject scratch = new JsonObject().put("epochsAhead", query.options().epochs());
        objects.flatMap(ledger -> object.map(ledger::find))
                .ifPresent(view -> scratch.put("encodedLength", view.storageSizeBytes()));
        created.put("blobObject", shown)
                .put("resourceOperation", new JsonObject().put("registerFromScratch", scratch))
                .put("cost", stored.costFrost());
        object.ifPresent(id -> handOver(id, query, created));
        return new JsonObject().put("newlyCreated", created);
    }

    private static void show(JsonObject shown, BlobObjects.BlobObjectView view) {
        shown.put("id", view.id().toString()).put("registeredEpoch", view.registeredEpoch());
        view.certifiedEpoch().ifPresent(epoch -> shown.put("certifiedEpoch", epoch));
        shown.put(
                "storage",
                new JsonObject()
                        .put("id", view.storageId().toString())
                        .put("startEpoch", view.startEpoch())
                        .put("endEpoch", view.endEpoch())
                        .put("storageSize", view.storageSizeBytes()));
    }

    private void handOver(Address object, PublishQuery query, JsonObject created) {
        side.handover().ifPresent(handover -> {
            query.owner().ifPresent(owner -> handover.send(object, owner));
            if (query.isShared()) {
                created.put("sharedBlobObject", handover.share(object).toString());
            }
        });
    }

    private void quilt(HttpCall call) throws IOException, InterruptedException {
        PublishQuery query = PublishQuery.of(call);
        requireHandover(query);
        String boundary = Multipart.boundary(call.header("content-type").orElse(""));
        try (InputStream in = call.bodyStream(side.maxQuiltBytes());
                ByteArea body = ByteArea.spooled(side.scratch(), in, side.maxQuiltBytes())) {
            Multipart form = Multipart.parse(body, boundary);
            Map<String, SortedMap<String, String>> tags = new HashMap<>();
            Map<String, Multipart.Part> files = new HashMap<>();
            List<QuiltFile> plan = new ArrayList<>();
            for (Multipart.Part part : form.parts()) {
                if (part.name().equals("_metadata")) {
                    tags.putAll(tags(body, part));
                }
            }
            for (Multipart.Part part : form.parts()) {
                if (!part.name().equals("_metadata")) {
                    files.put(part.name(), part);
                    SortedMap<String, String> own = tags.getOrDefault(part.name(), new TreeMap<>());
                    plan.add(new QuiltFile(part.name(), own, part.length()));
                }
            }
            if (plan.isEmpty()) {
                throw new IllegalArgumentException("quilt: the form has no files");
            }
            store(call, query, Quilt.plan(side.shards(), plan), body, files);
        }
    }

    private void store(HttpCall call, PublishQuery query, Quilt quilt, ByteArea body, Map<String, Multipart.Part> files)
            throws IOException, InterruptedException {
        try (ByteArea content = ByteArea.temporary(side.scratch(), quilt.sizeBytes())) {
            byte[] row = new byte[quilt.rowSize()];
            for (int i = 0; i < quilt.rowCount(); i++) {
                quilt.fillRow(
                        i,
                        (name, offset, target, at, length) -> copy(body, files, name, offset, target, at, length),
                        row);
                content.write((long) i * row.length, MemorySegment.ofArray(row));
            }
            StoredBlob stored = publish(content, query);
            JsonArray patches = new JsonArray();
            for (QuiltPatch patch : quilt.index().patches()) {
                patches.add(new JsonObject()
                        .put("identifier", patch.identifier())
                        .put("quiltPatchId", QuiltPatchId.of(stored.id(), patch).toString())
                        .put("range", new JsonArray().add(patch.startColumn()).add(patch.endColumn())));
            }
            JsonObject answer = new JsonObject()
                    .put("blobStoreResult", result(stored, query))
                    .put("storedQuiltBlobs", patches);
            Answers.text(call, 200, Answers.JSON, answer.encode());
        }
    }

    private static void copy(
            ByteArea body,
            Map<String, Multipart.Part> files,
            String name,
            long offset,
            byte[] target,
            int at,
            int length) {
        Multipart.Part part = Objects.requireNonNull(files.get(name));
        try {
            body.read(part.offset() + offset, MemorySegment.ofArray(target).asSlice(at, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, SortedMap<String, String>> tags(ByteArea body, Multipart.Part part) throws IOException {
        if (part.length() > MAX_METADATA_BYTES) {
            throw new IllegalArgumentException(
                    "_metadata has " + part.length() + " bytes, at most " + MAX_METADATA_BYTES);
        }
        byte[] bytes = new byte[(int) part.length()];
        body.read(part.offset(), MemorySegment.ofArray(bytes));
        Map<String, SortedMap<String, String>> tags = new HashMap<>();
        try {
            for (Object entry : new JsonArray(new String(bytes, StandardCharsets.UTF_8))) {
                if (!(entry instanceof JsonObject file) || file.getString("identifier") == null) {
                    throw new IllegalArgumentException("_metadata: expected [{\"identifier\": …, \"tags\": {…}}]");
                }
                SortedMap<String, String> own = new TreeMap<>();
                JsonObject given = file.getJsonObject("tags", new JsonObject());
                given.forEach(tag -> own.put(tag.getKey(), text(tag.getValue())));
                tags.put(file.getString("identifier"), own);
            }
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("_metadata is not the JSON that is expected", e);
        }
        return tags;
    }

    /// Values that are no strings are written as JSON.
    private static String text(Object value) {
        return value instanceof String text ? text : Json.encode(value);
    }
}

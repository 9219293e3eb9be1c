package dev.floe.storage.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.host.Time;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// Stores blobs through any Walrus publisher, which pays for them and owns the blob objects.
///
/// What is verified: the id that the publisher names is the one that the content has, computed here before anything
/// is sent. That nodes really hold the blob is the publisher's word. Attributes are not possible this way.
public final class PublisherClient implements BlobPublisher {

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Gateway gateway;
    private final StorageShards shards;
    private final EncodeOptions encoding;

    /// The publisher at `root`, such as `https://publisher.example`.
    ///
    /// @param shards of its network
    /// @param timeout for each call, the upload included
    public PublisherClient(URI root, StorageShards shards, EncodeOptions encoding, Time time, Duration timeout) {
        gateway = new Gateway(root, time, timeout);
        this.shards = shards;
        this.encoding = encoding;
    }

    @Override
    public StoredBlob publish(ByteArea content, PublishOptions options) {
        if (!options.attributes().isEmpty()) {
            throw new IllegalArgumentException("attributes cannot be set through a publisher; publish with a wallet");
        }
        BlobId id = idOf(content);
        String query = "?epochs=" + options.epochs() + (options.deletable() ? "&deletable=true" : "&permanent=true");
        HttpRequest.Builder request = gateway.request("/v1/blobs" + query)
                .header("Content-Type", "application/octet-stream")
                .PUT(body(content));
        HttpResponse<byte[]> answer = gateway.send(request, MAX_ANSWER_BYTES, gateway.deadline());
        if (answer.statusCode() / 100 != 2) {
            if (answer.statusCode() == 413 || answer.statusCode() == 400) {
                throw new IllegalArgumentException(
                        String.valueOf(gateway.failure("blob " + id, answer).getMessage()));
            }
            throw gateway.failure("blob " + id, answer);
        }
        return stored(id, content.sizeBytes(), Gateway.json(answer.body()));
    }

    private BlobId idOf(ByteArea content) {
        try {
            return new BlobEncoder(shards, encoding).metadata(content).id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.BodyPublisher body(ByteArea content) {
        return content.sizeBytes() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new AreaInputStream(content)), content.sizeBytes());
    }

    private static StoredBlob stored(BlobId id, long size, JsonNode answer) {
        if (answer.has("newlyCreated")) {
            JsonNode created = answer.path("newlyCreated");
            JsonNode object = created.path("blobObject");
            requireSame(id, object.path("blobId").asText(""));
            return new StoredBlob(
                    id,
                    size,
                    object.path("storage").path("endEpoch").asLong(),
                    objectId(object.path("id").asText("")),
                    true,
                    created.path("cost").asLong());
        }
        if (answer.has("alreadyCertified")) {
            JsonNode certified = answer.path("alreadyCertified");
            requireSame(id, certified.path("blobId").asText(""));
            return new StoredBlob(
                    id,
                    size,
                    certified.path("endEpoch").asLong(),
                    objectId(certified.path("object").asText("")),
                    false,
                    0);
        }
        throw new DataException.Corrupt(
                "blob " + id + ": the publisher says neither newlyCreated nor alreadyCertified");
    }

    private static void requireSame(BlobId id, String got) {
        if (!got.equals(id.toString())) {
            throw new DataException.Corrupt("blob " + id + ": the publisher stored '"
                    + got.substring(0, Math.min(got.length(), 64)).replaceAll("\\p{Cntrl}", "?")
                    + "'; is the number of storage shards right?");
        }
    }

    private static Optional<Digest> objectId(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Digest.parseHex(text));
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("publisher: object id is not hex of 32 bytes", e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }

    /// All of an area, front to back.
    private static final class AreaInputStream extends InputStream {
        private final ByteArea area;
        private long at;

        AreaInputStream(ByteArea area) {
            this.area = area;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = (int) Math.min(length, area.sizeBytes() - at);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            area.read(at, MemorySegment.ofArray(target).asSlice(offset, count));
            at += count;
            return count;
        }
    }
}

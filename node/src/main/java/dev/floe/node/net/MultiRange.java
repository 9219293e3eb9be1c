package dev.floe.node.net;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.storage.BlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// An answer with several ranges of a blob: `multipart/byteranges`.
final class MultiRange {

    private final BlobStore store;
    private final BlobId id;
    private final long size;
    private final List<Ranges.Span> spans;
    private final String boundary;

    MultiRange(BlobStore store, BlobId id, long size, List<Ranges.Span> spans) {
        this.store = store;
        this.id = id;
        this.size = size;
        this.spans = spans;
        // Nobody can write a blob that contains a hash of itself.
        boundary = "floe_" + id;
    }

    void answer(HttpCall call, Map<String, String> blobHeaders) throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(blobHeaders);
        String partType = headers.getOrDefault("content-type", Answers.OCTETS);
        headers.put("content-type", "multipart/byteranges; boundary=" + boundary);
        byte[] end = ascii("\r\n--" + boundary + "--\r\n");
        long length = end.length;
        for (Ranges.Span span : spans) {
            length += head(span, partType).length + span.length();
        }
        if (call.isHead()) {
            call.head(206, headers, length);
            return;
        }
        long total = length;
        boolean[] hasBegun = {false};
        for (Ranges.Span span : spans) {
            boolean[] isFirst = {true};
            store.copy(id, new ByteRange(span.start(), span.length()), piece -> {
                if (!hasBegun[0]) {
                    call.start(206, headers, OptionalLong.of(total));
                    hasBegun[0] = true;
                }
                if (isFirst[0]) {
                    call.writeAll(ByteBuffer.wrap(head(span, partType)));
                    isFirst[0] = false;
                }
                call.writeAll(piece);
            });
        }
        call.write(ByteBuffer.wrap(end));
        call.end();
    }

    private byte[] head(Ranges.Span span, String type) {
        return ascii("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: " + span.header(size)
                + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

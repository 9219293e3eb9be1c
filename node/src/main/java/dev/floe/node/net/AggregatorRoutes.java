package dev.floe.node.net;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.format.quilt.QuiltIndex;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.format.quilt.QuiltReader;
import dev.floe.ledger.Address;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;

/// Reading blobs over HTTP, as Walrus' aggregator offers it: `walrus-protocol.md` §4.4. More than it has: any form
/// of range, several ranges, `Accept-Ranges`, strong entity tags with `If-Range` and `If-None-Match`, HEAD.
final class AggregatorRoutes {

    /// Attributes and tags that become headers; everything else on the ledger stays there.
    private static final Set<String> HEADERS = Set.of(
            "content-type", "content-disposition", "content-encoding", "content-language", "content-location", "link");

    private static final String MEDIA_TYPE = "[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}";
    private static final int MAX_HEADER_CHARACTERS = 1_024;

    private final Gateway gateway;
    private final ServerLimits limits;

    AggregatorRoutes(Gateway gateway, ServerLimits limits) {
        this.gateway = gateway;
        this.limits = limits;
    }

    /// Answers a GET or HEAD; returns whether there is such a route.
    boolean handle(HttpCall call) throws IOException, InterruptedException {
        List<String> path = List.of(call.path().split("/", -1));
        switch (call.path()) {
            case "/status" -> {
                Answers.text(call, 200, Answers.JSON, "\"OK\"");
                return true;
            }
            case "/health" -> {
                Answers.text(call, 200, Answers.JSON, "{\"status\":\"ok\"}");
                return true;
            }
            case "/v1/api" -> {
                Answers.text(call, 200, "text/plain; charset=utf-8", GatewayApiText.TEXT);
                return true;
            }
            case "/v1/tip-config" -> {
                Answers.text(call, 200, Answers.JSON, "\"no_tip\"");
                return true;
            }
            default -> {}
        }
        if (path.size() < 4 || !path.get(1).equals("v1")) {
            return false;
        }
        if (path.get(2).equals("quilts") && path.size() == 5 && path.get(4).equals("patches")) {
            patches(call, BlobId.parse(path.get(3)));
            return true;
        }
        if (!path.get(2).equals("blobs")) {
            return false;
        }
        if (path.size() == 4) {
            blob(call, BlobId.parse(path.get(3)), Map.of());
        } else if (path.size() == 5 && path.get(3).equals("by-object-id")) {
            byObject(call, path.get(4));
        } else if (path.size() == 5 && path.get(3).equals("by-quilt-patch-id")) {
            byPatchId(call, QuiltPatchId.parse(path.get(4)));
        } else if (path.size() == 6 && path.get(3).equals("by-quilt-id")) {
            byIdentifier(call, BlobId.parse(path.get(4)), decoded(path.get(5)));
        } else {
            return false;
        }
        return true;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the identifier in the path is not percent-encoded UTF-8", e);
        }
    }

    private void byObject(HttpCall call, String text) throws IOException, InterruptedException {
        BlobObjects objects = gateway.objects()
                .orElseThrow(() -> new HttpFailure(404, "this aggregator does not read objects of the ledger"));
        BlobObjects.BlobObjectView object = objects.find(Address.parse(text));
        blob(call, object.blobId(), allowed(object.attributes()));
    }

    private static Map<String, String> allowed(SortedMap<String, String> attributes) {
        Map<String, String> headers = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean isPrintable =
                    value.length() <= MAX_HEADER_CHARACTERS && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
            if (HEADERS.contains(lower) && isPrintable) {
                headers.put(lower, value);
            }
        });
        return headers;
    }

    private void blob(HttpCall call, BlobId id, Map<String, String> attributes)
            throws IOException, InterruptedException {
        boolean isStrict = isTrue(call, "strict_consistency_check");
        if (isStrict && isTrue(call, "skip_consistency_check")) {
            throw new IllegalArgumentException(
                    "strict_consistency_check and skip_consistency_check exclude each other");
        }
        if (isStrict) {
            gateway.strictCheck().accept(id);
        }
        long size = gateway.store().sizeBytes(id);
        Map<String, String> headers = headers(call, id.toString(), attributes);
        headers.put("accept-ranges", "bytes");
        String tag = "\"" + id + "\"";
        if (matches(call.header("if-none-match"), tag)) {
            call.send(304, headers, new byte[0]);
            return;
        }
        boolean isRangeMeant =
                call.header("if-range").map(wanted -> wanted.equals(tag)).orElse(true);
        Optional<String> range = isRangeMeant ? call.header("range") : Optional.empty();
        Ranges ranges = Ranges.parse(range, size, limits.http());
        if (ranges.isUnsatisfiable()) {
            headers.put("content-range", "bytes */" + size);
            call.send(416, headers, new byte[0]);
        } else if (ranges.spans().size() > 1) {
            new MultiRange(gateway.store(), id, size, ranges.spans()).answer(call, headers);
        } else {
            Ranges.Span span = ranges.single().orElse(new Ranges.Span(0, size));
            ranges.single().ifPresent(part -> headers.put("content-range", part.header(size)));
            send(call, ranges.single().isPresent() ? 206 : 200, headers, id, span);
        }
    }

    private void send(HttpCall call, int status, Map<String, String> headers, BlobId id, Ranges.Span span)
            throws IOException, InterruptedException {
        if (call.isHead()) {
            call.head(status, headers, span.length());
            return;
        }
        if (span.length() == 0) {
            call.send(status, headers, new byte[0]);
            return;
        }
        // Headers leave with the first verified piece: a failure before that is an answer with its own status.
        boolean[] hasBegun = {false};
        gateway.store().copy(id, new ByteRange(span.start(), span.length()), piece -> {
            if (!hasBegun[0]) {
                call.start(status, headers, OptionalLong.of(span.length()));
                hasBegun[0] = true;
            }
            call.writeAll(piece);
        });
        call.end();
    }

    private static boolean matches(Optional<String> header, String tag) {
        return header.map(value -> value.strip().equals("*") || value.contains(tag))
                .orElse(false);
    }

    private static boolean isTrue(HttpCall call, String name) {
        return call.query(name)
                .map(value -> switch (value) {
                    case "true", "" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(name + ": expected true or false");
                })
                .orElse(false);
    }

    private static Map<String, String> headers(HttpCall call, String tag, Map<String, String> attributes) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("etag", "\"" + tag + "\"");
        headers.put("cache-control", "public, max-age=86400, stale-while-revalidate=3600");
        Optional<String> wanted = call.header("accept")
                .filter(type -> type.matches(MEDIA_TYPE) && !type.contains("*"))
                .or(() -> call.header("content-type").filter(type -> type.matches(MEDIA_TYPE)));
        headers.put("content-type", wanted.orElse(Answers.OCTETS));
        headers.putAll(attributes);
        return headers;
    }

    private void patches(HttpCall call, BlobId quilt) {
        JsonArray patches = new JsonArray();
        for (QuiltPatch patch : index(quilt, gateway.quilts().apply(quilt)).patches()) {
            JsonObject tags = new JsonObject();
            patch.tags().forEach(tags::put);
            patches.add(new JsonObject()
                    .put("identifier", patch.identifier())
                    .put("patch_id", QuiltPatchId.of(quilt, patch).toString())
                    .put("tags", tags));
        }
        Answers.text(call, 200, Answers.JSON, patches.encode());
    }

    private void byPatchId(HttpCall call, QuiltPatchId id) throws IOException, InterruptedException {
        QuiltReader reader = gateway.quilts().apply(id.quilt());
        QuiltPatch patch = index(id.quilt(), reader).patches().stream()
                .filter(each -> each.startColumn() == id.startColumn() && each.endColumn() == id.endColumn())
                .findFirst()
                .orElseThrow(() -> noPatch(id.toString()));
        patch(call, id.quilt(), reader, patch);
    }

    private void byIdentifier(HttpCall call, BlobId quilt, String identifier) throws IOException, InterruptedException {
        QuiltReader reader = gateway.quilts().apply(quilt);
        QuiltPatch patch = index(quilt, reader).find(identifier).orElseThrow(() -> noPatch(quilt + "/" + identifier));
        patch(call, quilt, reader, patch);
    }

    private static QuiltIndex index(BlobId id, QuiltReader reader) {
        try {
            return reader.index();
        } catch (DataException.Corrupt e) {
            throw new GatewayErrors.Refusal(404, "QUILT_NOT_FOUND", "blob " + id + " is no quilt: " + e.getMessage());
        }
    }

    private static GatewayErrors.Refusal noPatch(String what) {
        return new GatewayErrors.Refusal(404, "QUILT_PATCH_NOT_FOUND", "no quilt patch " + what);
    }

    private static void patch(HttpCall call, BlobId quilt, QuiltReader reader, QuiltPatch patch)
            throws IOException, InterruptedException {
        QuiltReader.PatchHeader header = reader.header(patch);
        String patchId = QuiltPatchId.of(quilt, patch).toString();
        Map<String, String> headers = headers(call, patchId, allowed(header.tags()));
        headers.put(
                "x-quilt-patch-identifier",
                new String(header.identifier().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        if (matches(call.header("if-none-match"), "\"" + patchId + "\"")) {
            call.send(304, headers, new byte[0]);
        } else if (call.isHead()) {
            call.head(200, headers, header.sizeBytes());
        } else if (header.sizeBytes() == 0) {
            call.send(200, headers, new byte[0]);
        } else {
            boolean[] hasBegun = {false};
            try {
                reader.read(patch, (source, offset, length) -> {
                    if (!hasBegun[0]) {
                        call.start(200, headers, OptionalLong.of(header.sizeBytes()));
                        hasBegun[0] = true;
                    }
                    call.writeUnchecked(ByteBuffer.wrap(source, offset, length));
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            call.end();
        }
    }
}

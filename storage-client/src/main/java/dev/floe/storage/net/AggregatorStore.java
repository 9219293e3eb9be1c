package dev.floe.storage.net;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import dev.floe.storage.BlobStore;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads blobs from any Walrus aggregator, official or ours, with plain HTTP ranges.
///
/// What is verified: that the answer is the range asked for, of a blob of the length announced first. Not verified:
/// the bytes. An aggregator can send what it likes; use [dev.floe.storage.BlobDownload] for whole blobs, or
/// [dev.floe.storage.VerifyingStore] around this where metadata is at hand.
public final class AggregatorStore implements BlobStore {

    private static final int MAX_KNOWN = 10_000;
    private static final int MAX_ERROR_BYTES = 64 << 10;
    /// What one request asks for at most.
    private static final int MAX_REQUEST_BYTES = 16 << 20;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

    private final Gateway gateway;
    /// Guarded by itself.
    private final Map<BlobId, Long> sizes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, Long> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    /// The aggregator at `root`, such as `https://aggregator.example`.
    ///
    /// @param timeout for each call
    public AggregatorStore(URI root, Time time, Duration timeout) {
        gateway = new Gateway(root, time, timeout);
    }

    @Override
    public long sizeBytes(BlobId id) {
        synchronized (sizes) {
            Long known = sizes.get(id);
            if (known != null) {
                return known;
            }
        }
        long size = askSize(id, gateway.deadline());
        synchronized (sizes) {
            sizes.put(id, size);
        }
        return size;
    }

    /// By the first byte: aggregators answer ranges only with both ends, and HEAD not everywhere.
    private long askSize(BlobId id, Deadline deadline) {
        HttpResponse<byte[]> answer = get(id, "bytes=0-0", 1, deadline);
        if (answer.statusCode() == 206) {
            return contentRange(id, answer, 0, 1);
        }
        if (answer.statusCode() == 200) {
            return announced(answer).orElse(answer.body().length);
        }
        if (answer.statusCode() == 416) {
            // Only an empty blob has no first byte; then the whole is nothing.
            HttpResponse<byte[]> whole = gateway.send(gateway.request(path(id)), MAX_ERROR_BYTES, deadline);
            if (whole.statusCode() == 200 && whole.body().length == 0) {
                return 0;
            }
        }
        throw gateway.failure("blob " + id, answer);
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        long size = sizeBytes(id);
        if (!target.hasRemaining()) {
            return;
        }
        ByteRange range = new ByteRange(offset, target.remaining()).checkedAgainst(size);
        ByteBuffer view = target.duplicate();
        Deadline deadline = gateway.deadline();
        for (long at = offset; at < range.end(); ) {
            int length = (int) Math.min(MAX_REQUEST_BYTES, range.end() - at);
            view.put(range(id, at, length, size, deadline));
            at += length;
        }
        target.position(target.limit());
    }

    private byte[] range(BlobId id, long offset, int length, long size, Deadline deadline) {
        HttpResponse<byte[]> answer = get(id, "bytes=" + offset + "-" + (offset + length - 1), length, deadline);
        boolean isWhole = answer.statusCode() == 200 && offset == 0 && length == size;
        if (answer.statusCode() != 206 && !isWhole) {
            throw gateway.failure("blob " + id, answer);
        }
        long told = isWhole ? size : contentRange(id, answer, offset, length);
        if (told != size || answer.body().length != length) {
            throw new DataException.Corrupt("blob " + id + ": expected " + length + " bytes at " + offset + " of "
                    + size + ", got " + answer.body().length + " of " + told + "; drop this source");
        }
        return answer.body();
    }

    private HttpResponse<byte[]> get(BlobId id, String range, long length, Deadline deadline) {
        return gateway.send(
                gateway.request(path(id)).header("Range", range), Math.max(length, MAX_ERROR_BYTES), deadline);
    }

    /// The length of the whole, if the answer is the range asked for.
    private static long contentRange(BlobId id, HttpResponse<byte[]> answer, long offset, long length) {
        String header = answer.headers().firstValue("content-range").orElse("");
        Matcher range = CONTENT_RANGE.matcher(header);
        if (!range.matches()
                || Long.parseLong(range.group(1)) != offset
                || Long.parseLong(range.group(2)) != offset + length - 1) {
            throw new DataException.Corrupt("blob " + id + ": expected bytes " + offset + " to " + (offset + length - 1)
                    + ", got Content-Range '" + header.replaceAll("\\p{Cntrl}", "?") + "'");
        }
        return Long.parseLong(range.group(3));
    }

    private static OptionalLong announced(HttpResponse<byte[]> answer) {
        return answer.headers().firstValueAsLong("content-length");
    }

    private static String path(BlobId id) {
        return "/v1/blobs/" + id;
    }

    @Override
    public void close() {
        gateway.close();
    }
}

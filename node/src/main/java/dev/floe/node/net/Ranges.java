package dev.floe.node.net;

import dev.floe.format.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Range` header asks for, of a body of known length. RFC 9110 §14: what is malformed, of another unit, or
/// asks for too much is ignored, so that the whole is sent.
///
/// @param spans what to send, in the order asked for; empty for the whole
/// @param isUnsatisfiable whether all ranges begin past the end
record Ranges(List<Span> spans, boolean isUnsatisfiable) {

    private static final Ranges WHOLE = new Ranges(List.of(), false);
    private static final Pattern ONE = Pattern.compile("([0-9]{0,18})-([0-9]{0,18})");

    /// @param start the first byte
    /// @param end after the last
    record Span(long start, long end) {
        long length() {
            return end - start;
        }

        String header(long size) {
            return "bytes " + start + "-" + (end - 1) + "/" + size;
        }
    }

    Ranges {
        spans = List.copyOf(spans);
    }

    /// The only span, if there is one.
    Optional<Span> single() {
        return spans.size() == 1 ? Optional.of(spans.getFirst()) : Optional.empty();
    }

    static Ranges parse(Optional<String> header, long size, Limits.Http limits) {
        if (header.isEmpty() || !header.get().startsWith("bytes=")) {
            return WHOLE;
        }
        String[] parts = header.get().substring("bytes=".length()).split(",", limits.maxRanges() + 2);
        if (parts.length > limits.maxRanges()) {
            return WHOLE;
        }
        List<Span> spans = new ArrayList<>();
        for (String part : parts) {
            Matcher matcher = ONE.matcher(part.strip());
            if (!matcher.matches() || part.strip().equals("-")) {
                return WHOLE;
            }
            Optional<Span> span = span(matcher.group(1), matcher.group(2), size);
            if (span.isPresent() && span.get().length() < 0) {
                return WHOLE; // last before first: the header is invalid
            }
            span.ifPresent(spans::add);
        }
        if (spans.isEmpty()) {
            return new Ranges(List.of(), true);
        }
        return overlaps(spans) > limits.maxOverlappingRanges() ? WHOLE : new Ranges(spans, false);
    }

    private static Optional<Span> span(String first, String last, long size) {
        if (first.isEmpty()) {
            long length = Math.min(Long.parseLong(last), size);
            return length == 0 ? Optional.empty() : Optional.of(new Span(size - length, size));
        }
        long start = Long.parseLong(first);
        if (!last.isEmpty() && Long.parseLong(last) < start) {
            return Optional.of(new Span(1, 0));
        }
        if (start >= size) {
            return Optional.empty();
        }
        return Optional.of(new Span(start, last.isEmpty() ? size : Math.min(Long.parseLong(last) + 1, size)));
    }

    /// Most ranges that share one byte.
    private static int overlaps(List<Span> spans) {
        int most = 1;
        for (Span span : spans) {
            int sharing = 0;
            for (Span other : spans) {
                sharing += other.start <= span.start && span.start < other.end ? 1 : 0;
            }
            most = Math.max(most, sharing);
        }
        return most;
    }
}

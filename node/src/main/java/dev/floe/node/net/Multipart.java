package dev.floe.node.net;

import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body of `multipart/form-data`, RFC 7578, found in an area without reading it into memory.
///
/// @param parts the fields, in order
record Multipart(List<Part> parts) {

    private static final int MAX_PARTS = 1_000;
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int BLOCK_BYTES = 256 << 10;
    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s\"]{1,70}))");
    private static final Pattern NAME = Pattern.compile("(?:^|[;\\s])name=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// One field.
    ///
    /// @param name what it is called
    /// @param offset where its content begins in the area
    /// @param length of its content
    record Part(String name, long offset, long length) {}

    Multipart {
        parts = List.copyOf(parts);
    }

    /// The boundary that a content type names.
    ///
    /// @throws HttpFailure if it is not of a multipart form
    static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data") || !matcher.find()) {
            throw new HttpFailure(415, "content type: expected multipart/form-data with a boundary");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /// Finds the fields.
    ///
    /// @throws IllegalArgumentException if it is no such body
    static Multipart parse(ByteArea body, String boundary) throws IOException {
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Long> found = find(body, delimiter);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            long after = found.get(i) + delimiter.length;
            byte[] head = read(body, after, (int) Math.min(MAX_HEADER_BYTES, body.sizeBytes() - after));
            if (startsWith(head, "--")) {
                return new Multipart(parts);
            }
            if (i + 1 == found.size()) {
                break;
            }
            String text = new String(head, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (!text.startsWith("\r\n") || end < 0 || after + end + 4 > found.get(i + 1)) {
                throw new IllegalArgumentException(
                        "form: field " + i + " has no header, or one over " + MAX_HEADER_BYTES + " bytes");
            }
            long start = after + end + 4;
            parts.add(new Part(name(head, end), start, found.get(i + 1) - start));
            if (parts.size() > MAX_PARTS) {
                throw new IllegalArgumentException("form: more than " + MAX_PARTS + " fields");
            }
        }
        throw new IllegalArgumentException("form: it is cut off, or its boundary is not " + boundary);
    }

    private static String name(byte[] head, int end) {
        String text = new String(head, 0, end, StandardCharsets.UTF_8);
        for (String line : text.split("\r\n")) {
            Matcher matcher = NAME.matcher(line);
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:") && matcher.find()) {
                String name = matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
                return name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
            }
        }
        throw new IllegalArgumentException("form: a field has no name");
    }

    /// Where `delimiter` begins; the first may lack its line end, then it counts from two bytes before the body.
    private static List<Long> find(ByteArea body, byte[] delimiter) throws IOException {
        List<Long> found = new ArrayList<>();
        long size = body.sizeBytes();
        if (size + 2 < delimiter.length) {
            return found;
        }
        byte[] first = read(body, 0, delimiter.length - 2);
        if (matches(first, 0, delimiter, 2)) {
            found.add(-2L);
        }
        long at = 0;
        while (at + delimiter.length <= size) {
            byte[] block = read(body, at, (int) Math.min(BLOCK_BYTES, size - at));
            int last = block.length - delimiter.length;
            for (int i = 0; i <= last; i++) {
                if (block[i] == '\r' && matches(block, i, delimiter, 0)) {
                    found.add(at + i);
                    if (found.size() > MAX_PARTS + 2) {
                        throw new IllegalArgumentException("form: more than " + MAX_PARTS + " fields");
                    }
                }
            }
            at += last + 1;
        }
        return found;
    }

    private static boolean matches(byte[] bytes, int at, byte[] delimiter, int from) {
        if (at + delimiter.length - from > bytes.length) {
            return false;
        }
        for (int i = from; i < delimiter.length; i++) {
            if (bytes[at + i - from] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, String text) {
        return new String(bytes, 0, Math.min(bytes.length, text.length()), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static byte[] read(ByteArea body, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        body.read(offset, MemorySegment.ofArray(bytes));
        return bytes;
    }
}

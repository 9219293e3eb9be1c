package dev.floe.format.quilt;

import dev.floe.format.BcsWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A file that is to go into a quilt; its content is read while the quilt is written.
///
/// @param identifier its name: not empty, no control characters, no white space at the end, at most 65,531 bytes
/// of     UTF-8
/// @param tags what the writer says about it
/// @param sizeBytes length of its content
public record QuiltFile(String identifier, SortedMap<String, String> tags, long sizeBytes) {

    static final int MAX_FIELD_BYTES = 65534;

    public QuiltFile {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        if (identifier.isEmpty()) {
            throw new IllegalArgumentException("quilt identifier: must not be empty");
        }
        if (identifier.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("quilt identifier: must have no control characters: " + identifier);
        }
        if (isWhiteSpace(identifier.codePointBefore(identifier.length()))) {
            throw new IllegalArgumentException("quilt identifier: must not end in white space: '" + identifier + "'");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(identifier)) {
            throw new IllegalArgumentException("quilt identifier: has half a surrogate pair: " + identifier);
        }
        requireSize("identifier", identifier, new BcsWriter().string(identifier).size());
        requireSize(
                "tags of " + identifier.substring(0, Math.min(40, identifier.length())),
                tags.keySet().toString(),
                QuiltIndex.tagBytes(tags).length);
        if (sizeBytes < 0 || sizeBytes > 0xFFFF_FFFFL - 2 * (MAX_FIELD_BYTES + 2)) {
            throw new IllegalArgumentException(
                    "quilt file " + identifier + ": " + sizeBytes + " bytes is over the 4 GiB limit of a patch");
        }
    }

    private static void requireSize(String what, String shown, int size) {
        if (size > MAX_FIELD_BYTES) {
            throw new IllegalArgumentException("quilt " + what + ": " + size + " bytes is over the limit of "
                    + MAX_FIELD_BYTES + ": " + shown.substring(0, Math.min(40, shown.length())) + "…");
        }
    }

    // Unicode's White_Space property, which the reference implementation trims.
    private static boolean isWhiteSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }
}

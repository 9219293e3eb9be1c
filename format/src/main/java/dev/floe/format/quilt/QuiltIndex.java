package dev.floe.format.quilt;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The table of contents at the beginning of a quilt, in the order of the columns.
///
/// BCS: ULEB128 count ‖ for each patch: u16 end column ‖ string identifier ‖ map of tags. The start column is the
/// end of the one before; of the first patch it is the number of columns that the index fills.
///
/// @param patches each identifier once, columns without gaps
public record QuiltIndex(List<QuiltPatch> patches) {

    /// What stands before the index: version byte 1 and u32 size.
    static final int PREFIX_BYTES = 5;

    private static final int VERSION = 1;
    private static final int MAX_PATCHES = 3000;
    private static final int MAX_TAGS = 65534;

    public QuiltIndex {
        patches = List.copyOf(patches);
    }

    /// The patch called `identifier`.
    public Optional<QuiltPatch> find(String identifier) {
        return patches.stream()
                .filter(patch -> patch.identifier().equals(identifier))
                .findFirst();
    }

    /// The BCS form, without the prefix.
    public Bytes toBcs() {
        BcsWriter out = new BcsWriter().uleb(patches.size());
        for (QuiltPatch patch : patches) {
            out.u16(patch.endColumn()).string(patch.identifier()).fixed(tagBytes(patch.tags()));
        }
        return out.toBytes();
    }

    /// The index with its prefix, as it stands in the quilt.
    Bytes toPart() {
        Bytes index = toBcs();
        return new BcsWriter().u8(VERSION).u32(index.size()).fixed(index).toBytes();
    }

    /// How many bytes follow the prefix.
    ///
    /// @param in at the beginning of column 0
    static long readPrefix(BcsReader in) {
        int version = in.u8();
        if (version != VERSION) {
            throw in.corrupt("quilt version " + version + " is not known; expected 1. Is this a quilt?");
        }
        return in.u32();
    }

    /// Reads the index.
    ///
    /// @param in the BCS form, without the prefix
    /// @param firstColumn the first column after the index
    /// @param columnCount how many columns the quilt has
    static QuiltIndex read(BcsReader in, int firstColumn, int columnCount) {
        int count = in.count(Math.min(MAX_PATCHES, columnCount), 4);
        List<QuiltPatch> patches = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int start = firstColumn;
        for (int i = 0; i < count; i++) {
            int end = in.u16();
            String identifier = in.string(QuiltFile.MAX_FIELD_BYTES);
            SortedMap<String, String> tags = readTags(in);
            if (end <= start || end > columnCount) {
                throw in.corrupt("patch " + i + " ends before column " + end + ", but starts at " + start + " of "
                        + columnCount);
            }
            if (!seen.add(identifier)) {
                throw in.corrupt("identifier of patch " + i + " occurs twice");
            }
            patches.add(new QuiltPatch(identifier, tags, start, end));
            start = end;
        }
        in.end();
        return new QuiltIndex(patches);
    }

    /// A BCS map: sorted by the serialised key, so shorter keys come first.
    static byte[] tagBytes(Map<String, String> tags) {
        List<String> keys = new ArrayList<>(tags.keySet());
        keys.sort(Comparator.comparing(QuiltIndex::serialised, Arrays::compareUnsigned));
        BcsWriter out = new BcsWriter().uleb(keys.size());
        for (String key : keys) {
            out.string(key).string(String.valueOf(tags.get(key)));
        }
        return out.toByteArray();
    }

    static SortedMap<String, String> readTags(BcsReader in) {
        int count = in.count(MAX_TAGS, 2);
        SortedMap<String, String> tags = new TreeMap<>();
        byte[] previous = {};
        for (int i = 0; i < count; i++) {
            String key = in.string(QuiltFile.MAX_FIELD_BYTES);
            byte[] serialised = serialised(key);
            if (Arrays.compareUnsigned(previous, serialised) >= 0) {
                throw in.corrupt("tags are not in order, or twice the same: tag " + i);
            }
            previous = serialised;
            tags.put(key, in.string(QuiltFile.MAX_FIELD_BYTES));
        }
        return tags;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] serialised(String key) {
        return new BcsWriter().string(key).toByteArray();
    }
}

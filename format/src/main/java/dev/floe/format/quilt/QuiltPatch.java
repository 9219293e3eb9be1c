package dev.floe.format.quilt;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where one file of a quilt stands.
///
/// @param identifier the file's name
/// @param tags what its writer said about it
/// @param startColumn the first column it fills
/// @param endColumn one past the last
public record QuiltPatch(String identifier, SortedMap<String, String> tags, int startColumn, int endColumn) {

    public QuiltPatch {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        QuiltPatchId.requireColumns(startColumn, endColumn);
    }

    /// How many columns it fills, and so how many slivers must be fetched to read it.
    public int columnCount() {
        return endColumn - startColumn;
    }
}

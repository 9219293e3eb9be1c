package dev.floe.storage;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a blob is stored.
///
/// @param epochs for how many storage epochs from the current one on, at least 1
/// @param deletable whether the owner of the blob object may delete it before that
/// @param attributes what is said about it on the ledger, such as its content type
public record PublishOptions(int epochs, boolean deletable, SortedMap<String, String> attributes) {

    /// One epoch, permanent, no attributes.
    public static final PublishOptions DEFAULT = new PublishOptions(1, false, Collections.emptySortedMap());

    public PublishOptions {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs: expected 1 or more, got " + epochs);
        }
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /// The same for another number of epochs.
    public PublishOptions withEpochs(int count) {
        return new PublishOptions(count, deletable, attributes);
    }

    /// The same, deletable or not.
    public PublishOptions withDeletable(boolean value) {
        return new PublishOptions(epochs, value, attributes);
    }

    /// The same with other attributes.
    public PublishOptions withAttributes(Map<String, String> values) {
        return new PublishOptions(epochs, deletable, new TreeMap<>(values));
    }
}

package dev.floe.ledger.internal.store;

import dev.floe.ledger.Address;

/// Where an object stands in the index of owners: all of one owner together, by type, then by id.
///
/// @param owner the owning address, or the parent object
/// @param type  the canonical text of the object's type
/// @param id    the object
public record OwnedKey(Address owner, String type, Address id) implements Comparable<OwnedKey> {

    @Override
    public int compareTo(OwnedKey other) {
        int order = owner.compareTo(other.owner);
        if (order == 0) {
            order = compareTypes(type, other.type);
        }
        return order != 0 ? order : id.compareTo(other.id);
    }

    /// Most neighbours have the very same text, see [LiveObject].
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    private static int compareTypes(String one, String other) {
        return one == other ? 0 : one.compareTo(other);
    }
}

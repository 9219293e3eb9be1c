package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// Who may use an object. BCS: an enum in the order of the cases here.
public sealed interface Owner {

    /// One address: its signature is needed, no ordering with others is.
    ///
    /// @param address the owner
    record AddressOwner(Address address) implements Owner {}

    /// Another object: a dynamic field, or the child of one.
    ///
    /// @param parent id of the parent, or of the dynamic field that holds it
    record ObjectOwner(Address parent) implements Owner {}

    /// Everyone.
    ///
    /// @param initialSharedVersion the version at which it became shared
    record Shared(long initialSharedVersion) implements Owner {}

    /// Nobody; it never changes. Packages are immutable.
    record Immutable() implements Owner {}

    /// One address, through consensus ("party object").
    ///
    /// @param startVersion the version at which it got this owner
    /// @param owner        the owner
    record ConsensusAddress(long startVersion, Address owner) implements Owner {}

    /// Reads an enum tag and what belongs to it.
    static Owner read(BcsReader in) {
        return switch (in.tag(5)) {
            case 0 -> new AddressOwner(Address.read(in));
            case 1 -> new ObjectOwner(Address.read(in));
            case 2 -> new Shared(in.u64());
            case 3 -> new Immutable();
            default -> new ConsensusAddress(in.u64(), Address.read(in));
        };
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        switch (this) {
            case AddressOwner o -> o.address().write(out.uleb(0));
            case ObjectOwner o -> o.parent().write(out.uleb(1));
            case Shared o -> out.uleb(2).u64(o.initialSharedVersion());
            case Immutable _ -> out.uleb(3);
            case ConsensusAddress o -> o.owner().write(out.uleb(4).u64(o.startVersion()));
        }
    }
}

package dev.floe.ledger.move;

import dev.floe.ledger.Address;

/// A module as bytecode names it.
///
/// @param address the id of the first version of its package
/// @param name    its name
public record ModuleId(Address address, String name) {
    @Override
    public String toString() {
        return address.toShortString() + "::" + name;
    }
}

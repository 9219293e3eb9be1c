package dev.floe.access.server;

import dev.floe.ledger.Address;
import java.util.Optional;

/// Resolves registered package names (MVR). Local networks have no registry.
@FunctionalInterface
public interface NameRegistry {

    /// No names at all.
    NameRegistry NONE = name -> Optional.empty();

    /// The first version of the package with that name.
    Optional<Address> firstPackage(String name);
}

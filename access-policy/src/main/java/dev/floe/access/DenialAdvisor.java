package dev.floe.access;

import dev.floe.ledger.Address;
import java.util.Optional;

/// Knows what someone who was refused can do: which offer grants access, its price, the command that rents it.
@FunctionalInterface
public interface DenialAdvisor {

    /// Knows nothing.
    DenialAdvisor NONE = (identity, user) -> Optional.empty();

    /// One or more sentences for `user`, who may not decrypt `identity`; empty if there is nothing to say. Must not
    /// throw for identities of policies it does not know.
    Optional<String> advice(Identity identity, Address user);
}

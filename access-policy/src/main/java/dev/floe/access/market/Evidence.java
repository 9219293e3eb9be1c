package dev.floe.access.market;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a caller brings to a policy besides an address.
///
/// @param lease  a lease in which the caller has a seat
/// @param proofs signatures of keys of other chains, see [ForeignProof]
public record Evidence(Optional<Address> lease, List<Bytes> proofs) {

    /// Nothing: enough for lists, times, approvals and open policies.
    public static final Evidence NONE = new Evidence(Optional.empty(), List.of());

    public Evidence {
        proofs = List.copyOf(proofs);
    }

    /// A lease.
    public static Evidence lease(Address id) {
        return new Evidence(Optional.of(id), List.of());
    }

    /// A signature of a key of another chain.
    public static Evidence proof(Bytes proof) {
        return new Evidence(Optional.empty(), List.of(proof));
    }

    /// This and a signature.
    public Evidence and(Bytes proof) {
        return new Evidence(
                lease, Stream.concat(proofs.stream(), Stream.of(proof)).toList());
    }
}

package dev.floe.format.bls;

/// An element of G1: public keys of storage nodes, identities and user keys of Seal.
public non-sealed interface G1 extends Point<G1> {

    /// Size in bytes of the compressed form; the uncompressed one is twice as long.
    int COMPRESSED_BYTES = 48;
}

package dev.floe.format.bls;

/// An element of G2: signatures of storage nodes, public keys and nonces of Seal.
public non-sealed interface G2 extends Point<G2> {

    /// Size in bytes of the compressed form; the uncompressed one is twice as long.
    int COMPRESSED_BYTES = 96;
}

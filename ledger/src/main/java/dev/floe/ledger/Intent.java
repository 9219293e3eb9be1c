package dev.floe.ledger;

import dev.floe.format.Digest;

/// What a signature is for: three bytes in front of the signed BCS keep one kind of message from passing as
/// another.
public enum Intent {
    /// A transaction.
    TRANSACTION(0),
    /// A personal message, itself in BCS as `vector<u8>`.
    PERSONAL_MESSAGE(3);

    private final int scope;

    Intent(int scope) {
        this.scope = scope;
    }

    /// The digest to sign: BLAKE2b-256 of the intent and the BCS.
    public Digest signingDigest(byte[] bcs) {
        return Digests.blake2b256(prefix(), bcs);
    }

    /// The three bytes: scope, version 0, application 0 (Sui).
    public byte[] prefix() {
        return new byte[] {(byte) scope, 0, 0};
    }
}

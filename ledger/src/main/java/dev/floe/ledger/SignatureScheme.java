package dev.floe.ledger;

/// A kind of key for one signer. Text names are those of the official SDKs.
public enum SignatureScheme {
    /// Ed25519 (RFC 8032).
    ED25519(0, 32, "ED25519"),
    /// ECDSA on secp256k1.
    SECP256K1(1, 33, "Secp256k1"),
    /// ECDSA on secp256r1 (P-256).
    SECP256R1(2, 33, "Secp256r1");

    /// Size in bytes of every signature.
    public static final int SIGNATURE_BYTES = 64;

    private final int flag;
    private final int publicKeyBytes;
    private final String text;

    SignatureScheme(int flag, int publicKeyBytes, String text) {
        this.flag = flag;
        this.publicKeyBytes = publicKeyBytes;
        this.text = text;
    }

    /// The byte that stands for it in front of keys and signatures.
    public int flag() {
        return flag;
    }

    /// Size in bytes of a public key.
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /// The scheme with that flag.
    ///
    /// @throws IllegalArgumentException if there is none
    public static SignatureScheme ofFlag(int flag) {
        for (SignatureScheme scheme : values()) {
            if (scheme.flag == flag) {
                return scheme;
            }
        }
        throw new IllegalArgumentException("signature scheme: expected flag 0, 1 or 2, got " + flag);
    }

    /// The scheme with that name, in any case.
    ///
    /// @throws IllegalArgumentException if there is none
    public static SignatureScheme parse(String text) {
        for (SignatureScheme scheme : values()) {
            if (scheme.text.equalsIgnoreCase(text)) {
                return scheme;
            }
        }
        throw new IllegalArgumentException(
                "signature scheme: expected ed25519, secp256k1 or secp256r1, got '" + text + "'");
    }

    /// The name, such as `Secp256k1`.
    @Override
    public String toString() {
        return text;
    }
}

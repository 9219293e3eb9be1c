package dev.floe.access.internal;

import dev.floe.format.Bytes;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Gt;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.List;

/// What Seal derives by hashing: masks of shares, and the keys below the base key.
public final class Kdf {

    private Kdf() {}

    /// What a derived key is for.
    public enum Purpose {
        /// Masks the encryptor's randomness.
        RANDOMNESS(0),
        /// Encrypts the message.
        MESSAGE(1);

        private final int hashed;

        Purpose(int hashed) {
            this.hashed = hashed;
        }
    }

    /// The 32 bytes that mask one share.
    ///
    /// @param nonce compressed, 96 bytes
    /// @param identity the identity's point
    public static Bytes shareMask(Gt shared, Bytes nonce, G1 identity, Address keyServer, int shareIndex) {
        return Hashes.sha3(
                Hashes.SHARE_MASK,
                shared.toBytes(),
                nonce,
                identity.compressed(),
                keyServer.bytes(),
                Hashes.byteOf(shareIndex));
    }

    /// A key below `baseKey`, bound to the threshold, all masked shares and all key servers.
    public static Bytes derived(
            Purpose purpose, Bytes baseKey, int threshold, List<Bytes> maskedShares, List<Address> keyServers) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Hashes.DERIVED_KEY);
        parts.add(baseKey);
        parts.add(Hashes.byteOf(purpose.hashed));
        parts.add(Hashes.byteOf(threshold));
        parts.addAll(maskedShares);
        keyServers.forEach(keyServer -> parts.add(keyServer.bytes()));
        return Hashes.sha3(parts.toArray(Bytes[]::new));
    }
}

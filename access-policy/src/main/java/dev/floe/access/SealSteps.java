package dev.floe.access;

import dev.floe.access.internal.Dem;
import dev.floe.access.internal.Gf256;
import dev.floe.access.internal.Hashes;
import dev.floe.access.internal.Kdf;
import dev.floe.access.internal.Shamir;
import dev.floe.format.Bytes;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Gt;
import dev.floe.ledger.Address;
import java.util.List;

/// The single steps of the scheme, for conformance vectors and audits. Applications use [Sealing], which takes them
/// in the right order with all checks. Stateless.
public final class SealSteps {

    private SealSteps() {}

    /// One share of a secret.
    ///
    /// @param index where the polynomials were evaluated, 1 to 255
    /// @param value as many bytes as the secret
    public record Share(int index, Bytes value) {}

    /// `a · b` in GF(2⁸), each 0 to 255.
    public static int multiply(int a, int b) {
        return Gf256.multiply(a, b);
    }

    /// Splits `secret`; see `docs/reference/seal.md`.
    ///
    /// @param coefficients for each byte of the secret the `threshold - 1` coefficients of x, x², …
    public static List<Share> split(Bytes secret, int threshold, int total, List<Bytes> coefficients) {
        return Shamir.split(secret, threshold, total, coefficients).stream()
                .map(share -> new Share(share.index(), share.value()))
                .toList();
    }

    /// The polynomials of lowest degree through all of `shares`, at `x`; the secret is at 0.
    public static Bytes interpolate(List<Share> shares, int x) {
        return Shamir.at(
                shares.stream()
                        .map(share -> new Shamir.Share(share.index(), share.value()))
                        .toList(),
                x);
    }

    /// The mask of one share (H2).
    public static Bytes shareMask(Gt shared, Bytes nonce, G1 identity, Address keyServer, int shareIndex) {
        return Kdf.shareMask(shared, nonce, identity, keyServer, shareIndex);
    }

    /// The key that masks the encryptor's randomness (H3, purpose 0).
    public static Bytes randomnessKey(Bytes baseKey, int threshold, List<Bytes> masked, List<Address> keyServers) {
        return Kdf.derived(Kdf.Purpose.RANDOMNESS, baseKey, threshold, masked, keyServers);
    }

    /// The key of the message (H3, purpose 1).
    public static Bytes messageKey(Bytes baseKey, int threshold, List<Bytes> masked, List<Address> keyServers) {
        return Kdf.derived(Kdf.Purpose.MESSAGE, baseKey, threshold, masked, keyServers);
    }

    /// AES-256-GCM as Seal fixes it: ciphertext, then 16 bytes of tag.
    public static Bytes aesSeal(Bytes key, Bytes plaintext, Bytes associated) {
        return Dem.aesSeal(key, plaintext, associated);
    }

    /// The plaintext of [#aesSeal].
    ///
    /// @throws dev.floe.format.DataException.Corrupt if anything does not fit
    public static Bytes aesOpen(Bytes key, Bytes sealed, Bytes associated) {
        return Dem.aesOpen(key, sealed, associated);
    }

    /// The HMAC counter stream over `text`; encrypts and decrypts alike.
    public static Bytes hmacStream(Bytes key, Bytes text) {
        return Dem.hmacStream(key, text);
    }

    /// The tag of HMAC mode.
    public static Bytes hmacTag(Bytes key, Bytes ciphertext, Bytes associated) {
        return Dem.hmacTag(key, ciphertext, associated);
    }

    /// The plaintext of HMAC mode.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if the tag does not fit
    public static Bytes hmacOpen(Bytes key, Bytes ciphertext, Bytes associated, Bytes tag) {
        return Dem.hmacOpen(key, ciphertext, associated, tag);
    }

    /// 64 bytes of HKDF-SHA3-256 without salt, from which client keys of permissioned servers are made.
    public static Bytes hkdf64(Bytes seed, Bytes info) {
        return Hashes.hkdf64(seed, info);
    }
}

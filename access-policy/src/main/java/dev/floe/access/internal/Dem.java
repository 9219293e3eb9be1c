package dev.floe.access.internal;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The two ways Seal encrypts the message itself under a 32-byte key that is used once.
/// Layouts: `docs/reference/seal.md` §1.5.
public final class Dem {

    /// Size in bytes of the key, and of the tag of [#hmacTag].
    public static final int KEY_BYTES = 32;
    /// Size in bytes of the tag at the end of what [#aesSeal] gives.
    public static final int AES_TAG_BYTES = 16;

    // Fixed in the protocol; safe only because every key encrypts one message.
    private static final Bytes AES_NONCE = Bytes.parseHex("8a3799fdc62e79dba0805907d69c94dc");

    private Dem() {}

    /// AES-256-GCM: ciphertext, then 16 bytes of tag.
    public static Bytes aesSeal(Bytes key, Bytes plaintext, Bytes associated) {
        try {
            return aes(Cipher.ENCRYPT_MODE, key, plaintext, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
    }

    /// The plaintext of [#aesSeal].
    ///
    /// @throws DataException.Corrupt if key, ciphertext or associated data are not the ones it was sealed with
    public static Bytes aesOpen(Bytes key, Bytes sealed, Bytes associated) {
        try {
            return aes(Cipher.DECRYPT_MODE, key, sealed, associated);
        } catch (AEADBadTagException e) {
            throw new DataException.Corrupt("encrypted object: the AES-GCM tag does not fit", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
    }

    /// Exclusive or with the HMAC-SHA3-256 counter stream; the tag is separate. Encrypts and decrypts alike.
    public static Bytes hmacStream(Bytes key, Bytes text) {
        byte[] out = text.toByteArray();
        for (int at = 0; at < out.length; at += KEY_BYTES) {
            Bytes block = Hashes.hmac(key, Hashes.STREAM, Hashes.u64LittleEndian(at / KEY_BYTES));
            for (int i = at; i < Math.min(out.length, at + KEY_BYTES); i++) {
                out[i] ^= block.get(i - at);
            }
        }
        return Bytes.copyOf(out);
    }

    /// The 32-byte tag over associated data and ciphertext.
    public static Bytes hmacTag(Bytes key, Bytes ciphertext, Bytes associated) {
        return Hashes.hmac(key, Hashes.TAG, Hashes.u64LittleEndian(associated.size()), associated, ciphertext);
    }

    /// The plaintext, after the tag was compared in constant time.
    ///
    /// @throws DataException.Corrupt if the tag does not fit
    public static Bytes hmacOpen(Bytes key, Bytes ciphertext, Bytes associated, Bytes tag) {
        if (!MessageDigest.isEqual(hmacTag(key, ciphertext, associated).toByteArray(), tag.toByteArray())) {
            throw new DataException.Corrupt("encrypted object: the HMAC tag does not fit");
        }
        return hmacStream(key, ciphertext);
    }

    private static Bytes aes(int mode, Bytes key, Bytes input, Bytes associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key.toByteArray(), "AES"),
                new GCMParameterSpec(8 * AES_TAG_BYTES, AES_NONCE.toByteArray()));
        cipher.updateAAD(associated.toByteArray());
        return Bytes.copyOf(cipher.doFinal(input.toByteArray()));
    }
}

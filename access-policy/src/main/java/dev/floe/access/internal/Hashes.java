package dev.floe.access.internal;

import dev.floe.format.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SHA3-256, HMAC-SHA3-256 and HKDF over it, from the JDK, and the domain separators of Seal.
/// Source of the separators: MystenLabs/seal `crates/crypto/src`, commit ddc7e5d6.
public final class Hashes {

    /// In front of every identity before it is hashed to G1.
    public static final Bytes IDENTITY = ascii("SUI-SEAL-IBE-BLS12381-00");
    /// In front of a proof of possession's message.
    public static final Bytes POSSESSION = ascii("SUI-SEAL-IBE-BLS12381-POP-00");
    /// RFC 9380 domain of hashing to G1.
    public static final String G1_DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

    static final Bytes SHARE_MASK = ascii("SUI-SEAL-IBE-BLS12381-H2-00");
    static final Bytes DERIVED_KEY = ascii("SUI-SEAL-IBE-BLS12381-H3-00");
    static final Bytes STREAM = ascii("HMAC-CTR-ENC");
    static final Bytes TAG = ascii("HMAC-CTR-MAC");

    private Hashes() {}

    /// SHA3-256 of all `parts`, one after the other.
    public static Bytes sha3(Bytes... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA3-256");
            for (Bytes part : parts) {
                digest.update(part.asByteBuffer());
            }
            return Bytes.copyOf(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA3-256", e);
        }
    }

    /// HMAC-SHA3-256 of all `parts`, one after the other. The key may be empty.
    public static Bytes hmac(Bytes key, Bytes... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA3-256");
            // The JDK refuses an empty key; HMAC pads with zeros, so one zero byte is the same key.
            byte[] raw = key.size() == 0 ? new byte[1] : key.toByteArray();
            mac.init(new SecretKeySpec(raw, "HmacSHA3-256"));
            for (Bytes part : parts) {
                mac.update(part.asByteBuffer());
            }
            return Bytes.copyOf(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA3-256", e);
        }
    }

    /// 64 bytes of HKDF-SHA3-256 with an empty salt.
    public static Bytes hkdf64(Bytes inputKey, Bytes info) {
        Bytes key = hmac(Bytes.EMPTY, inputKey);
        Bytes first = hmac(key, info, byteOf(1));
        Bytes second = hmac(key, first, info, byteOf(2));
        byte[] both = new byte[64];
        first.copyTo(both, 0);
        second.copyTo(both, 32);
        return Bytes.copyOf(both);
    }

    /// One byte.
    public static Bytes byteOf(int value) {
        return Bytes.copyOf(new byte[] {(byte) value});
    }

    static Bytes u64LittleEndian(long value) {
        return Bytes.copyOf(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    /// `a` and `b` joined.
    public static Bytes join(Bytes a, Bytes b) {
        byte[] joined = new byte[a.size() + b.size()];
        a.copyTo(joined, 0);
        b.copyTo(joined, a.size());
        return Bytes.copyOf(joined);
    }

    /// Byte by byte exclusive or of two values of one size.
    public static Bytes xor(Bytes a, Bytes b) {
        byte[] result = a.toByteArray();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= b.get(i);
        }
        return Bytes.copyOf(result);
    }

    private static Bytes ascii(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }
}

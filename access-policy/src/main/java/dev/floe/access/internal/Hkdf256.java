package dev.floe.access.internal;

import dev.floe.format.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HKDF-SHA256 (RFC 5869).
public final class Hkdf256 {

    private static final int HASH = 32;

    private Hkdf256() {}

    /// `sizeBytes` bytes, at most 255 hashes. The caller zeroes the result.
    public static byte[] derive(byte[] inputKey, Bytes salt, Bytes info, int sizeBytes) {
        byte[] saltKey = salt.size() == 0 ? new byte[HASH] : salt.toByteArray();
        byte[] extracted = mac(saltKey, inputKey);
        byte[] out = new byte[sizeBytes];
        byte[] block = new byte[0];
        for (int at = 0, i = 1; at < sizeBytes; at += HASH, i++) {
            block = mac(extracted, block, info.toByteArray(), new byte[] {(byte) i});
            System.arraycopy(block, 0, out, at, Math.min(HASH, sizeBytes - at));
        }
        Arrays.fill(extracted, (byte) 0);
        Arrays.fill(block, (byte) 0);
        return out;
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}

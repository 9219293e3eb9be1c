package dev.floe.access.data;

import dev.floe.access.internal.Hkdf256;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts one file chunk by chunk: AES-256-GCM, any chunk readable alone. Each chunk is bound to the artifact,
/// the key period, the file's length and its place, so chunks that were moved, dropped, repeated or taken from
/// elsewhere fail.
///
/// The wire form is that of Tink's AES-GCM-HKDF streaming encryption; see `docs/design/0015-chunk-encryption.md`:
///
/// | part | bytes |
/// |---|---|
/// | header | 0x28, salt 32, nonce prefix 7 |
/// | segment i | AES-256-GCM under HKDF-SHA256(data key, salt, associated), nonce = prefix ‖ u32 BE i ‖ (1 if last,
/// else 0) |
/// | associated | `FLOE-CHUNKS-1:`, artifact 32, period u64, segment bytes u32, data bytes u64 (BCS, little-endian) |
///
/// The salt is made from the key and the data, so encrypting again gives the same bytes: an interrupted upload goes
/// on. Whoever sees two files can tell that they hold the same data under the same key, artifact and period;
/// nothing else.
///
/// Stateless after construction; safe for concurrent use until the data key is closed. Zero the derived key with
/// [#close].
public final class ChunkCipher implements AutoCloseable {

    /// For data that are read front to back.
    public static final int DEFAULT_SEGMENT_BYTES = 1 << 20;

    private static final Bytes LABEL = Bytes.copyOf("FLOE-CHUNKS-1:".getBytes(StandardCharsets.US_ASCII));
    private static final Bytes SALT_LABEL = Bytes.copyOf("FLOE-CHUNKS-SALT-1:".getBytes(StandardCharsets.US_ASCII));
    private static final int SALT = 32;
    private static final int PREFIX = 7;

    private final ChunkLayout layout;
    private final Bytes header;
    private final byte[] key;

    private ChunkCipher(ChunkLayout layout, Bytes header, byte[] key) {
        this.layout = layout;
        this.header = header;
        this.key = key;
    }

    /// For encrypting data whose SHA-256 is `sha256`. A wrong digest makes a salt that other data could share:
    /// never pass anything but the digest of exactly these data.
    static ChunkCipher encrypting(DataKey key, int segmentBytes, long plainBytes, Bytes sha256) {
        ChunkLayout layout = new ChunkLayout(segmentBytes, plainBytes);
        Bytes associated = associated(key, layout);
        byte[] seed = Hkdf256.derive(key.reveal(), sha256, join(SALT_LABEL, associated), SALT + PREFIX);
        byte[] header = new byte[ChunkLayout.HEADER];
        header[0] = ChunkLayout.HEADER;
        System.arraycopy(seed, 0, header, 1, seed.length);
        return of(key, layout, Bytes.copyOf(header), associated);
    }

    /// For decrypting a file of `cipherBytes` bytes that begins with `header`.
    ///
    /// @throws DataException.Corrupt if that is no such file
    public static ChunkCipher decrypting(DataKey key, int segmentBytes, long cipherBytes, Bytes header) {
        ChunkLayout layout = ChunkLayout.ofCipher(segmentBytes, cipherBytes);
        if (header.size() != ChunkLayout.HEADER || header.get(0) != ChunkLayout.HEADER) {
            throw new DataException.Corrupt("chunks: the header has 40 bytes and begins with 0x28");
        }
        return of(key, layout, header, associated(key, layout));
    }

    private static ChunkCipher of(DataKey key, ChunkLayout layout, Bytes header, Bytes associated) {
        Bytes salt = header.slice(1, 1 + SALT);
        return new ChunkCipher(layout, header, Hkdf256.derive(key.reveal(), salt, associated, DataKey.SIZE_BYTES));
    }

    private static Bytes associated(DataKey key, ChunkLayout layout) {
        BcsWriter out = new BcsWriter().fixed(LABEL);
        key.artifact().write(out);
        return out.u64(key.period())
                .u32(layout.segmentBytes())
                .u64(layout.plainBytes())
                .toBytes();
    }

    private static Bytes join(Bytes a, Bytes b) {
        return new BcsWriter().fixed(a).fixed(b).toBytes();
    }

    ChunkLayout layout() {
        return layout;
    }

    /// The first 40 bytes of the file.
    public Bytes header() {
        return header;
    }

    /// Length of the encrypted file.
    public long cipherBytes() {
        return layout.cipherBytes();
    }

    /// Length of the data.
    public long plainBytes() {
        return layout.plainBytes();
    }

    /// Encrypts segment `index`: all of `plain` into `target`, data and tag.
    void seal(long index, ByteBuffer plain, ByteBuffer target) {
        if (plain.remaining() != layout.plainLength(index)) {
            throw new IllegalArgumentException("chunk " + index + ": expected " + layout.plainLength(index)
                    + " bytes of data, got " + plain.remaining());
        }
        try {
            cipher(Cipher.ENCRYPT_MODE, index).doFinal(plain, target);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("chunk " + index + ": cannot be encrypted", e);
        }
    }

    /// The data of segment `index`.
    ///
    /// @param encrypted data and tag
    /// @throws DataException.Corrupt if they are not what was encrypted for this place; nothing of them comes out
    public byte[] open(long index, ByteBuffer encrypted) {
        if (index < 0
                || index >= layout.segments()
                || encrypted.remaining() != layout.plainLength(index) + ChunkLayout.TAG) {
            throw new DataException.Corrupt("chunk " + index + ": has " + encrypted.remaining()
                    + " bytes, which is not its length in a file of " + layout.cipherBytes());
        }
        byte[] plain = new byte[layout.plainLength(index)];
        try {
            cipher(Cipher.DECRYPT_MODE, index).doFinal(encrypted, ByteBuffer.wrap(plain));
            return plain;
        } catch (AEADBadTagException e) {
            Arrays.fill(plain, (byte) 0);
            throw new DataException.Corrupt(
                    "chunk " + index + ": is not what was encrypted at this place of this artifact under this key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("chunk " + index + ": cannot be decrypted", e);
        }
    }

    private Cipher cipher(int mode, long index) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        header.slice(1 + SALT, 1 + SALT + PREFIX).copyTo(nonce, 0);
        ByteBuffer.wrap(nonce).putInt(PREFIX, (int) index);
        nonce[11] = (byte) (layout.isLast(index) ? 1 : 0);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * ChunkLayout.TAG, nonce));
        return cipher;
    }

    /// Zeroes the derived key.
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}

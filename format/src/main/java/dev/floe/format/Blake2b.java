package dev.floe.format;

import dev.floe.format.internal.redstuff.Blake2bRounds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// Blake2b with 32 bytes of output and no key: the hash of Walrus and Sui. Feed it with [#update], then take
/// [#digest]; or hash in one call with [#hash]. Not safe for concurrent use. Source: RFC 7693.
public final class Blake2b {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = Blake2bRounds.BLOCK_BYTES;

    private final long[] state = new long[8];
    private final long[] words = new long[16];
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private long hashedBytes;

    /// A hash of nothing so far.
    public Blake2b() {
        Blake2bRounds.start(state, 0, 1);
    }

    /// The hash of all `parts`, one after another.
    public static Digest hash(byte[]... parts) {
        Blake2b hash = new Blake2b();
        for (byte[] part : parts) {
            hash.update(part, 0, part.length);
        }
        return hash.digest();
    }

    /// Appends all of `content`.
    public Blake2b update(byte[] content) {
        return update(content, 0, content.length);
    }

    /// Appends one byte.
    public Blake2b update(byte value) {
        return update(new byte[] {value}, 0, 1);
    }

    /// Appends `content`.
    public Blake2b update(Bytes content) {
        return update(content.toByteArray());
    }

    /// Appends `length` bytes of `content` starting at `offset`.
    public Blake2b update(byte[] content, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, content.length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            // The last block is compressed in digest(): a full block waits until more bytes follow.
            if (filled == BLOCK) {
                compress(block, 0, false);
                filled = 0;
            }
            if (filled == 0 && end - at > BLOCK) {
                compress(content, at, false);
                at += BLOCK;
            } else {
                int step = Math.min(BLOCK - filled, end - at);
                System.arraycopy(content, at, block, filled, step);
                filled += step;
                at += step;
            }
        }
        return this;
    }

    /// The hash of everything appended. Ends this object's use.
    public Digest digest() {
        Arrays.fill(block, filled, BLOCK, (byte) 0);
        hashedBytes -= BLOCK - filled;
        compress(block, 0, true);
        byte[] out = new byte[Digest.SIZE_BYTES];
        for (int i = 0; i < 4; i++) {
            LONG.set(out, 8 * i, state[i]);
        }
        return Digest.copyOf(out);
    }

    private void compress(byte[] source, int offset, boolean last) {
        for (int i = 0; i < 16; i++) {
            words[i] = (long) LONG.get(source, offset + 8 * i);
        }
        hashedBytes += BLOCK;
        Blake2bRounds.compress(state, 0, words, 0, 1, hashedBytes, last);
    }
}

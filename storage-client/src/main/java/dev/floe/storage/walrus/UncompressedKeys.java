package dev.floe.storage.walrus;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.MinPk;
import java.math.BigInteger;

/// Contracts keep BLS keys as 96 bytes, x ‖ y. What verifies takes 48: x and the sign of y in the top bits.
final class UncompressedKeys {

    private static final int COORDINATE_BYTES = 48;
    private static final int COMPRESSED = 0x80;
    private static final int LARGER_Y = 0x20;

    /// (p − 1) / 2 for the field of BLS12-381: y is the larger root if it is above.
    private static final BigInteger HALF = new BigInteger(
                    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
                    16)
            .shiftRight(1);

    private UncompressedKeys() {}

    static MinPk.PublicKey parse(MinPk scheme, Bytes uncompressed) {
        if (uncompressed.size() != 2 * COORDINATE_BYTES) {
            throw new DataException.Corrupt("BLS key: expected 96 bytes, got " + uncompressed.size());
        }
        byte[] x = uncompressed.slice(0, COORDINATE_BYTES).toByteArray();
        BigInteger y = new BigInteger(
                1, uncompressed.slice(COORDINATE_BYTES, 2 * COORDINATE_BYTES).toByteArray());
        if ((x[0] & 0xE0) != 0) {
            throw new DataException.Corrupt("BLS key: flags in the uncompressed form; expected none");
        }
        x[0] |= (byte) (COMPRESSED | (y.compareTo(HALF) > 0 ? LARGER_Y : 0));
        return scheme.publicKey(Bytes.copyOf(x));
    }
}

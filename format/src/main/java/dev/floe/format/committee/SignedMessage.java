package dev.floe.format.committee;

import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;

/// A message with the signature of one node. Nothing is known about either until [#isSignedBy].
///
/// BCS: ULEB128 length ‖ message ‖ 96 bytes of signature, without a length.
///
/// @param message the bytes that were signed; usually a [StorageMessage]
/// @param signature 96 bytes
public record SignedMessage(Bytes message, Bytes signature) implements Bcs {

    /// Longer messages are refused; the longest kind has 111 bytes.
    public static final int MAX_MESSAGE_BYTES = 1024;

    public SignedMessage {
        if (message.size() > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + message.size() + " bytes; at most " + MAX_MESSAGE_BYTES);
        }
        if (signature.size() != MinPk.Signature.SIZE_BYTES) {
            throw new IllegalArgumentException("signature: expected 96 bytes, got " + signature.size());
        }
    }

    /// Signs `message`.
    public static SignedMessage sign(MinPk scheme, SecretKey key, StorageMessage message) {
        Bytes bytes = message.toBcs();
        return new SignedMessage(bytes, scheme.sign(key, bytes).toBytes());
    }

    /// Whether `key` signed exactly these bytes.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if the signature is not even a point of the group
    public boolean isSignedBy(MinPk scheme, MinPk.PublicKey key) {
        return scheme.verify(key, message, scheme.signature(signature));
    }

    /// Reads a signed message.
    public static SignedMessage read(BcsReader in) {
        return new SignedMessage(in.byteString(MAX_MESSAGE_BYTES), in.fixedBytes(MinPk.Signature.SIZE_BYTES));
    }

    @Override
    public void write(BcsWriter out) {
        out.bytes(message).fixed(signature);
    }
}

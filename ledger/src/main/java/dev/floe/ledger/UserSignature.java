package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import java.util.Base64;

/// A signature as a ledger takes it: it names its signer. Text form: Base64.
public sealed interface UserSignature permits SimpleSignature, MultisigSignature {

    /// Most bytes that are read.
    int MAX_BYTES = 16 * 1024;

    /// Parses a serialized signature: flag, then what the flag asks for.
    ///
    /// @throws DataException.Corrupt if `serialized` is anything else, or a kind that is not supported (zkLogin,
    /// passkey)
    static UserSignature parse(Bytes serialized) {
        if (serialized.size() == 0 || serialized.size() > MAX_BYTES) {
            throw new DataException.Corrupt(
                    "signature: expected 1 to " + MAX_BYTES + " bytes, got " + serialized.size());
        }
        int flag = serialized.get(0) & 0xFF;
        return switch (flag) {
            case 0, 1, 2 -> SimpleSignature.parseSimple(serialized);
            case MultisigPublicKey.FLAG -> MultisigSignature.parseMultisig(serialized);
            default ->
                throw new DataException.Corrupt("signature: flag " + flag
                        + " is not supported; expected Ed25519, Secp256k1, Secp256r1 or multisig");
        };
    }

    /// Parses Base64 of a serialized signature.
    ///
    /// @throws DataException.Corrupt if `text` is anything else
    static UserSignature parseBase64(String text) {
        try {
            return parse(Bytes.copyOf(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("signature: not Base64", e);
        }
    }

    /// The serialized signature.
    Bytes toBytes();

    /// The address whose signature this claims to be.
    Address signer();

    /// Whether it really is that address's signature over a signing digest.
    boolean verifies(Digest signingDigest);

    /// Base64 of the serialized signature.
    default String toBase64() {
        return Base64.getEncoder().encodeToString(toBytes().toByteArray());
    }
}

package dev.floe.ledger;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;

/// A message that a key signs outside of any transaction, such as a login or a session key's request.
public final class PersonalMessage {

    private PersonalMessage() {}

    /// The digest to sign: the message in BCS as `vector<u8>`, under the intent for personal messages.
    public static Digest signingDigest(Bytes message) {
        return Intent.PERSONAL_MESSAGE.signingDigest(
                new BcsWriter().bytes(message).toByteArray());
    }

    /// Whether `signature` is by `signer` over `message`.
    public static boolean verifies(Bytes message, UserSignature signature, Address signer) {
        return signature.signer().equals(signer) && signature.verifies(signingDigest(message));
    }
}

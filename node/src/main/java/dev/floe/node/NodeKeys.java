package dev.floe.node;

import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.ledger.Address;

/// Who a node is: its object on the ledger, and the key it signs with.
///
/// @param nodeId the node's pool object
/// @param secret signs confirmations; stays the caller's to close
/// @param scheme how signatures are made
public record NodeKeys(Address nodeId, SecretKey secret, MinPk scheme) {

    /// The identity with the scheme of Walrus.
    public static NodeKeys of(Address nodeId, SecretKey secret) {
        return new NodeKeys(nodeId, secret, MinPk.walrus());
    }

    /// The key others verify with.
    public MinPk.PublicKey publicKey() {
        return scheme.publicKey(secret);
    }

    SignedMessage sign(StorageMessage message) {
        return SignedMessage.sign(scheme, secret, message);
    }
}

package dev.floe.node;

import dev.floe.format.Bytes;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.StorageNodeInfo;

/// Asks peers to look at a challenged node. Safe for concurrent use.
@FunctionalInterface
public interface ChallengePeers {

    /// The signature of `peer` that `node` showed all samples of `seed`; not verified.
    ///
    /// @throws dev.floe.storage.walrus.NodeRefusedException if the peer is not satisfied
    /// @throws dev.floe.format.DataException.Unavailable if it is not reached
    SignedMessage attest(StorageNodeInfo peer, Address node, Bytes seed, Deadline deadline) throws InterruptedException;
}

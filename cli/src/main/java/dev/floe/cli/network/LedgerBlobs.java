package dev.floe.cli.network;

import dev.floe.ledger.Address;
import dev.floe.node.net.BlobObjects;
import dev.floe.storage.walrus.BlobObject;
import dev.floe.storage.walrus.WalrusSystem;

/// Blob objects of a network's ledger, for its gateway.
record LedgerBlobs(WalrusSystem system) implements BlobObjects {

    @Override
    public BlobObjectView find(Address id) {
        BlobObject blob = system.blob(id);
        return new BlobObjectView(
                blob.id(),
                blob.blobId(),
                blob.sizeBytes(),
                blob.registeredEpoch(),
                blob.certifiedEpoch(),
                blob.isDeletable(),
                blob.storage().id(),
                blob.storage().startEpoch(),
                blob.storage().endEpoch(),
                blob.storage().sizeBytes(),
                system.attributes(id));
    }
}

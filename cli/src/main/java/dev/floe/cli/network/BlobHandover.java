package dev.floe.cli.network;

import dev.floe.ledger.Address;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.node.net.Gateway;
import dev.floe.storage.walrus.WalrusSystem;
import java.util.List;

/// Gives blob objects of a wallet away.
record BlobHandover(WalrusSystem system, Wallet wallet) implements Gateway.Handover {

    @Override
    public void send(Address object, Address owner) {
        Transaction tx = new Transaction();
        tx.transferObjects(List.of(tx.object(object)), tx.address(owner));
        wallet.execute(tx);
    }

    @Override
    public Address share(Address object) {
        Transaction tx = new Transaction();
        tx.call(system.calls().packageId() + "::shared_blob::new", List.of(), tx.object(object));
        return wallet.execute(tx)
                .created(system.ledger(), StructTag.of(system.blobType().address(), "shared_blob", "SharedBlob"))
                .id();
    }
}

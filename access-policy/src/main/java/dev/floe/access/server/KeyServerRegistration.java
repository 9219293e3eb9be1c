package dev.floe.access.server;

import dev.floe.format.bls.G2;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.contracts.Contracts;
import java.util.List;
import java.util.Map;

/// Puts key servers on the ledger.
public final class KeyServerRegistration {

    private KeyServerRegistration() {}

    /// Publishes the Seal package; returns its id.
    public static Address publish(Wallet wallet) {
        CompiledPackage compiled = Contracts.load(Contracts.SEAL, Map.of());
        Transaction tx = new Transaction();
        tx.transferObjects(
                List.of(tx.publish(compiled.modules(), compiled.dependencies())), tx.address(wallet.address()));
        ExecutedTransaction executed = wallet.execute(tx);
        List<Address> created = executed.effects().changed().stream()
                .filter(ObjectChange::isCreated)
                .map(ObjectChange::id)
                .toList();
        return wallet.ledger().objects(created).values().stream()
                .filter(object -> object.data() instanceof MovePackage)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("publishing created no package"))
                .id();
    }

    /// Makes the on-chain object of a key server, owned by the wallet; returns its id.
    ///
    /// @param url where it answers
    public static Address register(Wallet wallet, Address sealPackage, String name, String url, G2 publicKey) {
        Transaction tx = new Transaction();
        tx.call(
                sealPackage + "::key_server::create_and_transfer_v2_independent_server",
                List.of(),
                tx.string(name),
                tx.string(url),
                tx.u8(0),
                tx.bytes(publicKey.compressed()));
        return wallet.execute(tx)
                .created(wallet.ledger(), StructTag.of(sealPackage, "key_server", "KeyServer"))
                .id();
    }
}

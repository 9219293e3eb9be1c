package dev.floe.storage.walrus;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.PublishOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The account of a [Wallet] in a [WalrusSystem]. Safe for concurrent use; what changes the ledger happens one
/// after another, because it is paid from the same coins.
public final class WalrusAccount implements StorageAccount {

    private final WalrusSystem system;
    private final Wallet wallet;
    /// Guards what the wallet owns: between looking for it and having used it.
    private final ReentrantLock spending = new ReentrantLock();

    /// The account of `wallet`, which stays the caller's.
    public WalrusAccount(WalrusSystem system, Wallet wallet) {
        this.system = system;
        this.wallet = wallet;
    }

    /// Who pays and owns.
    public Address address() {
        return wallet.address();
    }

    @Override
    public Optional<BlobObject> find(BlobId blob, PublishOptions options) {
        long end = endEpoch(system.state(), options);
        return system.blobsOf(wallet.address(), blob).stream()
                .filter(object -> object.isDeletable() == options.deletable()
                        && object.certifiedEpoch().isPresent()
                        && object.storage().endEpoch() >= end)
                .findFirst();
    }

    @Override
    public Registration register(BlobMetadataWithId blob, PublishOptions options) {
        spending.lock();
        try {
            SystemState state = system.state();
            long end = endEpoch(state, options);
            Optional<BlobObject> owned = system.blobsOf(wallet.address(), blob.id()).stream()
                    .filter(object -> object.isDeletable() == options.deletable()
                            && object.storage().endEpoch() > state.epoch()
                            && (object.storage().endEpoch() >= end
                                    || object.certifiedEpoch().isPresent()))
                    .max(Comparator.comparing((BlobObject object) ->
                                    object.certifiedEpoch().isPresent())
                            .thenComparing(object -> object.storage().endEpoch()));
            if (owned.isEmpty()) {
                return registerNew(state, blob, options, end);
            }
            BlobObject object = owned.get();
            return object.storage().endEpoch() >= end
                    ? new Registration(object, 0)
                    : extend(
                            state,
                            object,
                            Math.toIntExact(end - object.storage().endEpoch()));
        } finally {
            spending.unlock();
        }
    }

    private static long endEpoch(SystemState state, PublishOptions options) {
        if (options.epochs() > state.maxEpochsAhead()) {
            throw new IllegalArgumentException("epochs: this network sells storage for at most "
                    + state.maxEpochsAhead() + " epochs ahead, asked for " + options.epochs());
        }
        return state.epoch() + options.epochs();
    }

    private Registration registerNew(SystemState state, BlobMetadataWithId blob, PublishOptions options, long end) {
        long encoded = blob.metadata().shards().encodedSize(blob.metadata().blobSize());
        SystemState.Price price = state.price(encoded, options.epochs());
        Optional<StorageResource> owned = system.storageOf(wallet.address()).stream()
                .filter(storage -> storage.startEpoch() <= state.epoch()
                        && storage.endEpoch() >= end
                        && storage.sizeBytes() >= encoded)
                .min(Comparator.comparing(StorageResource::sizeBytes).thenComparing(StorageResource::endEpoch));
        long cost = owned.isPresent() ? price.write() : price.total();

        WalrusCalls calls = system.calls();
        Transaction tx = new Transaction();
        Argument wal = payment(tx, calls, cost);
        List<Argument> keep = new ArrayList<>();
        Argument storage = owned.isPresent()
                ? cut(tx, calls, owned.get(), encoded, end, keep)
                : calls.reserveSpace(tx, encoded, options.epochs(), wal);
        Argument object = calls.registerBlob(tx, storage, blob, options.deletable(), wal);
        if (!options.attributes().isEmpty()) {
            calls.addAttributes(tx, object, options.attributes());
        }
        keep.add(object);
        if (cost == 0) {
            keep.add(wal);
        }
        tx.transferObjects(keep, tx.address(wallet.address()));
        ExecutedTransaction executed = wallet.execute(tx);
        Address id = executed.created(system.ledger(), system.blobType()).id();
        return new Registration(system.blob(id), cost);
    }

    /// The coin that pays; a coin of nothing when nothing is to be paid.
    private Argument payment(Transaction tx, WalrusCalls calls, long cost) {
        return cost == 0
                ? tx.call("0x2::coin::zero", List.of(system.walType()))
                : calls.merged(tx, system.walFor(wallet.address(), cost));
    }

    /// The part of owned storage that a blob needs; what is left over goes to `rest`.
    private static Argument cut(
            Transaction tx, WalrusCalls calls, StorageResource owned, long bytes, long end, List<Argument> rest) {
        Argument storage = tx.object(owned.id());
        if (owned.sizeBytes() > bytes) {
            rest.add(calls.splitBySize(tx, storage, bytes));
        }
        if (owned.endEpoch() > end) {
            rest.add(calls.splitByEpoch(tx, storage, end));
        }
        return storage;
    }

    private Registration extend(SystemState state, BlobObject object, int epochs) {
        long cost = state.price(object.storage().sizeBytes(), epochs).storage();
        WalrusCalls calls = system.calls();
        Transaction tx = new Transaction();
        Argument wal = payment(tx, calls, cost);
        calls.extendBlob(tx, tx.object(object.id()), epochs, wal);
        if (cost == 0) {
            tx.transferObjects(List.of(wal), tx.address(wallet.address()));
        }
        wallet.execute(tx);
        return new Registration(system.blob(object.id()), cost);
    }

    @Override
    public BlobObject certify(Address blobObject, Certificate certificate, int members) {
        BlobObject before = system.blob(blobObject);
        if (before.certifiedEpoch().isPresent()) {
            return before;
        }
        Transaction tx = new Transaction();
        system.calls().certifyBlob(tx, tx.object(blobObject), certificate, members);
        wallet.execute(tx);
        return system.blob(blobObject);
    }

    /// Extends a blob object of the wallet by `epochs`; returns it with what was paid.
    ///
    /// @throws IllegalStateException if it is not certified, has ended, or there is not enough to pay
    public Registration extend(Address blobObject, int epochs) {
        spending.lock();
        try {
            return extend(system.state(), system.blob(blobObject), epochs);
        } finally {
            spending.unlock();
        }
    }

    /// Deletes a deletable blob object; its storage comes back to the wallet.
    ///
    /// @throws IllegalStateException if it is permanent or has ended
    public void delete(Address blobObject) {
        WalrusCalls calls = system.calls();
        Transaction tx = new Transaction();
        Argument storage = calls.deleteBlob(tx, tx.object(blobObject));
        tx.transferObjects(List.of(storage), tx.address(wallet.address()));
        wallet.execute(tx);
    }
}

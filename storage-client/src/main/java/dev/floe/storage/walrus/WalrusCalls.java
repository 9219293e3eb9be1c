package dev.floe.storage.walrus;

import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Transaction;
import java.util.List;
import java.util.Map;

/// Adds calls of the storage contract to transactions. Amounts of money are coins passed by reference: the contract
/// takes from them what things cost, the rest stays.
///
/// @param packageId the package whose functions are called
/// @param systemId the `System` object
public record WalrusCalls(Address packageId, Address systemId) {

    private static final int RS2 = 1;

    /// One coin with the money of all `coins`.
    public Argument merged(Transaction tx, List<Coin> coins) {
        Argument first = tx.object(coins.getFirst().ref().id());
        if (coins.size() > 1) {
            tx.mergeCoins(
                    first,
                    coins.stream()
                            .skip(1)
                            .map(coin -> tx.object(coin.ref().id()))
                            .toArray(Argument[]::new));
        }
        return first;
    }

    /// Buys storage from now on; yields the resource.
    public Argument.Result reserveSpace(Transaction tx, long encodedBytes, int epochs, Argument wal) {
        return call(tx, "system::reserve_space", system(tx), tx.u64(encodedBytes), u32(tx, epochs), wal);
    }

    /// Registers a blob; takes the storage, yields the blob object.
    public Argument.Result registerBlob(
            Transaction tx, Argument storage, BlobMetadataWithId blob, boolean deletable, Argument wal) {
        return call(
                tx,
                "system::register_blob",
                system(tx),
                storage,
                tx.pure(blob.id().value().bytes()),
                tx.pure(blob.metadata().rootHash().bytes()),
                tx.u64(blob.metadata().blobSize()),
                tx.u8(RS2),
                tx.bool(deletable),
                wal);
    }

    /// Certifies a blob.
    ///
    /// @param members how many members the committee has
    public void certifyBlob(Transaction tx, Argument blob, Certificate certificate, int members) {
        call(
                tx,
                "system::certify_blob",
                system(tx),
                blob,
                tx.bytes(certificate.signature()),
                tx.bytes(certificate.signerBitmap(members)),
                tx.bytes(certificate.message()));
    }

    /// Extends a certified blob by `epochs`, paying for them.
    public void extendBlob(Transaction tx, Argument blob, int epochs, Argument wal) {
        call(tx, "system::extend_blob", system(tx), blob, u32(tx, epochs), wal);
    }

    /// Extends a certified blob by storage that begins where the blob's ends.
    public void extendBlobWithResource(Transaction tx, Argument blob, Argument storage) {
        call(tx, "system::extend_blob_with_resource", system(tx), blob, storage);
    }

    /// Deletes a deletable blob; yields its storage.
    public Argument.Result deleteBlob(Transaction tx, Argument blob) {
        return call(tx, "system::delete_blob", system(tx), blob);
    }

    /// Destroys a blob object and its storage; the blob stays until its end.
    public void burnBlob(Transaction tx, Argument blob) {
        call(tx, "blob::burn", blob);
    }

    /// Makes a blob object common property that anyone may fund and extend.
    public void shareBlob(Transaction tx, Argument blob) {
        call(tx, "shared_blob::new", blob);
    }

    /// Cuts storage in time: it keeps what is before `epoch`, the rest is yielded.
    public Argument.Result splitByEpoch(Transaction tx, Argument storage, long epoch) {
        return call(tx, "storage_resource::split_by_epoch", storage, u32(tx, epoch));
    }

    /// Cuts storage in size: it keeps `bytes`, the rest is yielded.
    public Argument.Result splitBySize(Transaction tx, Argument storage, long bytes) {
        return call(tx, "storage_resource::split_by_size", storage, tx.u64(bytes));
    }

    /// Joins storage of the same size and adjacent times, or of the same time, into `first`.
    public void fuse(Transaction tx, Argument first, Argument second) {
        call(tx, "storage_resource::fuse", first, second);
    }

    /// Gives a new blob object its attributes.
    public void addAttributes(Transaction tx, Argument blob, Map<String, String> attributes) {
        Argument metadata = call(tx, "metadata::new");
        call(tx, "blob::add_metadata", blob, metadata);
        attributes.forEach((key, value) -> putAttribute(tx, blob, key, value));
    }

    /// Sets an attribute; the first one too.
    public void putAttribute(Transaction tx, Argument blob, String key, String value) {
        call(tx, "blob::insert_or_update_metadata_pair", blob, tx.string(key), tx.string(value));
    }

    /// Removes an attribute, which must be there.
    public void removeAttribute(Transaction tx, Argument blob, String key) {
        call(tx, "blob::remove_metadata_pair", blob, tx.string(key));
    }

    /// Tells the ledger that a blob is encoded inconsistently.
    ///
    /// @param certificate signed by nodes with more than a third of the storage shards
    public void invalidateBlob(Transaction tx, Certificate certificate, int members) {
        call(
                tx,
                "system::invalidate_blob_id",
                system(tx),
                tx.bytes(certificate.signature()),
                tx.bytes(certificate.signerBitmap(members)),
                tx.bytes(certificate.message()));
    }

    private Argument system(Transaction tx) {
        return tx.object(systemId);
    }

    private Argument.Result call(Transaction tx, String function, Argument... arguments) {
        return tx.call(packageId + "::" + function, List.of(), arguments);
    }

    private static Argument u32(Transaction tx, long value) {
        return tx.pure(Pure.u32(value));
    }
}

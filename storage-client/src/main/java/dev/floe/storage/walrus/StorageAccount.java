package dev.floe.storage.walrus;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.storage.PublishOptions;
import java.util.Optional;

/// What writing needs of the ledger, for one payer. Everything the payer owns is looked up there, so a writer that
/// has crashed finds what it had paid for.
public interface StorageAccount {

    /// A blob object of the payer that stores the blob as `options` say, certified or not: one that is there, else
    /// a new one, for which storage that the payer owns is used before any is bought.
    ///
    /// When an outcome on the ledger is unknown, calling again finds out before it pays: both attempts would spend
    /// the same coin, so that at most one of them can happen.
    ///
    /// @throws IllegalStateException if there is not enough to pay
    Registration register(BlobMetadataWithId blob, PublishOptions options);

    /// Certifies a blob object; does nothing if it is certified.
    ///
    /// @param members how many members the committee that signed has
    /// @throws IllegalStateException if the ledger refuses the certificate, as after an epoch change
    BlobObject certify(Address blobObject, Certificate certificate, int members);

    /// A certified object of the payer that stores the blob long enough already, found without its content.
    Optional<BlobObject> find(BlobId blob, PublishOptions options);

    /// A blob object with what was paid now.
    ///
    /// @param object the blob object
    /// @param paidFrost what this call paid, 0 if the object was there
    record Registration(BlobObject object, long paidFrost) {}
}

package dev.floe.storage.walrus;

import dev.floe.format.BcsReader;
import dev.floe.format.BlobId;
import dev.floe.format.Digest;
import dev.floe.format.committee.Persistence;
import dev.floe.ledger.Address;
import java.util.OptionalLong;

/// A blob object: the right of its owner to have a blob stored.
///
/// BCS, as the contract has it: id ‖ u32 registered ‖ u256 blob id ‖ u64 size ‖ u8 encoding ‖ option u32 certified
/// ‖ storage ‖ bool deletable.
///
/// @param id the object
/// @param registeredEpoch when it was registered
/// @param blobId what it stores
/// @param sizeBytes length of the blob
/// @param encodingType 1 is RS2
/// @param certifiedEpoch when a quorum of nodes confirmed it; none before
/// @param storage for how long and how much is paid
/// @param isDeletable whether its owner may delete it before that ends
public record BlobObject(
        Address id,
        long registeredEpoch,
        BlobId blobId,
        long sizeBytes,
        int encodingType,
        OptionalLong certifiedEpoch,
        StorageResource storage,
        boolean isDeletable) {

    /// What storage nodes sign when they confirm it.
    public Persistence persistence() {
        return isDeletable ? new Persistence.Deletable(new Digest(id.bytes())) : Persistence.PERMANENT;
    }

    static BlobObject read(BcsReader in) {
        Address id = Address.read(in);
        long registered = in.u32();
        BlobId blobId = BlobId.read(in);
        long size = in.u64();
        int encoding = in.u8();
        OptionalLong certified = in.option(BcsReader::u32).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        return new BlobObject(id, registered, blobId, size, encoding, certified, StorageResource.read(in), in.bool());
    }
}

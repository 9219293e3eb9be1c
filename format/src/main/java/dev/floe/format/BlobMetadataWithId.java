package dev.floe.format;

/// Metadata together with the id it is said to have. [#verified] makes sure of it.
///
/// @param id the blob's name
/// @param metadata what the blob consists of
public record BlobMetadataWithId(BlobId id, BlobMetadata metadata) implements Bcs {

    /// Metadata with the id it gives.
    public static BlobMetadataWithId of(BlobMetadata metadata) {
        return new BlobMetadataWithId(metadata.computeId(), metadata);
    }

    /// This, once id, metadata and network belong together.
    ///
    /// @param shards the network the blob is stored in
    /// @throws DataException.Corrupt if the metadata gives another id or is for another number of storage shards
    public BlobMetadataWithId verified(StorageShards shards) {
        int pairs = metadata.pairs().size();
        if (pairs != shards.count()) {
            throw new DataException.Corrupt("metadata of blob " + id + ": expected " + shards.count()
                    + " sliver pairs, got " + pairs + "; it is for another network");
        }
        return verified();
    }

    /// This, once the metadata is known to give the id.
    ///
    /// @throws DataException.Corrupt if it gives another
    public BlobMetadataWithId verified() {
        BlobId computed = metadata.computeId();
        if (!computed.equals(id)) {
            throw new DataException.Corrupt(
                    "metadata of blob " + id + " gives the id " + computed + "; drop it and ask another node");
        }
        return this;
    }

    /// Reads id and metadata; does not compare them, see [#verified].
    public static BlobMetadataWithId read(BcsReader in) {
        return new BlobMetadataWithId(BlobId.read(in), BlobMetadata.read(in));
    }

    @Override
    public void write(BcsWriter out) {
        id.write(out);
        metadata.write(out);
    }
}

package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;

/// A blob whose verified metadata is at hand, with the nodes to read it from.
record OpenedBlob(NodeCommittee committee, BlobMetadataWithId verified) {

    BlobId id() {
        return verified.id();
    }

    BlobMetadata metadata() {
        return verified.metadata();
    }

    StorageShards shards() {
        return committee.shards();
    }

    long sizeBytes() {
        return metadata().blobSize();
    }

    int symbolBytes() {
        return metadata().symbolSize();
    }

    /// Bytes of a primary sliver, which is a piece of the blob if its index is below Kp.
    int rowBytes() {
        return shards().sliverSize(Axis.PRIMARY, sizeBytes());
    }

    /// Bytes of a symbol with its proof, about.
    int provenSymbolBytes() {
        int height = 32 - Integer.numberOfLeadingZeros(shards().count() - 1);
        return symbolBytes() + 33 * height + 12;
    }

    /// The node that holds a sliver.
    int holder(Axis axis, int sliver) {
        return committee.memberOfPair(shards().pairOfSliver(sliver, axis), id());
    }

    StorageNodeInfo member(int index) {
        return committee.members().get(index);
    }
}

package dev.floe.storage.walrus;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import java.util.List;

/// What the `System` object holds.
///
/// @param packageId the package whose functions are called
/// @param epoch the current storage epoch
/// @param shardCount the number of storage shards
/// @param signers who signs in this epoch, in the order of signer bitmaps
/// @param totalCapacityBytes encoded bytes that may be reserved per epoch
/// @param usedCapacityBytes of these, reserved in this epoch
/// @param storagePrice FROST per MiB and epoch
/// @param writePrice FROST per MiB, once
/// @param future what is reserved and earned per epoch; its length bounds how far ahead space can be reserved
public record SystemState(
        Address packageId,
        long epoch,
        int shardCount,
        List<Signer> signers,
        long totalCapacityBytes,
        long usedCapacityBytes,
        long storagePrice,
        long writePrice,
        List<FutureEpoch> future) {

    /// Storage is paid by the MiB of encoded size, begun ones counting whole.
    public static final long UNIT_BYTES = 1 << 20;

    private static final int MAX_MEMBERS = 3000;
    private static final int MAX_EPOCHS = 1000;
    private static final int UNCOMPRESSED_KEY_BYTES = 96;
    private static final int COMPRESSED_KEY_BYTES = 48;

    public SystemState {
        signers = List.copyOf(signers);
        future = List.copyOf(future);
    }

    /// A node that signs.
    ///
    /// @param nodeId its pool
    /// @param weight its storage shards
    /// @param uncompressedKey its BLS key, 96 bytes
    public record Signer(Address nodeId, int weight, Bytes uncompressedKey) {}

    /// What the contract knows about an epoch.
    ///
    /// @param epoch which
    /// @param usedCapacityBytes reserved for it
    /// @param rewardsFrost to be paid to nodes for it
    public record FutureEpoch(long epoch, long usedCapacityBytes, long rewardsFrost) {}

    /// For how many epochs ahead, the current one counted, space can be reserved.
    public int maxEpochsAhead() {
        return future.size();
    }

    /// What storing `encodedBytes` costs, in FROST.
    ///
    /// @throws ArithmeticException if no u64 holds it; the contract aborts then too
    public Price price(long encodedBytes, int epochs) {
        long units = Math.ceilDiv(encodedBytes, UNIT_BYTES);
        return new Price(
                Math.multiplyExact(Math.multiplyExact(units, storagePrice), (long) epochs),
                Math.multiplyExact(units, writePrice));
    }

    /// A price in FROST.
    ///
    /// @param storage for space over time
    /// @param write for one registration
    public record Price(long storage, long write) {
        /// Both.
        public long total() {
            return Math.addExact(storage, write);
        }
    }

    static SystemState read(Address packageId, BcsReader in) {
        List<Signer> signers = in.vector(MAX_MEMBERS, from -> {
            Bytes key = from.byteString(UNCOMPRESSED_KEY_BYTES);
            int weight = from.u16();
            return new Signer(Address.read(from), weight, key);
        });
        int shards = in.u16();
        long epoch = in.u32();
        in.byteString(COMPRESSED_KEY_BYTES);
        long total = in.u64();
        long used = in.u64();
        long storagePrice = in.u64();
        long writePrice = in.u64();
        in.u32();
        in.u32();
        List<FutureEpoch> future = in.vector(MAX_EPOCHS, from -> new FutureEpoch(from.u32(), from.u64(), from.u64()));
        return new SystemState(packageId, epoch, shards, signers, total, used, storagePrice, writePrice, future);
    }
}

package dev.floe.storage.walrus;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;

/// The part of a staking pool object that says how a storage node is reached and what it votes for.
///
/// @param nodeId the pool's id, by which the node is known
/// @param storagePriceVote FROST per MiB and epoch
/// @param writePriceVote FROST per MiB
/// @param capacityVote bytes the node offers
/// @param name what its operator calls it
/// @param networkAddress `host:port`
/// @param uncompressedKey its BLS key now, 96 bytes
/// @param networkPublicKey its TLS key, 33 bytes
public record NodePool(
        Address nodeId,
        long storagePriceVote,
        long writePriceVote,
        long capacityVote,
        String name,
        String networkAddress,
        Bytes uncompressedKey,
        Bytes networkPublicKey) {

    private static final int MAX_NAME_BYTES = 100;
    private static final int MAX_ADDRESS_BYTES = 259;
    private static final int UNCOMPRESSED_KEY_BYTES = 96;
    private static final int NETWORK_KEY_BYTES = 33;

    static NodePool read(BcsReader in) {
        Address id = Address.read(in);
        if (in.tag(3) == 1) {
            in.u32(); // the epoch of withdrawal
        }
        long storagePrice = in.u64();
        long writePrice = in.u64();
        long capacity = in.u64();
        String name = in.string(MAX_NAME_BYTES);
        Address.read(in);
        String address = in.string(MAX_ADDRESS_BYTES);
        Bytes key = in.byteString(UNCOMPRESSED_KEY_BYTES);
        in.option(from -> from.byteString(UNCOMPRESSED_KEY_BYTES));
        Bytes networkKey = in.byteString(NETWORK_KEY_BYTES);
        return new NodePool(id, storagePrice, writePrice, capacity, name, address, key, networkKey);
    }
}

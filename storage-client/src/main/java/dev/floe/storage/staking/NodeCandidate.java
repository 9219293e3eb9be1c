package dev.floe.storage.staking;

import dev.floe.format.Bytes;

/// What a node is registered with.
///
/// @param name                  1 to 100 bytes of UTF-8
/// @param networkAddress        `host:port` of its REST API, at most 259 bytes
/// @param publicKey             BLS key, 48 bytes
/// @param networkPublicKey      TLS key, 33 bytes, a compressed point of secp256r1
/// @param proofOfPossession     96 bytes; for the current epoch and the address that registers
/// @param commissionBasisPoints its share of the rewards, 0 to 10,000
/// @param votes                 what it votes for at first
public record NodeCandidate(
        String name,
        String networkAddress,
        Bytes publicKey,
        Bytes networkPublicKey,
        Bytes proofOfPossession,
        int commissionBasisPoints,
        Votes votes) {

    /// What a node votes for.
    ///
    /// @param storagePrice FROST per MiB of encoded size and epoch
    /// @param writePrice   FROST per MiB of encoded size
    /// @param nodeCapacity bytes that it can store
    public record Votes(long storagePrice, long writePrice, long nodeCapacity) {}
}

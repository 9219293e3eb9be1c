package dev.floe.storage.walrus;

import dev.floe.ledger.Address;

/// The two objects that name a Walrus network on a ledger.
///
/// @param system the `System` object: prices, capacity, certificates
/// @param staking the `Staking` object: committees and pools
public record WalrusIds(Address system, Address staking) {

    /// The main network.
    public static final WalrusIds MAINNET = new WalrusIds(
            Address.parse("0x2134d52768ea07e8c43570ef975eb3e4c27a39fa6396bef985b5abc58d03ddd2"),
            Address.parse("0x10b9d30c28448939ce6c4d6c6e0ffce4a7f8a4ada8248bdad09ef8b70e4a3904"));
}

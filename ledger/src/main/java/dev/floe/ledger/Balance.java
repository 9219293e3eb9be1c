package dev.floe.ledger;

/// How much an address owns of one coin, in the smallest unit; both unsigned.
///
/// @param coinType       the type of money
/// @param coins          in coin objects
/// @param addressBalance in the address balance; 0 on the embedded ledger
public record Balance(TypeTag coinType, long coins, long addressBalance) {

    /// Both together.
    public long total() {
        return coins + addressBalance;
    }
}

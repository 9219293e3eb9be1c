package dev.floe.ledger;

/// A coin object.
///
/// @param ref      id, version and digest
/// @param coinType the type of money, such as `0x2::sui::SUI`
/// @param balance  how much, in the smallest unit, unsigned
public record Coin(ObjectRef ref, TypeTag coinType, long balance) {

    /// The coin that `object` is.
    ///
    /// @throws IllegalArgumentException if it is not a coin
    public static Coin of(SuiObject object) {
        MoveObject move = object.move();
        long balance = move.coinBalance()
                .orElseThrow(() -> new IllegalArgumentException(
                        "object " + object.id() + ": expected a coin, got " + move.type()));
        return new Coin(object.ref(), move.type().typeParams().getFirst(), balance);
    }
}

package dev.floe.ledger;

import dev.floe.format.Bytes;

/// A Move value.
///
/// @param type its type
/// @param bcs  its BCS
public record TypedValue(TypeTag type, Bytes bcs) {}

/// Sui as a client sees it: addresses, types, objects, transactions, effects, keys, and the [Ledger] that runs
/// them.
@NullMarked
package dev.floe.ledger;

import org.jspecify.annotations.NullMarked;

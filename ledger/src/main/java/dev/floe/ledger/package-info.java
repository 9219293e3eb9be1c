/// Sui as a client sees it: addresses, types, objects, transactions, effects, keys.
@NullMarked
package dev.floe.ledger;

import org.jspecify.annotations.NullMarked;

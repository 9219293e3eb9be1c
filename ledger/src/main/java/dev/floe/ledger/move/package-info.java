/// A Move virtual machine: bytecode of version 6 and 7, linked packages, metered execution. It knows values and
/// code; objects, ownership and transactions are the business of the [MoveHost] that uses it.
@NullMarked
package dev.floe.ledger.move;

import org.jspecify.annotations.NullMarked;

/// Execution of transactions on the embedded ledger: checks, commands, objects, gas, effects.
@NullMarked
package dev.floe.ledger.internal.exec;

import org.jspecify.annotations.NullMarked;

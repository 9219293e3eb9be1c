/// Inside of the Move virtual machine: reading, linking, verifying and interpreting bytecode, and the natives.
@NullMarked
package dev.floe.ledger.internal.move;

import org.jspecify.annotations.NullMarked;

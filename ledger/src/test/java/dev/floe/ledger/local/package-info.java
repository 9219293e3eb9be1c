/// Tests of the embedded ledger as a whole.
@NullMarked
package dev.floe.ledger.local;

import org.jspecify.annotations.NullMarked;

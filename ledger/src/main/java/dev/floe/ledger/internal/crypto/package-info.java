/// Signatures and key derivation.
@NullMarked
package dev.floe.ledger.internal.crypto;

import org.jspecify.annotations.NullMarked;

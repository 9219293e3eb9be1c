/// The embedded ledger's durable state: one append-only log, signed checkpoints, indexes that can be rebuilt.
@NullMarked
package dev.floe.ledger.internal.store;

import org.jspecify.annotations.NullMarked;

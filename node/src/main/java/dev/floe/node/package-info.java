/// A storage node without its network edge: keeps slivers durably, answers for them, follows the ledger, heals and
/// scrubs what it holds, and moves storage shards at epoch changes.
@NullMarked
package dev.floe.node;

import org.jspecify.annotations.NullMarked;

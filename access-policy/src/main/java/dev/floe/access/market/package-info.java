/// Policies, offers and leases of the Move package `floe`: read from the ledger, changed by transactions, and
/// presented to key servers. The rules themselves are Move (`contracts/floe`, ADR 0014); nothing here decides.
@NullMarked
package dev.floe.access.market;

import org.jspecify.annotations.NullMarked;

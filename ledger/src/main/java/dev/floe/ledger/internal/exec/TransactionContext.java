package dev.floe.ledger.internal.exec;

import dev.floe.ledger.Address;
import dev.floe.ledger.TransactionDigest;
import java.util.Optional;

/// What code may know about the transaction around it.
///
/// @param digest           its digest
/// @param sender           who sent it
/// @param sponsor          who pays, if another
/// @param epoch            the epoch
/// @param epochStartMillis when the epoch began
/// @param gasPrice         MIST per unit of gas
/// @param gasBudget        the most that is paid
/// @param lamport          the version of all objects it writes
record TransactionContext(
        TransactionDigest digest,
        Address sender,
        Optional<Address> sponsor,
        long epoch,
        long epochStartMillis,
        long gasPrice,
        long gasBudget,
        long lamport) {}

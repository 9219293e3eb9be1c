package dev.floe.ledger.internal.exec;

import dev.floe.ledger.Address;
import dev.floe.ledger.Event;
import dev.floe.ledger.Simulation.CommandResult;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.internal.store.LiveObject;
import java.util.List;

/// What the execution of a transaction gave.
///
/// @param effects effects
/// @param events  what its calls emitted; none if it failed
/// @param written objects created or changed, sorted by id
/// @param removed ids of objects deleted or wrapped
/// @param results what each command yielded, if asked for
record Outcome(
        TransactionEffects effects,
        List<Event> events,
        List<LiveObject> written,
        List<Address> removed,
        List<CommandResult> results) {}

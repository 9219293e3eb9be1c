package dev.floe.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a transaction would do.
///
/// @param effects what it would do; digests and the gas coin may differ from a later execution
/// @param events  what it would emit
/// @param results what each command yields; of a failed one, what those before the failure did
/// @param basis   the state it ran on, if the ledger told
public record Simulation(
        TransactionEffects effects, List<Event> events, List<CommandResult> results, Optional<Basis> basis) {

    public Simulation {
        events = List.copyOf(events);
        results = List.copyOf(results);
    }

    /// The newest checkpoint whose state a simulation saw: who decides by simulations, as a key server does, can
    /// tell how old the state was and write down which it was. Exact on [LocalLedger]; a full node tells the
    /// checkpoint that it had when it handled the call.
    ///
    /// @param checkpoint sequence number of the checkpoint
    /// @param time       the checkpoint's time; the clock object may show a later one
    public record Basis(long checkpoint, Instant time) {}

    /// What one command yields.
    ///
    /// @param returned its results
    /// @param mutated  arguments it changed through `&mut`
    public record CommandResult(List<TypedValue> returned, List<MutatedArgument> mutated) {
        public CommandResult {
            returned = List.copyOf(returned);
            mutated = List.copyOf(mutated);
        }
    }

    /// An argument after the command.
    ///
    /// @param argument which argument
    /// @param value    its value
    public record MutatedArgument(Argument argument, TypedValue value) {}

    /// This, if all commands ran.
    ///
    /// @throws TransactionFailedException if one failed
    public Simulation requireSuccess() {
        if (effects.status() instanceof ExecutionStatus.Failure failure) {
            throw new TransactionFailedException(effects.transaction(), failure);
        }
        return this;
    }
}

package dev.floe.ledger;

import java.util.List;

/// What a transaction would do.
///
/// @param effects what it would do; digests and the gas coin may differ from a later execution
/// @param events  what it would emit
/// @param results what each command yields
public record Simulation(TransactionEffects effects, List<Event> events, List<CommandResult> results) {

    public Simulation {
        events = List.copyOf(events);
        results = List.copyOf(results);
    }

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

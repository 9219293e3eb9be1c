package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.Optional;

/// How the execution of a transaction ended. BCS: 0 success, 1 failure.
public sealed interface ExecutionStatus {

    /// All commands ran; their effects hold.
    record Success() implements ExecutionStatus {}

    /// A command failed; only gas was charged and versions rose.
    ///
    /// @param error   why
    /// @param command which command, from 0, if one is to blame
    record Failure(ExecutionError error, Optional<Long> command) implements ExecutionStatus {}

    /// Whether all commands ran.
    default boolean isSuccess() {
        return this instanceof Success;
    }

    /// Reads an enum tag and what belongs to it.
    static ExecutionStatus read(BcsReader in) {
        return in.tag(2) == 0 ? new Success() : new Failure(ExecutionError.read(in), in.option(BcsReader::u64));
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        switch (this) {
            case Success _ -> out.uleb(0);
            case Failure failure -> {
                failure.error().write(out.uleb(1));
                out.option(failure.command(), BcsWriter::u64);
            }
        }
    }
}

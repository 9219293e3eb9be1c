package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// What a command takes. BCS: an enum in the order of the cases here; indexes are `u16`.
public sealed interface Argument {

    /// Highest index of an input, command or result.
    int MAX_INDEX = 0xFFFF;

    /// The coin that pays for the transaction.
    record GasCoin() implements Argument {}

    /// An input of the transaction.
    ///
    /// @param index which, from 0
    record Input(int index) implements Argument {
        public Input {
            checkIndex(index);
        }
    }

    /// The only result of an earlier command.
    ///
    /// @param command which command, from 0
    record Result(int command) implements Argument {
        public Result {
            checkIndex(command);
        }

        /// Its i-th result, when it yields several.
        public NestedResult nested(int i) {
            return new NestedResult(command, i);
        }
    }

    /// One of several results of an earlier command.
    ///
    /// @param command which command, from 0
    /// @param result  which of its results, from 0
    record NestedResult(int command, int result) implements Argument {
        public NestedResult {
            checkIndex(command);
            checkIndex(result);
        }
    }

    /// Reads an enum tag and the indexes.
    static Argument read(BcsReader in) {
        return switch (in.tag(4)) {
            case 0 -> new GasCoin();
            case 1 -> new Input(in.u16());
            case 2 -> new Result(in.u16());
            default -> new NestedResult(in.u16(), in.u16());
        };
    }

    /// Writes the enum tag and the indexes.
    default void write(BcsWriter out) {
        switch (this) {
            case GasCoin _ -> out.uleb(0);
            case Input input -> out.uleb(1).u16(input.index());
            case Result result -> out.uleb(2).u16(result.command());
            case NestedResult nested -> out.uleb(3).u16(nested.command()).u16(nested.result());
        }
    }

    private static void checkIndex(int index) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("argument: index " + index + " is not in 0 to " + MAX_INDEX);
        }
    }
}

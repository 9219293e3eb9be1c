package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// Why an argument of a command does not fit. BCS: the enum tag [#tag], then the indexes. On gRPC the kind is the
/// tag plus 1.
public sealed interface CommandArgumentError {

    /// A reason without further data.
    enum Plain implements CommandArgumentError {
        /// The value has another type.
        TYPE_MISMATCH(0),
        /// The pure bytes are not BCS of the type.
        INVALID_BCS_BYTES(1),
        /// Pure bytes where an object is needed.
        INVALID_USAGE_OF_PURE_ARG(2),
        /// A private entry function got what a non-entry function had touched.
        INVALID_ARGUMENT_TO_PRIVATE_ENTRY_FUNCTION(3),
        /// The gas coin by value where only by reference is allowed.
        INVALID_GAS_COIN_USAGE(7),
        /// The value was moved before, or is borrowed mutably.
        INVALID_VALUE_USAGE(8),
        /// This object cannot be taken by value.
        INVALID_OBJECT_BY_VALUE(9),
        /// This object cannot be changed.
        INVALID_OBJECT_BY_MUT_REF(10),
        /// A shared object was used as only an owned one may be.
        SHARED_OBJECT_OPERATION_NOT_ALLOWED(11),
        /// The number of arguments does not fit.
        INVALID_ARGUMENT_ARITY(12),
        /// An object without `store` was to be transferred.
        INVALID_TRANSFER_OBJECT(13),
        /// A vector of objects got something else.
        INVALID_MAKE_MOVE_VEC_NON_OBJECT_ARGUMENT(14),
        /// The argument has no value any more.
        ARGUMENT_WITHOUT_VALUE(15),
        /// The value is borrowed.
        CANNOT_MOVE_BORROWED_VALUE(16),
        /// The reference is extended.
        CANNOT_WRITE_TO_EXTENDED_REFERENCE(17),
        /// A reference where a value is needed.
        INVALID_REFERENCE_ARGUMENT(18),
        /// The transaction context cannot be used so.
        INVALID_TX_CONTEXT(19);

        private final int tag;

        Plain(int tag) {
            this.tag = tag;
        }

        @Override
        public int tag() {
            return tag;
        }
    }

    /// No such input or command.
    ///
    /// @param index the index asked for
    record IndexOutOfBounds(int index) implements CommandArgumentError {}

    /// No such result of the command.
    ///
    /// @param command the command
    /// @param result  the result asked for
    record SecondaryIndexOutOfBounds(int command, int result) implements CommandArgumentError {}

    /// `Result` of a command that yields not exactly one value.
    ///
    /// @param command the command
    record InvalidResultArity(int command) implements CommandArgumentError {}

    /// The enum tag in BCS.
    default int tag() {
        return switch (this) {
            case Plain plain -> plain.tag();
            case IndexOutOfBounds _ -> 4;
            case SecondaryIndexOutOfBounds _ -> 5;
            case InvalidResultArity _ -> 6;
        };
    }

    /// Reads an enum tag and the indexes.
    static CommandArgumentError read(BcsReader in) {
        int tag = in.tag(20);
        return switch (tag) {
            case 4 -> new IndexOutOfBounds(in.u16());
            case 5 -> new SecondaryIndexOutOfBounds(in.u16(), in.u16());
            case 6 -> new InvalidResultArity(in.u16());
            default -> ofTag(tag);
        };
    }

    /// Writes the enum tag and the indexes.
    default void write(BcsWriter out) {
        out.uleb(tag());
        switch (this) {
            case Plain _ -> {}
            case IndexOutOfBounds index -> out.u16(index.index());
            case SecondaryIndexOutOfBounds index -> out.u16(index.command()).u16(index.result());
            case InvalidResultArity arity -> out.u16(arity.command());
        }
    }

    private static Plain ofTag(int tag) {
        for (Plain plain : Plain.values()) {
            if (plain.tag() == tag) {
                return plain;
            }
        }
        throw new AssertionError("tag " + tag);
    }
}

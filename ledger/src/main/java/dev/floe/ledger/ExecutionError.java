package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.List;
import java.util.Optional;

/// Why a transaction's execution failed. BCS: the enum tag [#tag], then the fields in order.
/// Source: `@mysten/sui` 2.33.1 `src/bcs/effects.ts`. On gRPC the kind is the tag plus 1.
public sealed interface ExecutionError {

    /// A failure without further data.
    enum Plain implements ExecutionError {
        /// The budget does not suffice.
        INSUFFICIENT_GAS(0),
        /// The gas coin is not a coin of SUI owned by an address.
        INVALID_GAS_OBJECT(1),
        /// A bug of the ledger.
        INVARIANT_VIOLATION(2),
        /// Asked for something that is switched off.
        FEATURE_NOT_YET_SUPPORTED(3),
        /// A coin holds less than asked for.
        INSUFFICIENT_COIN_BALANCE(7),
        /// A coin would hold more than a `u64`.
        COIN_BALANCE_OVERFLOW(8),
        /// A published module's own address is not zero.
        PUBLISH_ERROR_NON_ZERO_ADDRESS(9),
        /// A published module breaks a rule of Sui.
        SUI_MOVE_VERIFICATION_ERROR(10),
        /// A published module breaks a rule of Move, or is malformed.
        VM_VERIFICATION_OR_DESERIALIZATION_ERROR(13),
        /// A bug of the VM.
        VM_INVARIANT_VIOLATION(14),
        /// No such function.
        FUNCTION_NOT_FOUND(15),
        /// The number of arguments does not fit.
        ARITY_MISMATCH(16),
        /// The number of type arguments does not fit.
        TYPE_ARITY_MISMATCH(17),
        /// The function is neither public nor entry.
        NON_ENTRY_FUNCTION_INVOKED(18),
        /// An object without `store` was to be transferred.
        INVALID_TRANSFER_OBJECT(23),
        /// A dependency's dependency is missing.
        PUBLISH_UPGRADE_MISSING_DEPENDENCY(25),
        /// A dependency is older than what a dependency needs.
        PUBLISH_UPGRADE_DEPENDENCY_DOWNGRADE(26),
        /// The transaction is on a deny list.
        CERTIFICATE_DENIED(29),
        /// Verification took too long.
        SUI_MOVE_VERIFICATION_TIMEDOUT(30),
        /// A shared object was used as only an owned one may be.
        SHARED_OBJECT_OPERATION_NOT_ALLOWED(31),
        /// A shared input was deleted before.
        INPUT_OBJECT_DELETED(32),
        /// Randomness is not available.
        EXECUTION_CANCELLED_DUE_TO_RANDOMNESS_UNAVAILABLE(36),
        /// Packages disagree about versions.
        INVALID_LINKAGE(39),
        /// An address balance holds less than asked for.
        INSUFFICIENT_BALANCE_FOR_WITHDRAW(40);

        private final int tag;

        Plain(int tag) {
            this.tag = tag;
        }

        @Override
        public int tag() {
            return tag;
        }
    }

    /// Something is larger than allowed.
    ///
    /// @param what what
    /// @param size its size, unsigned
    /// @param max  the limit, unsigned
    record TooLarge(Sized what, long size, long max) implements ExecutionError {}

    /// What can be too large.
    enum Sized {
        /// An object.
        MOVE_OBJECT(4),
        /// A package.
        MOVE_PACKAGE(5),
        /// The effects.
        EFFECTS(24),
        /// All written objects together.
        WRITTEN_OBJECTS(28),
        /// An element of a vector.
        MOVE_VECTOR_ELEMENT(37),
        /// A raw value.
        MOVE_RAW_VALUE(38);

        private final int tag;

        Sized(int tag) {
            this.tag = tag;
        }
    }

    /// Objects would own each other.
    ///
    /// @param object one of them
    record CircularObjectOwnership(Address object) implements ExecutionError {}

    /// Arithmetic, a cast, a vector index, or a limit of the VM.
    ///
    /// @param location where, if known
    record MovePrimitiveRuntimeError(Optional<MoveLocation> location) implements ExecutionError {}

    /// A Move function gave up with `abort` or `assert!`.
    ///
    /// @param location where
    /// @param code     the code, unsigned
    record MoveAbort(MoveLocation location, long code) implements ExecutionError {}

    /// An argument of the command does not fit.
    ///
    /// @param argument which argument, from 0
    /// @param error    why
    record InvalidArgument(int argument, CommandArgumentError error) implements ExecutionError {}

    /// A type argument of the command does not fit.
    ///
    /// @param argument which type argument, from 0
    /// @param error    why
    record InvalidTypeArgument(int argument, TypeArgumentError error) implements ExecutionError {}

    /// A result without `drop` was left over.
    ///
    /// @param command which command's
    /// @param result  which of its results
    record UnusedValueWithoutDrop(int command, int result) implements ExecutionError {}

    /// A called function returns a reference.
    ///
    /// @param result which of its results
    record InvalidPublicFunctionReturnType(int result) implements ExecutionError {}

    /// An upgrade is not allowed.
    ///
    /// @param error why
    record PackageUpgrade(PackageUpgradeError error) implements ExecutionError {}

    /// Too many transactions want the same shared objects.
    ///
    /// @param objects which objects
    record Congestion(List<Address> objects) implements ExecutionError {
        public Congestion {
            objects = List.copyOf(objects);
        }
    }

    /// The address may not hold this regulated coin.
    ///
    /// @param address  the address
    /// @param coinType the type of the coin, as text
    record AddressDeniedForCoin(Address address, String coinType) implements ExecutionError {}

    /// The regulated coin is paused for everyone.
    ///
    /// @param coinType the type of the coin, as text
    record CoinTypeGlobalPause(String coinType) implements ExecutionError {}

    /// An object was modified that had been declared otherwise.
    ///
    /// @param object the object
    record NonExclusiveWriteInputModified(Address object) implements ExecutionError {}

    /// The enum tag in BCS.
    default int tag() {
        return switch (this) {
            case Plain plain -> plain.tag();
            case TooLarge large -> large.what().tag;
            case CircularObjectOwnership _ -> 6;
            case MovePrimitiveRuntimeError _ -> 11;
            case MoveAbort _ -> 12;
            case InvalidArgument _ -> 19;
            case InvalidTypeArgument _ -> 20;
            case UnusedValueWithoutDrop _ -> 21;
            case InvalidPublicFunctionReturnType _ -> 22;
            case PackageUpgrade _ -> 27;
            case Congestion _ -> 33;
            case AddressDeniedForCoin _ -> 34;
            case CoinTypeGlobalPause _ -> 35;
            case NonExclusiveWriteInputModified _ -> 41;
        };
    }

    /// Reads an enum tag and what belongs to it.
    static ExecutionError read(BcsReader in) {
        return ExecutionErrors.read(in);
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        ExecutionErrors.write(out, this);
    }

    /// Where in the bytecode something happened.
    ///
    /// @param packageId    the module's address
    /// @param module       the module's name
    /// @param function     index of the function definition
    /// @param instruction  index of the instruction
    /// @param functionName the function's name, if known
    record MoveLocation(
            Address packageId, String module, int function, int instruction, Optional<String> functionName) {

        /// Like `0x…02::balance::split, instruction 7`.
        @Override
        public String toString() {
            return packageId + "::" + module + "::" + functionName.orElse("function " + function) + ", instruction "
                    + instruction;
        }
    }

    /// Why a type argument does not fit.
    enum TypeArgumentError {
        /// No such type.
        TYPE_NOT_FOUND,
        /// The type lacks an ability.
        CONSTRAINT_NOT_SATISFIED
    }

    /// Why an upgrade is not allowed. Values that do not belong to the kind are zero or empty.
    sealed interface PackageUpgradeError {
        /// No such package.
        ///
        /// @param packageId the package
        record UnableToFetchPackage(Address packageId) implements PackageUpgradeError {}

        /// The object is not a package.
        ///
        /// @param object the object
        record NotAPackage(Address object) implements PackageUpgradeError {}

        /// The new modules break what users of the old rely on.
        record IncompatibleUpgrade() implements PackageUpgradeError {}

        /// The ticket was made for other code.
        ///
        /// @param digest digest of the code that came
        record DigestDoesNotMatch(Bytes digest) implements PackageUpgradeError {}

        /// The policy is none of 0, 128, 192.
        ///
        /// @param policy the policy
        record UnknownUpgradePolicy(int policy) implements PackageUpgradeError {}

        /// The ticket was made for another package.
        ///
        /// @param packageId the package of the command
        /// @param ticketId  the package of the ticket
        record PackageIdDoesNotMatch(Address packageId, Address ticketId) implements PackageUpgradeError {}
    }
}

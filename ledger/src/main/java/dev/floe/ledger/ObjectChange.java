package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Digest;
import java.util.List;

/// What a transaction did to one object. BCS: id, input state, output state, id operation.
///
/// | input    | output      | id operation | meaning   |
/// |----------|-------------|--------------|-----------|
/// | NotExist | ObjectWrite | Created      | created   |
/// | NotExist | PackageWrite| Created      | published |
/// | Exist    | ObjectWrite | None         | mutated   |
/// | Exist    | NotExist    | Deleted      | deleted   |
/// | Exist    | NotExist    | None         | wrapped   |
/// | NotExist | ObjectWrite | None         | unwrapped |
///
/// @param id          the object
/// @param input       the object before
/// @param output      the object after
/// @param idOperation what happened to the id
public record ObjectChange(Address id, Input input, Output output, IdOperation idOperation) {

    /// An object before the transaction.
    public sealed interface Input {
        /// It did not exist, or was wrapped.
        record NotExist() implements Input {}

        /// It existed.
        ///
        /// @param version its version, unsigned
        /// @param digest  its digest
        /// @param owner   its owner
        record Exist(long version, ObjectDigest digest, Owner owner) implements Input {}
    }

    /// An object after the transaction.
    public sealed interface Output {
        /// It does not exist, or is wrapped.
        record NotExist() implements Output {}

        /// It has the transaction's lamport version.
        ///
        /// @param digest its digest
        /// @param owner  its owner
        record ObjectWrite(ObjectDigest digest, Owner owner) implements Output {}

        /// It is a package.
        ///
        /// @param version its version, unsigned
        /// @param digest  its digest
        record PackageWrite(long version, ObjectDigest digest) implements Output {}

        /// An address balance or event stream changed.
        ///
        /// @param address whose
        /// @param type    of what
        /// @param split   whether something was taken rather than added
        /// @param value   how much
        record AccumulatorWrite(Address address, TypeTag type, boolean split, AccumulatorValue value)
                implements Output {}
    }

    /// How much an accumulator changed.
    public sealed interface AccumulatorValue {
        /// An amount.
        ///
        /// @param amount unsigned
        record Amount(long amount) implements AccumulatorValue {}

        /// Two amounts.
        ///
        /// @param first  unsigned
        /// @param second unsigned
        record Amounts(long first, long second) implements AccumulatorValue {}

        /// Events of a stream.
        ///
        /// @param digests index and digest of each
        record Events(List<IndexedDigest> digests) implements AccumulatorValue {
            public Events {
                digests = List.copyOf(digests);
            }
        }
    }

    /// An event's index and digest.
    ///
    /// @param index  unsigned
    /// @param digest the digest
    public record IndexedDigest(long index, Digest digest) {}

    /// What happened to an id.
    public enum IdOperation {
        /// Nothing.
        NONE,
        /// It came to be.
        CREATED,
        /// It is gone for good.
        DELETED
    }

    /// Whether the object is new.
    public boolean isCreated() {
        return idOperation == IdOperation.CREATED;
    }

    /// Whether the object existed and was written.
    public boolean isMutated() {
        return input instanceof Input.Exist && output instanceof Output.ObjectWrite;
    }

    /// Whether the object is gone for good.
    public boolean isDeleted() {
        return idOperation == IdOperation.DELETED;
    }

    /// Reads a change.
    public static ObjectChange read(BcsReader in) {
        return ObjectChanges.read(in);
    }

    /// Writes the change.
    public void write(BcsWriter out) {
        ObjectChanges.write(out, this);
    }
}

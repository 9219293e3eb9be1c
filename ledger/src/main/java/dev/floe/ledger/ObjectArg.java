package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// An input that is an object, and how it is used. BCS within a [CallArg]: an enum in the order of the cases here.
public sealed interface ObjectArg extends CallArg {

    /// An object of the sender, or an immutable one, at exactly this version.
    ///
    /// @param ref id, version and digest
    record ImmOrOwned(ObjectRef ref) implements ObjectArg {}

    /// A shared or consensus-owned object at whatever version is current.
    ///
    /// @param id                   the object
    /// @param initialSharedVersion the version at which it became shared, unsigned
    /// @param mutable              whether it may be changed or taken by value
    record Shared(Address id, long initialSharedVersion, boolean mutable) implements ObjectArg {}

    /// An object that was sent to another object which this transaction uses.
    ///
    /// @param ref id, version and digest
    record Receiving(ObjectRef ref) implements ObjectArg {}

    /// `0x6`, the clock, as transactions of users may use it.
    static ObjectArg clock() {
        return new Shared(Address.CLOCK, 1, false);
    }

    /// The object's id.
    default Address id() {
        return switch (this) {
            case ImmOrOwned owned -> owned.ref().id();
            case Shared shared -> shared.id();
            case Receiving receiving -> receiving.ref().id();
        };
    }

    /// Reads the inner enum tag and what belongs to it.
    static ObjectArg readObject(BcsReader in) {
        return switch (in.tag(3)) {
            case 0 -> new ImmOrOwned(ObjectRef.read(in));
            case 1 -> new Shared(Address.read(in), in.u64(), in.bool());
            default -> new Receiving(ObjectRef.read(in));
        };
    }

    /// Writes the inner enum tag and what belongs to it.
    default void writeObject(BcsWriter out) {
        switch (this) {
            case ImmOrOwned owned -> owned.ref().write(out.uleb(0));
            case Shared shared -> {
                shared.id().write(out.uleb(1));
                out.u64(shared.initialSharedVersion()).bool(shared.mutable());
            }
            case Receiving receiving -> receiving.ref().write(out.uleb(2));
        }
    }
}

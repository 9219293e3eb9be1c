package dev.floe.ledger.move;

import dev.floe.ledger.Address;

/// Why an execution failed. Nothing of what it did to values counts any more.
public sealed interface MoveFailure {

    /// Where code stood.
    ///
    /// @param storageId    the package version, as stored
    /// @param module       the module; its address is the id of the first version
    /// @param function     index of the function's definition
    /// @param functionName the function's name
    /// @param instruction  index of the instruction
    record Location(Address storageId, ModuleId module, int function, String functionName, int instruction) {
        @Override
        public String toString() {
            return module + "::" + functionName + " (function " + function + ", instruction " + instruction + ")";
        }
    }

    /// No location, for failures outside code and those not located yet.
    Location NOWHERE = new Location(Address.ZERO, new ModuleId(Address.ZERO, ""), 0, "", 0);

    /// The code gave up.
    ///
    /// @param code     the code it gave, unsigned
    /// @param location where
    record Abort(long code, Location location) implements MoveFailure {}

    /// An instruction could not be carried out.
    ///
    /// @param status    which rule was broken
    /// @param subStatus details, 0 if there are none
    /// @param location  where, [#NOWHERE] if outside code
    /// @param message   for people
    @SuppressWarnings("JavaLangClash") // the field's word; java.lang.Runtime is not used here
    record Runtime(MoveStatus status, long subStatus, Location location, String message) implements MoveFailure {}

    /// A limit of [Metering] or of the machine was reached.
    ///
    /// @param status   which limit
    /// @param location where
    record OutOfResources(MoveStatus status, Location location) implements MoveFailure {}

    /// Where it happened.
    Location location();

    /// The same failure at another place.
    default MoveFailure at(Location location) {
        return switch (this) {
            case Abort abort -> new Abort(abort.code(), location);
            case Runtime runtime -> new Runtime(runtime.status(), runtime.subStatus(), location, runtime.message());
            case OutOfResources out -> new OutOfResources(out.status(), location);
        };
    }
}

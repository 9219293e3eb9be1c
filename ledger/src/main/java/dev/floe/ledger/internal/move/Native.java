package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveHost;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function that the machine implements.
@FunctionalInterface
interface Native {

    /// Runs it; null if it has no result.
    @Nullable
    MoveValue run(Call call);

    /// What it is called with.
    ///
    /// @param typeArguments type arguments, closed
    /// @param arguments     arguments, owned by the function
    /// @param host          the world outside
    /// @param metering      what it may use
    record Call(List<MoveType> typeArguments, List<MoveValue> arguments, MoveHost host, Metering metering) {

        MoveValue value(int index) {
            return arguments.get(index);
        }

        long integer(int index) {
            return arguments.get(index).asLong();
        }

        Address address(int index) {
            return arguments.get(index).asAddress();
        }

        /// The bytes of a `vector<u8>` or of a reference to one; costs fuel.
        byte[] bytes(int index) {
            MoveValue value = arguments.get(index);
            byte[] content =
                    (value instanceof dev.floe.ledger.move.MoveReference reference ? reference.get() : value).asBytes();
            metering.handle(content.length);
            return content;
        }

        MoveType type(int index) {
            return typeArguments.get(index);
        }

        MoveType.Datatype object(int index) {
            return (MoveType.Datatype) typeArguments.get(index);
        }

        /// A new `vector<u8>`; costs memory.
        MoveValue newBytes(byte[] content) {
            metering.allocate(content.length + 24L);
            return MoveValue.bytes(content);
        }
    }
}

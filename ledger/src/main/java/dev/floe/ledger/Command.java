package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.List;
import java.util.Optional;

/// One step of a programmable transaction. BCS: an enum in the order of the cases here.
public sealed interface Command {

    /// Calls a Move function; yields what it returns.
    ///
    /// @param packageId     the package
    /// @param module        the module
    /// @param function      the function
    /// @param typeArguments its type arguments
    /// @param arguments     its arguments, without the transaction context
    record MoveCall(
            Address packageId, String module, String function, List<TypeTag> typeArguments, List<Argument> arguments)
            implements Command {
        public MoveCall {
            Identifiers.require("call: module", module);
            Identifiers.require("call: function", function);
            typeArguments = List.copyOf(typeArguments);
            arguments = List.copyOf(arguments);
        }
    }

    /// Sends objects to an address.
    ///
    /// @param objects what
    /// @param address to whom, an address
    record TransferObjects(List<Argument> objects, Argument address) implements Command {
        public TransferObjects {
            objects = List.copyOf(objects);
        }
    }

    /// Takes coins out of a coin; yields one coin for each amount.
    ///
    /// @param coin    from which
    /// @param amounts how much, each a `u64`
    record SplitCoins(Argument coin, List<Argument> amounts) implements Command {
        public SplitCoins {
            amounts = List.copyOf(amounts);
        }
    }

    /// Puts coins into a coin.
    ///
    /// @param destination into which
    /// @param sources     which
    record MergeCoins(Argument destination, List<Argument> sources) implements Command {
        public MergeCoins {
            sources = List.copyOf(sources);
        }
    }

    /// Publishes a package; yields its `UpgradeCap`.
    ///
    /// @param modules      bytecode of each module
    /// @param dependencies ids of the packages it is linked against
    record Publish(List<Bytes> modules, List<Address> dependencies) implements Command {
        public Publish {
            modules = List.copyOf(modules);
            dependencies = List.copyOf(dependencies);
        }
    }

    /// Makes a vector of its arguments; yields it.
    ///
    /// @param elementType the element's type; needed when there are no elements or they are pure
    /// @param elements    the elements
    record MakeMoveVec(Optional<TypeTag> elementType, List<Argument> elements) implements Command {
        public MakeMoveVec {
            elements = List.copyOf(elements);
        }
    }

    /// Publishes the next version of a package; yields an `UpgradeReceipt`.
    ///
    /// @param modules      bytecode of each module
    /// @param dependencies ids of the packages it is linked against
    /// @param packageId    the newest version so far
    /// @param ticket       an `UpgradeTicket`
    record Upgrade(List<Bytes> modules, List<Address> dependencies, Address packageId, Argument ticket)
            implements Command {
        public Upgrade {
            modules = List.copyOf(modules);
            dependencies = List.copyOf(dependencies);
        }
    }

    /// Reads an enum tag and what belongs to it.
    static Command read(BcsReader in) {
        return Commands.read(in);
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        Commands.write(out, this);
    }
}

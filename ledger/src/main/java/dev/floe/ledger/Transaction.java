package dev.floe.ledger;

import dev.floe.format.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds a programmable transaction: inputs and commands, each of which yields an [Argument] for later commands.
///
/// ```java
/// Transaction tx = new Transaction();
/// Argument coin = tx.splitCoins(tx.gas(), tx.u64(1_000)).nested(0);
/// tx.transferObjects(List.of(coin), tx.address(recipient));
/// ```
///
/// Objects may be named by id alone; [#resolve] looks up version, digest, owner and whether they are changed. Not
/// safe for concurrent use.
public final class Transaction {

    private final List<Input> inputs = new ArrayList<>();
    private final Map<Address, Integer> objects = new LinkedHashMap<>();
    private final List<Command> commands = new ArrayList<>();

    /// An input that is complete, or an object known by its id alone.
    private sealed interface Input {
        record Known(CallArg arg) implements Input {}

        record Named(Address id) implements Input {}
    }

    /// The coin that pays for the transaction; by value only in [#transferObjects].
    public Argument gas() {
        return new Argument.GasCoin();
    }

    /// A value given by its BCS, see [Pure].
    public Argument pure(Bytes bcs) {
        return add(new Input.Known(new CallArg.Pure(bcs)));
    }

    /// A `bool`.
    public Argument bool(boolean value) {
        return pure(Pure.bool(value));
    }

    /// A `u8`.
    public Argument u8(int value) {
        return pure(Pure.u8(value));
    }

    /// A `u64`; `value` is taken as unsigned.
    public Argument u64(long value) {
        return pure(Pure.u64(value));
    }

    /// An `address` or `ID`.
    public Argument address(Address value) {
        return pure(Pure.address(value));
    }

    /// A `String`.
    public Argument string(String value) {
        return pure(Pure.string(value));
    }

    /// A `vector<u8>`.
    public Argument bytes(Bytes value) {
        return pure(Pure.bytes(value));
    }

    /// An object by its id; the same id gives the same input.
    public Argument object(Address id) {
        return objectInput(id, new Input.Named(id));
    }

    /// An object in a given way. Named again, it stays one input; a shared object is mutable if it is so once.
    ///
    /// @throws IllegalArgumentException if it was named before in a way that does not agree
    public Argument object(ObjectArg arg) {
        Argument argument = objectInput(arg.id(), new Input.Known(arg));
        int index = ((Argument.Input) argument).index();
        inputs.set(index, merge(inputs.get(index), arg));
        return argument;
    }

    /// The clock.
    public Argument clock() {
        return object(ObjectArg.clock());
    }

    /// Money from an address balance.
    public Argument fundsWithdrawal(CallArg.FundsWithdrawal withdrawal) {
        return add(new Input.Known(withdrawal));
    }

    /// Calls a function; arguments without the transaction context.
    ///
    /// @param target `package::module::function`
    public Argument.Result call(String target, List<TypeTag> typeArguments, Argument... arguments) {
        String[] parts = target.split("::", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("call: expected package::module::function, got '" + target + "'");
        }
        return command(
                new Command.MoveCall(Address.parse(parts[0]), parts[1], parts[2], typeArguments, List.of(arguments)));
    }

    /// Sends objects to an address.
    public void transferObjects(List<Argument> what, Argument recipient) {
        command(new Command.TransferObjects(what, recipient));
    }

    /// Takes coins out of a coin; the i-th is `nested(i)` of the result.
    public Argument.Result splitCoins(Argument coin, Argument... amounts) {
        return command(new Command.SplitCoins(coin, List.of(amounts)));
    }

    /// Puts coins into a coin.
    public void mergeCoins(Argument destination, Argument... sources) {
        command(new Command.MergeCoins(destination, List.of(sources)));
    }

    /// Makes a vector of objects.
    public Argument.Result makeMoveVec(Argument... elements) {
        return command(new Command.MakeMoveVec(Optional.empty(), List.of(elements)));
    }

    /// Makes a vector of values of one type.
    public Argument.Result makeMoveVec(TypeTag elementType, Argument... elements) {
        return command(new Command.MakeMoveVec(Optional.of(elementType), List.of(elements)));
    }

    /// Publishes a package; yields its `UpgradeCap`.
    public Argument.Result publish(List<Bytes> modules, List<Address> dependencies) {
        return command(new Command.Publish(modules, dependencies));
    }

    /// Publishes the next version of a package; yields an `UpgradeReceipt`.
    public Argument.Result upgrade(
            List<Bytes> modules, List<Address> dependencies, Address packageId, Argument ticket) {
        return command(new Command.Upgrade(modules, dependencies, packageId, ticket));
    }

    /// Adds any command.
    public Argument.Result command(Command command) {
        commands.add(command);
        return new Argument.Result(commands.size() - 1);
    }

    /// The transaction, when no object is named by id alone.
    ///
    /// @throws IllegalStateException if one is
    public ProgrammableTransaction build() {
        List<CallArg> complete = new ArrayList<>();
        for (Input input : inputs) {
            switch (input) {
                case Input.Known known -> complete.add(known.arg());
                case Input.Named named ->
                    throw new IllegalStateException(
                            "transaction: object " + named.id() + " is named by id alone; resolve with a ledger");
            }
        }
        return new ProgrammableTransaction(complete, commands);
    }

    /// The transaction with each object looked up. May be called again when objects have changed.
    ///
    /// @throws dev.floe.format.DataException.NotFound if an object, package or function does not exist
    /// @throws IllegalArgumentException if an object belongs to another object, so that no transaction can name it
    public ProgrammableTransaction resolve(Ledger ledger) {
        List<Address> wanted = new ArrayList<>();
        for (Input input : inputs) {
            if (input instanceof Input.Named named) {
                wanted.add(named.id());
            }
        }
        if (wanted.isEmpty()) {
            return build();
        }
        ObjectResolution resolution = new ObjectResolution(ledger, commands, wanted);
        List<CallArg> complete = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            complete.add(
                    switch (inputs.get(i)) {
                        case Input.Known known -> known.arg();
                        case Input.Named named -> resolution.resolve(named.id(), i);
                    });
        }
        return new ProgrammableTransaction(complete, commands);
    }

    private Argument objectInput(Address id, Input input) {
        Integer known = objects.get(id);
        if (known != null) {
            return new Argument.Input(known);
        }
        Argument.Input argument = add(input);
        objects.put(id, argument.index());
        return argument;
    }

    private Argument.Input add(Input input) {
        inputs.add(input);
        return new Argument.Input(inputs.size() - 1);
    }

    private static Input merge(Input before, ObjectArg arg) {
        if (!(before instanceof Input.Known known) || known.arg().equals(arg)) {
            return new Input.Known(arg);
        }
        if (known.arg() instanceof ObjectArg.Shared one
                && arg instanceof ObjectArg.Shared other
                && one.initialSharedVersion() == other.initialSharedVersion()) {
            return new Input.Known(
                    new ObjectArg.Shared(one.id(), one.initialSharedVersion(), one.mutable() || other.mutable()));
        }
        throw new IllegalArgumentException(
                "transaction: object " + arg.id() + " was named before as " + known.arg() + ", now as " + arg);
    }
}

package dev.floe.access;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.ProgrammableTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A transaction that key servers accept as a request: only calls of `seal_approve…` functions of one package, each
/// with an id as its first argument. See `docs/reference/seal.md` §2.6.
///
/// @param packageId the package as called; any version of the policy package
/// @param innerIds what is asked for, in the order of the calls
/// @param transaction the transaction
public record ApprovalCall(Address packageId, List<Bytes> innerIds, ProgrammableTransaction transaction) {

    /// Most calls in one request.
    public static final int MAX_CALLS = 100;

    private static final String PREFIX = "seal_approve";

    public ApprovalCall {
        innerIds = List.copyOf(innerIds);
    }

    /// Checks a transaction.
    ///
    /// @throws DataException.Corrupt if a rule is broken
    public static ApprovalCall of(ProgrammableTransaction transaction) {
        List<Command> commands = transaction.commands();
        if (transaction.inputs().isEmpty() || commands.isEmpty() || commands.size() > MAX_CALLS) {
            throw refused("expected 1 to " + MAX_CALLS + " commands and at least one input, got " + commands.size()
                    + " and " + transaction.inputs().size());
        }
        Set<Address> packages = new HashSet<>();
        List<Bytes> ids = new ArrayList<>();
        for (Command command : commands) {
            if (!(command instanceof Command.MoveCall call)) {
                throw refused("every command must be a call");
            }
            if (!call.function().startsWith(PREFIX)) {
                throw refused("the function " + call.function() + " does not start with " + PREFIX);
            }
            packages.add(call.packageId());
            if (packages.size() > 1) {
                throw refused("all calls must be of one package");
            }
            ids.add(innerId(transaction, call));
        }
        return new ApprovalCall(packages.iterator().next(), ids, transaction);
    }

    /// Parses the `ptb` of a request.
    ///
    /// @throws DataException.Corrupt if it is no transaction or breaks a rule
    public static ApprovalCall parse(Bytes ptb) {
        byte[] kind = new byte[1 + ptb.size()];
        ptb.copyTo(kind, 1);
        return of(ProgrammableTransaction.parseKind(Bytes.copyOf(kind)));
    }

    /// The identities that are asked for, without repetition.
    ///
    /// @param firstPackage first version of the package that is called
    public Set<Identity> identities(Address firstPackage) {
        Set<Identity> identities = new LinkedHashSet<>();
        innerIds.forEach(id -> identities.add(new Identity(firstPackage, id)));
        return identities;
    }

    private static Bytes innerId(ProgrammableTransaction transaction, Command.MoveCall call) {
        for (Argument argument : call.arguments()) {
            if (!(argument instanceof Argument.Input input)
                    || input.index() >= transaction.inputs().size()) {
                throw refused("every argument must be an input");
            }
        }
        if (call.arguments().isEmpty()
                || !(call.arguments().getFirst() instanceof Argument.Input first)
                || !(transaction.inputs().get(first.index()) instanceof CallArg.Pure pure)) {
            throw refused("the first argument must be the id, a pure input");
        }
        BcsReader in = BcsReader.of("id", pure.bytes());
        Bytes id = in.byteString(Identity.MAX_INNER_BYTES);
        in.end();
        return id;
    }

    private static DataException.Corrupt refused(String why) {
        return new DataException.Corrupt("approval transaction: " + why);
    }
}

package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.List;

/// What a transaction does: inputs, and commands that use them and each other's results, all or nothing.
///
/// @param inputs   the inputs
/// @param commands the commands, in the order of execution
public record ProgrammableTransaction(List<CallArg> inputs, List<Command> commands) {

    private static final int KIND = 0;
    private static final int SYSTEM_KINDS = 16;
    private static final int MAX_LIST = 1 << 16;

    public ProgrammableTransaction {
        inputs = List.copyOf(inputs);
        commands = List.copyOf(commands);
    }

    /// Reads a transaction kind, which must be a programmable transaction.
    public static ProgrammableTransaction readKind(BcsReader in) {
        int kind = in.tag(SYSTEM_KINDS);
        if (kind != KIND) {
            throw in.corrupt("transaction kind " + kind + " is a system transaction, expected a programmable one");
        }
        return new ProgrammableTransaction(in.vector(MAX_LIST, CallArg::read), in.vector(MAX_LIST, Command::read));
    }

    /// Parses the BCS of exactly one transaction kind, as Seal's key servers and simulations take it.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is anything else
    public static ProgrammableTransaction parseKind(Bytes bcs) {
        BcsReader in = BcsReader.of("transaction kind", bcs);
        ProgrammableTransaction kind = readKind(in);
        in.end();
        return kind;
    }

    /// Writes it as a transaction kind.
    public void writeKind(BcsWriter out) {
        out.uleb(KIND)
                .vector(inputs, (to, input) -> input.write(to))
                .vector(commands, (to, command) -> command.write(to));
    }

    /// The BCS of the transaction kind.
    public byte[] toKindBcs() {
        BcsWriter out = new BcsWriter();
        writeKind(out);
        return out.toByteArray();
    }
}

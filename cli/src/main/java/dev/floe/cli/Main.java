package dev.floe.cli;

import dev.floe.cli.access.DecryptCommand;
import dev.floe.cli.access.EncryptCommand;
import dev.floe.cli.access.KeyServerCommand;
import dev.floe.cli.access.SessionCommand;
import dev.floe.cli.blob.BlobCommand;
import dev.floe.cli.ledger.CallCommand;
import dev.floe.cli.ledger.EventsCommand;
import dev.floe.cli.ledger.FaucetCommand;
import dev.floe.cli.ledger.KeysCommand;
import dev.floe.cli.ledger.LedgerCommand;
import dev.floe.cli.ledger.ObjectCommand;
import dev.floe.cli.ledger.PublishCommand;
import dev.floe.cli.market.LeasesCommand;
import dev.floe.cli.market.OfferCommand;
import dev.floe.cli.market.PolicyCommand;
import dev.floe.cli.market.RentCommand;
import dev.floe.cli.market.RevenueCommand;
import dev.floe.cli.network.ChallengeCommand;
import dev.floe.cli.network.ClockCommand;
import dev.floe.cli.network.EpochCommand;
import dev.floe.cli.network.ExtendCommand;
import dev.floe.cli.network.GetCommand;
import dev.floe.cli.network.LsCommand;
import dev.floe.cli.network.NodeCommand;
import dev.floe.cli.network.PutCommand;
import dev.floe.cli.network.RmCommand;
import dev.floe.cli.network.StakeCommand;
import dev.floe.cli.network.StatCommand;
import dev.floe.cli.network.UpCommand;
import dev.floe.cli.network.ValidatorsCommand;
import dev.floe.cli.network.VoteCommand;
import dev.floe.cli.quilt.QuiltCommand;
import dev.floe.cli.vectors.VectorsCommand;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Entry point of `floe`: the list of commands, and what happens to what they throw.
@Command(
        name = "floe",
        mixinStandardHelpOptions = true,
        version = "floe 0.1.0",
        description = "Verifiable, licensable, resumable AI data on decentralized storage.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a check ran and something failed it",
            "2:the command line or an input is malformed",
            "3:no such blob, version, object or lease",
            "4:not allowed: no licence or bad credentials",
            "5:network, node, quorum or disk not available; try again",
            "6:data breaks a digest, a proof or a format rule",
            "7:somebody else changed it first; read again and repeat",
            "8:outcome unknown; ask with the printed key before repeating",
            "70:a bug in floe"
        })
public final class Main implements Runnable {

    private static final SortedMap<String, Supplier<Object>> COMMANDS = commands();

    private static SortedMap<String, Supplier<Object>> commands() {
        SortedMap<String, Supplier<Object>> commands = new TreeMap<>();
        commands.put("blob", BlobCommand::new);
        commands.put("call", CallCommand::new);
        commands.put("challenge", ChallengeCommand::new);
        commands.put("decrypt", DecryptCommand::new);
        commands.put("encrypt", EncryptCommand::new);
        commands.put("events", EventsCommand::new);
        commands.put("faucet", FaucetCommand::new);
        commands.put("get", GetCommand::new);
        commands.put("keys", KeysCommand::new);
        commands.put("keyserver", KeyServerCommand::new);
        commands.put("ledger", LedgerCommand::new);
        commands.put("object", ObjectCommand::new);
        commands.put("publish", PublishCommand::new);
        commands.put("put", PutCommand::new);
        commands.put("quilt", QuiltCommand::new);
        commands.put("session", SessionCommand::new);
        commands.put("up", UpCommand::new);
        commands.put("leases", LeasesCommand::new);
        commands.put("offer", OfferCommand::new);
        commands.put("policy", PolicyCommand::new);
        commands.put("rent", RentCommand::new);
        commands.put("revenue", RevenueCommand::new);
        commands.put("vectors", VectorsCommand::new);
        commands.put("clock", ClockCommand::new);
        commands.put("epoch", EpochCommand::new);
        commands.put("extend", ExtendCommand::new);
        commands.put("ls", LsCommand::new);
        commands.put("node", NodeCommand::new);
        commands.put("rm", RmCommand::new);
        commands.put("stake", StakeCommand::new);
        commands.put("stat", StatCommand::new);
        commands.put("validators", ValidatorsCommand::new);
        commands.put("vote", VoteCommand::new);
        return commands;
    }

    @Mixin
    private GlobalOptions globals = new GlobalOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /// Runs one command and exits with its code.
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs one command in this process and returns its exit code.
    static int run(String... args) {
        return commandLine(args).execute(args);
    }

    /// The command line for `arguments`. Looking through the options of all commands takes a third of a second, so
    /// when the arguments begin with a command that exists, only that one is there.
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        Optional<String> first = Stream.of(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst();
        if (first.isPresent() && COMMANDS.containsKey(first.get())) {
            commandLine.addSubcommand(first.get(), command(first.get()));
        } else if (!List.of(arguments).equals(List.of("--version"))) {
            COMMANDS.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
            commandLine.addSubcommand(new HelpCommand()).addSubcommand(new GenerateCompletion());
        }
        commandLine.setExecutionExceptionHandler(Failures::report);
        commandLine.setParameterExceptionHandler(Failures::reportUsage);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    private static Object command(String name) {
        return Objects.requireNonNull(COMMANDS.get(name)).get();
    }

    GlobalOptions globals() {
        return globals;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see floe --help");
    }
}

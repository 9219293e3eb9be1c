package dev.floe.cli.ledger;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.Wallet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe call`.
@Command(
        name = "call",
        description = {
            "Call a Move function.",
            "Arguments are given by the function's parameters, without the transaction context: numbers, true/false,",
            "addresses and object ids as 0x…, text as it is, vector<u8> as 0x… hex, vectors as [1,2], options as null or",
            "the value, sui:N for a coin of N MIST taken from your coins, clock for the clock.",
            "Objects that the function returns go to the sender with --keep."
        })
public final class CallCommand extends FloeCommand {

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(paramLabel = "PKG::MODULE::FUNCTION", description = "The function.")
    private String target = "";

    @Option(names = "--type-args", paramLabel = "TYPE", arity = "1..*", description = "Its type arguments.")
    private List<String> typeArguments = List.of();

    @Option(names = "--args", paramLabel = "ARG", arity = "1..*", description = "Its arguments.")
    private List<String> arguments = List.of();

    @Option(names = "--keep", description = "Send the objects that it returns to the sender.")
    private boolean keep;

    @Override
    protected int run(Output out) throws Exception {
        List<TypeTag> types = typeArguments.stream().map(TypeTag::parse).toList();
        try (Keypair signer = key.open();
                Ledger ledger = network.connect()) {
            Wallet wallet = new Wallet(ledger, signer);
            CallBuilder builder = new CallBuilder(ledger, target, types);
            TransactionReport.run(out, wallet, builder.build(arguments, keep, wallet.address()), gas);
            return 0;
        }
    }
}

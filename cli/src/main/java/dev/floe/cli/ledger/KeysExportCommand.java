package dev.floe.cli.ledger;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Keypair;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe keys export`.
@Command(name = "export", description = "Print a key's secret as suiprivkey1…, which every Sui wallet can import.")
final class KeysExportCommand extends FloeCommand {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = KeyOptions.DEFAULT,
            description = "The key. Default: ${DEFAULT-VALUE}.")
    private String name = KeyOptions.DEFAULT;

    @Option(names = "--reveal", description = "Needed: say that you want the secret on the screen.")
    private boolean reveal;

    @Override
    protected int run(Output out) throws Exception {
        if (!reveal) {
            throw new IllegalArgumentException(
                    "export: this prints a secret; say --reveal when nobody looks and nothing records");
        }
        try (Keypair key = KeyOptions.keystore().open(name)) {
            char[] secret = key.revealSecret();
            String text = new String(secret);
            Arrays.fill(secret, '\0');
            out.line(text);
            out.json(KeyJson.of(name, key).put("secret", text));
            return 0;
        }
    }
}

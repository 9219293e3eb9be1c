package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.host.Entropy;
import dev.floe.ledger.HdPath;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Keystore;
import dev.floe.ledger.Mnemonic;
import dev.floe.ledger.SignatureScheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe keys new`.
@Command(
        name = "new",
        description = {
            "Make a new key and print its address.",
            "With --words the key is derived from new words, which are printed this once: write them down."
        })
final class KeysNewCommand extends FloeCommand {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = KeyOptions.DEFAULT,
            description = "Its name. Default: ${DEFAULT-VALUE}.")
    private String name = KeyOptions.DEFAULT;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "ed25519",
            description = "ed25519, secp256k1 or secp256r1. Default: ${DEFAULT-VALUE}.")
    private String scheme = "ed25519";

    @Option(
            names = "--words",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "Derive it from so many new words: 12, 15, 18, 21 or 24.")
    private int words;

    @Override
    protected int run(Output out) throws Exception {
        SignatureScheme kind = SignatureScheme.parse(scheme);
        Keystore keystore = KeyOptions.keystore();
        if (words == 0) {
            try (Keypair key = Keypair.generate(kind, Entropy.system())) {
                keystore.add(name, key);
                KeyJson.print(out, name, key);
                out.json(KeyJson.of(name, key));
            }
            return 0;
        }
        try (Mnemonic mnemonic = Mnemonic.generate(words, Entropy.system());
                Keypair key = Keypair.derive(mnemonic, kind, HdPath.of(kind, 0))) {
            keystore.add(name, key);
            KeyJson.print(out, name, key);
            String text = new String(mnemonic.revealWords());
            out.line(text);
            out.hint("Whoever has these words has the key. They are not kept.");
            ObjectNode document = KeyJson.of(name, key);
            out.json(document.put("words", text));
        }
        return 0;
    }
}

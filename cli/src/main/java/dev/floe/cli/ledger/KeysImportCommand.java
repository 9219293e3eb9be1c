package dev.floe.cli.ledger;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.HdPath;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Mnemonic;
import dev.floe.ledger.SignatureScheme;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe keys import`.
@Command(
        name = "import",
        description = {
            "Keep a key that you have: suiprivkey1… or the words of a wallet, read from standard input",
            "(so that it does not stand in the shell's history)."
        })
final class KeysImportCommand extends FloeCommand {

    private static final int MAX_INPUT = 4096;

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
            description = "For words: ed25519, secp256k1 or secp256r1. Default: ${DEFAULT-VALUE}.")
    private String scheme = "ed25519";

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "",
            description = "For words: the derivation path. Default: that of a wallet's first address.")
    private String path = "";

    @Override
    protected int run(Output out) throws Exception {
        char[] secret = readSecret();
        try (Keypair key = parse(CharBuffer.wrap(secret))) {
            KeyOptions.keystore().add(name, key);
            KeyJson.print(out, name, key);
            out.json(KeyJson.of(name, key));
            return 0;
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private Keypair parse(CharSequence secret) {
        if (secret.toString().regionMatches(true, 0, "suiprivkey", 0, 10)) {
            return Keypair.parse(secret);
        }
        SignatureScheme kind = SignatureScheme.parse(scheme);
        HdPath from = path.isEmpty() ? HdPath.of(kind, 0) : HdPath.parse(path);
        try (Mnemonic mnemonic = Mnemonic.parse(secret)) {
            return Keypair.derive(mnemonic, kind, from);
        }
    }

    // Whether there is a console object when standard input is redirected has changed between releases.
    @SuppressWarnings("SystemConsoleNull")
    private static char[] readSecret() throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("suiprivkey1… or words: ");
            if (typed != null) {
                return typed;
            }
        }
        InputStream in = System.in;
        byte[] read = in.readNBytes(MAX_INPUT + 1);
        if (read.length > MAX_INPUT) {
            throw new IllegalArgumentException("standard input: expected a secret of at most " + MAX_INPUT + " bytes");
        }
        int start = 0;
        int end = read.length;
        while (end > 0 && Character.isWhitespace(read[end - 1])) {
            end--;
        }
        while (start < end && Character.isWhitespace(read[start])) {
            start++;
        }
        if (start == end) {
            throw new IllegalArgumentException("standard input: expected suiprivkey1… or words, got nothing");
        }
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(read, start, end - start));
        char[] secret = new char[decoded.remaining()];
        decoded.get(secret);
        Arrays.fill(read, (byte) 0);
        Arrays.fill(decoded.array(), '\0');
        return secret;
    }
}

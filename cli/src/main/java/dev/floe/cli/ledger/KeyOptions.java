package dev.floe.cli.ledger;

import dev.floe.format.DataException;
import dev.floe.host.PrivateFiles;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Keystore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which key a command signs with.
public final class KeyOptions {

    /// The name that `floe keys new` gives and other commands use when nothing else is said.
    public static final String DEFAULT = "default";

    @Option(
            names = "--key",
            paramLabel = "NAME",
            defaultValue = DEFAULT,
            description = "The key to sign with, see floe keys list. Default: ${DEFAULT-VALUE}.")
    private String name = DEFAULT;

    /// The key; the caller closes it.
    public Keypair open() throws IOException {
        try {
            return keystore().open(name);
        } catch (DataException.NotFound e) {
            throw new DataException.NotFound(
                    "key '" + name + "': there is none; make it with floe keys new" + suffix(), e);
        }
    }

    /// All keys of this user.
    public static Keystore keystore() throws IOException {
        Path folder = home().resolve("keys");
        try {
            return new Keystore(PrivateFiles.open(folder));
        } catch (AccessDeniedException e) {
            throw new DataException.Denied("keys: " + e.getFile(), e);
        }
    }

    /// `$FLOE_HOME`, else `.floe` in the user's home folder.
    public static Path home() {
        String home = System.getenv("FLOE_HOME");
        return home == null || home.isEmpty()
                ? Path.of(System.getProperty("floe.home", System.getProperty("user.home") + "/.floe"))
                : Path.of(home);
    }

    private String suffix() {
        return name.equals(DEFAULT) ? "" : " " + name;
    }
}

package dev.floe.cli.ledger;

import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.host.SystemTime;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The folder of a ledger of one's own.
final class LedgerFolder {

    /// Where in the folder the ledger's own files are; beside them is [NetworkOptions#FILE].
    private static final String DATA = "data";

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The ledger's folder.")
    private Path folder = Path.of("");

    Path path() {
        return folder;
    }

    /// Opens the ledger, making a new one when there is none.
    LocalLedger openOrCreate() throws IOException {
        return open(LocalLedgerOptions.DEFAULT);
    }

    LocalLedger open(LocalLedgerOptions options) throws IOException {
        return LocalLedger.open(DiskFileStore.open(folder.resolve(DATA)), new SystemTime(), Entropy.system(), options);
    }

    /// Opens a ledger that is there.
    ///
    /// @throws IllegalArgumentException if there is none
    LocalLedger openExisting() throws IOException {
        if (!Files.isDirectory(folder.resolve(DATA))) {
            throw new IllegalArgumentException(
                    "no ledger in " + folder + "; make one with floe ledger run --dir " + folder);
        }
        return openOrCreate();
    }
}

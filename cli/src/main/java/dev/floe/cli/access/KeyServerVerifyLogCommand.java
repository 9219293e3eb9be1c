package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.server.KeyServerFolder;
import dev.floe.access.server.LogHead;
import dev.floe.access.server.ReleaseLog;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.Bytes;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `floe keyserver verify-log`.
@Command(
        name = "verify-log",
        description = {
            "Check the release log of a key server that is not running: order, chain of hashes, Merkle roots, every",
            "signature; and that it still has what a head that you kept covers."
        })
final class KeyServerVerifyLogCommand extends FloeCommand {

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The key server's folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--log-key",
            paramLabel = "HEX",
            defaultValue = "",
            description = "The log's public key, as you know it. Default: that of the folder.")
    private String logKey = "";

    @Option(
            names = "--head",
            paramLabel = "BASE64",
            defaultValue = "",
            description = "A head seen before: header X-KeyServer-Log-Head, /health, or floe keyserver log.")
    private String head = "";

    @Override
    protected int run(Output out) throws Exception {
        KeyServerFolder server = KeyServerFolder.open(folder, Entropy.system());
        Bytes publicKey = logKey.isEmpty() ? server.logPublicKey() : Bytes.parseHex(logKey);
        Optional<LogHead> kept = head.isEmpty()
                ? Optional.empty()
                : Optional.of(LogHead.parse(Bytes.copyOf(Base64.getDecoder().decode(head))));
        try (FileStore.StoreLock _ = server.lock()) {
            Optional<LogHead> newest =
                    ReleaseLog.verify(server.logFiles(), Entropy.system(), publicKey, kept, release -> {});
            long size = newest.map(LogHead::size).orElse(0L);
            out.line("verified " + size + " releases");
            newest.ifPresent(last -> out.line("head " + KeyServerLogCommand.base64(last)));
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("releases", size)
                    .put("head", newest.map(KeyServerLogCommand::base64).orElse("")));
            return 0;
        }
    }
}

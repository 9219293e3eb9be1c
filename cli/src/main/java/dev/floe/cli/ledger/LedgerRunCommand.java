package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.net.LedgerServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe ledger run`.
@Command(
        name = "run",
        description = {
            "Run a Sui ledger in DIR until stopped; makes a new one when there is none.",
            "It serves sui.rpc.v2 over gRPC and gRPC-Web and a faucet. There is no authentication: it listens on this",
            "machine only, unless --host says otherwise."
        })
final class LedgerRunCommand extends FloeCommand {

    @Mixin
    private LedgerFolder folder = new LedgerFolder();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9000",
            description = "The port; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--epoch-seconds",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "How long an epoch lasts. Default: ${DEFAULT-VALUE}, a day.")
    private long epochSeconds;

    @Override
    protected int run(Output out) throws Exception {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("--port: expected 0 to 65535, got " + port);
        }
        LocalLedgerOptions options = LocalLedgerOptions.DEFAULT.withEpochDuration(Duration.ofSeconds(epochSeconds));
        CountDownLatch stopped = new CountDownLatch(1);
        try (LocalLedger ledger = folder.open(options);
                LedgerServer server = LedgerServer.start(ledger, host, port)) {
            announce(out, ledger, server);
            Thread hook = new Thread(() -> close(server, ledger, stopped), "floe-ledger-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            stopped.await();
            return 0;
        }
    }

    private void announce(Output out, LocalLedger ledger, LedgerServer server) throws IOException {
        String endpoint = server.endpoint().toString();
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("ledger", endpoint)
                .put("chain", ledger.info().chainId())
                .put("faucet", endpoint + "/v2/gas");
        // Written when the ledger answers, so that a script can wait for it; other commands find the ledger by it.
        DurableFile.write(
                DiskFileStore.open(folder.path()),
                NetworkOptions.FILE,
                ByteBuffer.wrap((document.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8)));
        out.line("ledger " + endpoint);
        out.line("chain  " + ledger.info().chainId());
        out.json(document);
        out.hint("Stop it with Ctrl-C; nothing that was acknowledged is lost.");
        out.raw().flush();
    }

    private static void close(LedgerServer server, LocalLedger ledger, CountDownLatch stopped) {
        server.close();
        ledger.close();
        stopped.countDown();
    }
}

package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.Ibe;
import dev.floe.access.net.KeyServerHttp;
import dev.floe.access.server.KeyServer;
import dev.floe.access.server.KeyServerFolder;
import dev.floe.access.server.KeyServerOptions;
import dev.floe.access.server.NameRegistry;
import dev.floe.access.server.ReleaseLog;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.bls.Curve;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe keyserver run`.
@Command(
        name = "run",
        description = {
            "Run the key server in DIR until stopped. It answers the Seal protocol over HTTP, and metrics on a port of",
            "their own. Put TLS in front of it before others use it. $MASTER_KEY (0x and 64 digits) replaces the file."
        })
final class KeyServerRunCommand extends FloeCommand {

    static final String MASTER_KEY = "MASTER_KEY";

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The key server's folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "2024",
            description = "The port; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "9184",
            description = "The port of the metrics; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int metricsPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--requests-per-minute",
            paramLabel = "N",
            defaultValue = "600",
            description = "How many requests one user may make. Default: ${DEFAULT-VALUE}.")
    private int requestsPerMinute;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Override
    protected int run(Output out) throws Exception {
        KeyServerFolder server = KeyServerFolder.open(folder, Entropy.system());
        KeyServerFolder.Settings settings = server.settings()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no key server in " + folder + "; make one with floe keyserver new --dir " + folder));
        Time time = new SystemTime();
        KeyServerOptions options = KeyServerOptions.of(settings.sealPackage())
                .withRate(requestsPerMinute, Math.max(1, requestsPerMinute / 6));
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, stopped), "floe-keyserver-stop"));
        try (FileStore.StoreLock _ = server.lock();
                Ledger ledger = network.connect();
                ReleaseLog log = server.openLog();
                KeyServerHttp http = KeyServerHttp.start(
                        new KeyServer(
                                new Ibe(Curve.best()),
                                ledger,
                                time,
                                Entropy.system(),
                                options,
                                server.keyRing(settings, Optional.ofNullable(System.getenv(MASTER_KEY))),
                                NameRegistry.NONE,
                                log),
                        host,
                        port,
                        metricsPort)) {
            announce(out, server, http);
            stop.await();
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    private static void announce(Output out, KeyServerFolder server, KeyServerHttp http) throws IOException {
        out.line("key server " + http.endpoint());
        out.line("metrics    " + http.metricsEndpoint());
        out.line("log key    " + server.logPublicKey().toHex());
        out.json(JsonNodeFactory.instance
                .objectNode()
                .put("keyServer", http.endpoint().toString())
                .put("metrics", http.metricsEndpoint().toString())
                .put("logPublicKey", server.logPublicKey().toHex()));
        out.hint("Stop it with Ctrl-C; every release that left is in the log.");
        out.raw().flush();
    }

    /// Ends the command and waits until everything is closed.
    private static void await(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

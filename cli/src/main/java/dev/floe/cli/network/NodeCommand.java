package dev.floe.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import dev.floe.host.Entropy;
import dev.floe.host.SystemTime;
import dev.floe.node.net.HttpChallengePeers;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `floe node`.
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Storage nodes: how they are, and stopping, starting and scrubbing those of a local network.",
        subcommands = {
            NodeCommand.Status.class,
            NodeCommand.Stop.class,
            NodeCommand.Start.class,
            NodeCommand.Scrub.class,
            NodeCommand.Run.class
        })
public final class NodeCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of status, stop, start, scrub and run is missing");
    }

    /// `floe node status`.
    @Command(
            name = "status",
            description = "Every node of the committee: where it is, what it holds, whether it answers.")
    static final class Status extends FloeCommand {

        private static final Duration PATIENCE = Duration.ofSeconds(5);

        @Mixin
        private StorageOptions storage = new StorageOptions();

        @Override
        protected int run(Output out) throws Exception {
            try (StorageOptions.Open open = storage.open()) {
                ArrayNode json = JsonNodeFactory.instance.arrayNode();
                for (StorageNodeInfo node : open.system().committees().current().members()) {
                    String health = health(open, node);
                    out.line(node.name() + "  " + node.networkAddress() + "  " + node.weight() + " storage shards  "
                            + health);
                    json.addObject()
                            .put("name", node.name())
                            .put("id", node.nodeId().toString())
                            .put("address", node.networkAddress())
                            .put("storageShards", node.weight())
                            .put("health", health);
                }
                out.json(JsonNodeFactory.instance.objectNode().set("nodes", json));
                return 0;
            }
        }

        private static String health(StorageOptions.Open open, StorageNodeInfo node) throws InterruptedException {
            try {
                NodeHealth health = open.clients().client(node).health(Deadline.in(new SystemTime(), PATIENCE));
                return health.nodeStatus();
            } catch (DataException | NodeRefusedException e) {
                return "no answer";
            }
        }
    }

    /// Something that is done to one node of a local network.
    abstract static class OnNode extends FloeCommand {

        @Mixin
        private NetworkOptions network = new NetworkOptions();

        @Parameters(paramLabel = "NAME", description = "The node, such as node-3.")
        private String name = "";

        JsonNode post(String verb) throws Exception {
            if (!name.matches("[A-Za-z0-9-]{1,100}")) {
                throw new IllegalArgumentException("NAME: expected a name such as node-3, got '" + name + "'");
            }
            return ControlClient.post(network, "/nodes/" + name + "/" + verb);
        }

        String name() {
            return name;
        }
    }

    /// `floe node stop`.
    @Command(name = "stop", description = "Stop a node of a local network, as if its machine were gone.")
    static final class Stop extends OnNode {
        @Override
        protected int run(Output out) throws Exception {
            JsonNode answer = post("stop");
            out.line(name() + (answer.path("changed").asBoolean() ? " stopped" : " did not run"));
            out.json(answer);
            return 0;
        }
    }

    /// `floe node start`.
    @Command(
            name = "start",
            description =
                    "Start a node of a local network again. What its folder lacks is healed from the other nodes.")
    static final class Start extends OnNode {
        @Override
        protected int run(Output out) throws Exception {
            JsonNode answer = post("start");
            out.line(name() + (answer.path("changed").asBoolean() ? " started" : " runs already"));
            out.json(answer);
            return 0;
        }
    }

    /// `floe node scrub`.
    @Command(name = "scrub", description = "Verify every byte a node of a local network stores. What is bad is healed.")
    static final class Scrub extends OnNode {
        @Override
        protected int run(Output out) throws Exception {
            JsonNode answer = post("scrub");
            out.line(answer.path("pieces").asLong() + " pieces, "
                    + answer.path("bytes").asLong() + " bytes verified; "
                    + answer.path("bad").asLong() + " bad, "
                    + answer.path("unreadable").asLong() + " unreadable");
            out.json(answer);
            return answer.path("bad").asLong() + answer.path("unreadable").asLong() == 0 ? 0 : 1;
        }
    }

    /// `floe node run`.
    @Command(
            name = "run",
            description = {
                "Run one node of a local network in a process of its own, until stopped. Stop it in the process of",
                "floe up first, by floe node stop."
            })
    static final class Run extends FloeCommand {

        @Mixin
        private StorageOptions storage = new StorageOptions();

        @Parameters(paramLabel = "NAME", description = "The node, such as node-3.")
        private String name = "";

        @Override
        protected int run(Output out) throws Exception {
            try (UntilStopped stop = new UntilStopped();
                    StorageOptions.Open open = storage.open();
                    HttpChallengePeers challengers = new HttpChallengePeers()) {
                NetworkFile file = open.file()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "node run: give the folder of a local network by --network"));
                NetworkFile.Node self = file.requireNode(name);
                LocalNode.Surroundings around = new LocalNode.Surroundings(
                        open.system(),
                        Validators.contract(open),
                        Optional.ofNullable(file.objects().get("challenges")),
                        open.clients(),
                        challengers,
                        new SystemTime());
                NetworkFolder folder = storage.folder();
                try (NodeSecrets secrets = NodeSecrets.openOrCreate(folder.keys(name), Entropy.system());
                        LocalNode _ = LocalNode.start(folder.node(name), self, secrets, around)) {
                    out.line(name + "  http://" + self.address());
                    out.json(JsonNodeFactory.instance
                            .objectNode()
                            .put("name", name)
                            .put("id", self.id().toString())
                            .put("address", self.address()));
                    out.hint("Stop it with Ctrl-C.");
                    out.raw().flush();
                    stop.await();
                    return 0;
                }
            }
        }
    }
}

package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe challenge`.
@Command(
        name = "challenge",
        mixinStandardHelpOptions = true,
        description = "Storage challenges: once per storage epoch, nodes show each other samples of what they store.",
        subcommands = ChallengeCommand.Status.class)
public final class ChallengeCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "status is missing");
    }

    /// `floe challenge status`.
    @Command(
            name = "status",
            description = "The last challenge: until when nodes may answer, who passed, and how often others failed.")
    static final class Status extends FloeCommand {

        @Mixin
        private StorageOptions storage = new StorageOptions();

        @Option(
                names = "--challenges",
                paramLabel = "ID",
                description = "The ChallengeManager object, where network.json does not tell it.")
        private Optional<String> manager = Optional.empty();

        @Override
        protected int run(Output out) throws Exception {
            try (StorageOptions.Open open = storage.open()) {
                List<StorageNodeInfo> nodes =
                        open.system().committees().current().members();
                long epoch = open.system().state().epoch();
                ChallengeReport report = ChallengeReport.read(open, manager(open), epoch, nodes);
                out.line(headline(report, epoch));
                ObjectNode json = JsonNodeFactory.instance
                        .objectNode()
                        .put("epoch", epoch)
                        .put("isDrawn", report.isDrawn())
                        .put("samples", report.samples());
                report.deadline().ifPresent(deadline -> json.put("deadline", deadline.toString()));
                for (ChallengeReport.Node node : report.nodes()) {
                    out.line(node.name() + "  " + (node.hasPassed() ? "passed" : "not passed")
                            + (node.failures() == 0 ? "" : "  failed " + node.failures() + " in a row"));
                    json.withArray("nodes")
                            .addObject()
                            .put("name", node.name())
                            .put("id", node.id().toString())
                            .put("hasPassed", node.hasPassed())
                            .put("failures", node.failures());
                }
                out.json(json);
                return 0;
            }
        }

        private static String headline(ChallengeReport report, long epoch) {
            if (report.deadline().isEmpty()) {
                return "storage epoch " + epoch + ": the challenge is not drawn yet";
            }
            return report.isDrawn()
                    ? "storage epoch " + epoch + ": " + report.samples() + " samples of each node, due "
                            + report.deadline().get()
                    : "storage epoch " + epoch + ": the challenge is not drawn yet; the one before was due "
                            + report.deadline().get();
        }

        private Address manager(StorageOptions.Open open) {
            return manager.map(Address::parse)
                    .orElseGet(() -> open.file()
                            .orElseThrow(() -> new DataException.NotFound(
                                    "challenge: only networks of floe up have challenges; else give --challenges"))
                            .requireObject("challenges"));
        }
    }
}

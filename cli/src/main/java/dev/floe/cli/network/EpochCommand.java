package dev.floe.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.storage.walrus.EpochPhase;
import dev.floe.storage.walrus.StakingState;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `floe epoch`.
@Command(
        name = "epoch",
        description = "The storage epoch: which it is, and when it ends.",
        subcommands = EpochCommand.Advance.class)
public final class EpochCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open()) {
            StakingState state = open.system().staking();
            String phase = switch (state.phase()) {
                case EpochPhase.Syncing syncing ->
                    "storage shards are being copied, " + syncing.syncedWeight() + " of " + state.shardCount()
                            + " done";
                case EpochPhase.Running running -> "running; voting ends " + ends(running.since(), state, 2);
                case EpochPhase.NextChosen chosen ->
                    "running, the next committee is chosen; it takes over " + ends(chosen.since(), state, 1);
            };
            out.line("storage epoch " + state.epoch() + ": " + phase);
            out.line("an epoch lasts " + state.epochDuration().toSeconds() + " s; "
                    + state.committee().size() + " nodes hold " + state.shardCount() + " storage shards");
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("epoch", state.epoch())
                    .put("phase", state.phase().getClass().getSimpleName())
                    .put("durationMillis", state.epochDuration().toMillis())
                    .put("nodes", state.committee().size())
                    .put("storageShards", state.shardCount()));
            return 0;
        }
    }

    private static Instant ends(Instant since, StakingState state, int part) {
        return since.plus(state.epochDuration().dividedBy(part));
    }

    /// `floe epoch advance`.
    @Command(
            name = "advance",
            description = "End the storage epoch of a local network now, by moving its clock ahead. Rewards are paid.")
    static final class Advance extends FloeCommand {

        @Mixin
        private NetworkOptions network = new NetworkOptions();

        @Override
        protected int run(Output out) throws Exception {
            JsonNode answer = ControlClient.post(network, "/epoch/advance");
            out.line("storage epoch " + answer.path("epoch").asLong());
            out.json(answer);
            return 0;
        }
    }
}

package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.NodeCommittee;
import dev.floe.storage.walrus.NodePool;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.SystemState;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `floe validators`.
@Command(
        name = "validators",
        description = "The storage nodes of the committee: weight, votes, address; and today's prices.")
public final class ValidatorsCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open()) {
            NodeCommittee committee = open.system().committees().current();
            Map<Address, NodePool> pools = open.system()
                    .pools(committee.members().stream()
                            .map(StorageNodeInfo::nodeId)
                            .toList());
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            for (StorageNodeInfo node : committee.members()) {
                NodePool pool = Objects.requireNonNull(pools.get(node.nodeId()));
                out.line(node.name() + "  " + node.nodeId() + "  " + node.weight() + " storage shards  "
                        + node.networkAddress() + "  votes: storage " + pool.storagePriceVote() + ", write "
                        + pool.writePriceVote() + " FROST per MiB, capacity " + pool.capacityVote() + " bytes");
                json.addObject()
                        .put("name", node.name())
                        .put("id", node.nodeId().toString())
                        .put("storageShards", node.weight())
                        .put("address", node.networkAddress())
                        .put("storagePriceVote", pool.storagePriceVote())
                        .put("writePriceVote", pool.writePriceVote())
                        .put("capacityVote", pool.capacityVote());
            }
            SystemState state = open.system().state();
            out.line("prices in storage epoch " + state.epoch() + ": storage " + state.storagePrice()
                    + " FROST per MiB and epoch, writing " + state.writePrice() + " FROST per MiB");
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("epoch", state.epoch())
                    .put("storagePrice", state.storagePrice())
                    .put("writePrice", state.writePrice())
                    .set("nodes", json));
            return 0;
        }
    }
}

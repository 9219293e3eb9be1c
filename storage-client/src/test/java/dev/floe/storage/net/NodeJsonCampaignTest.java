package dev.floe.storage.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.committee.SignedMessage;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StoredStatus;
import dev.floe.testkit.Campaign;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Mutated JSON answers of nodes: read or refused, within bounds.
final class NodeJsonCampaignTest {

    @Test
    void answersAreReadOrRefused() {
        NodeHealth health = new NodeHealth(
                Duration.ofSeconds(1),
                4,
                Bytes.copyOf(new byte[48]),
                "Active",
                new NodeHealth.EventProgress(10, 1),
                new NodeHealth.ShardSummary(3, 0, 2, 1, 0, 5));
        BlobStatus status = new BlobStatus.Permanent(
                9, true, new BlobStatus.StatusEvent("abc", 7), BlobStatus.DeletableCounts.NONE, OptionalLong.of(2));
        SignedMessage signed = new SignedMessage(Bytes.copyOf(new byte[40]), Bytes.copyOf(new byte[96]));
        List<byte[]> corpus = List.of(
                NodeJson.success(200, NodeJson.of(health)).toByteArray(),
                NodeJson.success(200, NodeJson.of(status)).toByteArray(),
                NodeJson.success(200, NodeJson.confirmation(signed)).toByteArray(),
                NodeJson.success(200, NodeJson.of(StoredStatus.STORED)).toByteArray(),
                NodeJson.error(new NodeRefusedException(NodeReason.NOT_REGISTERED, "no"))
                        .toByteArray());
        Campaign.Report report = Campaign.allowing(DataException.Corrupt.class).run("node JSON", corpus, input -> {
            assertThat(NodeJson.readError(400, input).getMessage()).isNotNull();
            var data = NodeJson.readSuccess(input);
            switch (input.length % 4) {
                case 0 -> NodeJson.readHealth(data);
                case 1 -> NodeJson.readBlobStatus(data);
                case 2 -> NodeJson.readSigned(data);
                default -> NodeJson.readStoredStatus(data);
            }
        });
        assertThat(report.accepted()).isPositive();
    }
}

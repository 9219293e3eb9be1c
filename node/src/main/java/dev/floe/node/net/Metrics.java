package dev.floe.node.net;

import dev.floe.node.NodeCounters;
import dev.floe.node.StorageNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A node's counters and gauges as Prometheus reads them, text format 0.0.4.
final class Metrics {

    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    private Metrics() {}

    static String of(StorageNode node, @Nullable HttpEdge edge) {
        Metrics metrics = new Metrics();
        for (NodeCounters.Name name : NodeCounters.Name.values()) {
            String metric = "floe_node_" + name.name().toLowerCase(Locale.ROOT) + "_total";
            metrics.add(metric, "counter", name.help(), node.counters().get(name));
        }
        metrics.add("floe_node_epoch", "gauge", "Storage epoch the node is in", node.epoch());
        metrics.add(
                "floe_node_blobs",
                "gauge",
                "Blobs there is anything of",
                node.store().blobCount());
        metrics.add(
                "floe_node_slivers", "gauge", "Slivers on disk", node.store().sliverCount());
        metrics.add(
                "floe_node_known_blobs",
                "gauge",
                "Blobs known from the ledger",
                node.states().size());
        metrics.add(
                "floe_node_events_total",
                "counter",
                "Ledger events handled",
                node.states().events());
        metrics.add(
                "floe_node_damaged_total",
                "counter",
                "Pieces that failed a check",
                node.store().damagedCount());
        metrics.add("floe_node_pending_bytes", "gauge", "Uploads waiting for registration", node.pendingBytes());
        metrics.add(
                "floe_node_disk_free_bytes",
                "gauge",
                "Bytes free on the disk",
                node.store().freeBytes());
        if (edge != null) {
            metrics.add("floe_http_in_progress", "gauge", "Requests in progress", edge.inProgress());
            metrics.add("floe_http_buffered_bytes", "gauge", "Bytes of bodies in memory", edge.bufferedBytes());
            metrics.add("floe_http_refused_total", "counter", "Requests refused at the door", edge.refused());
        }
        return metrics.text.toString();
    }

    private void add(String name, String type, String help, long value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append(name).append(' ').append(value).append('\n');
    }
}

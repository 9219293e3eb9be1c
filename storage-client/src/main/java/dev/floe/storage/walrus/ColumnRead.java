package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.Bytes;
import dev.floe.format.SliverData;
import dev.floe.host.ByteArea;
import dev.floe.host.Deadline;
import dev.floe.storage.encoding.SliverCheck;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// Reads one column of a blob: the secondary sliver from its holder, verified by its hash; when the holder fails,
/// symbol by symbol out of the rows.
final class ColumnRead {

    private final OpenedBlob blob;
    private final Nodes nodes;
    private final LastResort lastResort;
    private final NetworkOptions options;
    private final Deadline deadline;

    ColumnRead(OpenedBlob blob, Nodes nodes, LastResort lastResort, NetworkOptions options, Deadline deadline) {
        this.blob = blob;
        this.nodes = nodes;
        this.lastResort = lastResort;
        this.options = options;
        this.deadline = deadline;
    }

    Bytes column(int index) throws InterruptedException, IOException {
        int columnBytes = blob.shards().sliverSize(Axis.SECONDARY, blob.sizeBytes());
        StorageNodeInfo holder = blob.member(blob.holder(Axis.SECONDARY, index));
        if (!nodes.book().isPaused(holder)) {
            int pair = blob.shards().pairOfSliver(index, Axis.SECONDARY);
            Deadline soon = deadline.within(nodes.book().hedgeDelay().multipliedBy(4));
            Nodes.Answer<SliverData> answer = nodes.ask(
                    holder,
                    columnBytes,
                    soon,
                    (client, by) -> client.sliver(blob.id(), pair, Axis.SECONDARY, columnBytes, by));
            if (answer instanceof Nodes.Answer.Got<SliverData>(SliverData sliver)) {
                if (isRight(sliver, index, columnBytes)) {
                    return sliver.symbols();
                }
                nodes.book().lied(holder, "column " + index + " of blob " + blob.id() + ": wrong hash or size");
            }
        }
        return fromRows(index, columnBytes);
    }

    private boolean isRight(SliverData sliver, int index, int columnBytes) throws IOException {
        if (sliver.index() != index
                || sliver.symbolSize() != blob.symbolBytes()
                || sliver.symbols().size() != columnBytes) {
            return false;
        }
        try (ByteArea area = ByteArea.allocated(columnBytes)) {
            area.write(0, MemorySegment.ofBuffer(sliver.symbols().asByteBuffer()));
            List<SliverInput> input = List.of(new SliverInput(Axis.SECONDARY, index, area, 0));
            return !new SliverCheck(blob.metadata(), options.encoding())
                    .valid(Axis.SECONDARY, input)
                    .isEmpty();
        }
    }

    /// A column of the blob is the cells below each other in its rows. The last rows may be beyond the blob's end
    /// and are then zeros.
    private Bytes fromRows(int index, int columnBytes) throws InterruptedException, IOException {
        byte[] column = new byte[columnBytes];
        int symbolBytes = blob.symbolBytes();
        for (int row = 0; row * symbolBytes < columnBytes; row++) {
            long offset = (long) row * blob.rowBytes() + (long) index * symbolBytes;
            int length = Math.clamp(blob.sizeBytes() - offset, 0, symbolBytes);
            if (length > 0) {
                ByteBuffer cell = ByteBuffer.wrap(column, row * symbolBytes, length);
                new RangeRead(blob, nodes, lastResort, options, deadline).read(offset, cell);
            }
        }
        return Bytes.copyOf(column);
    }
}

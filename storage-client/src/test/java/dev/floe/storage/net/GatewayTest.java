package dev.floe.storage.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.ByteArea;
import dev.floe.host.SystemTime;
import dev.floe.storage.BlobDownload;
import dev.floe.storage.BlobStoreContract;
import dev.floe.storage.LocalStore;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Aggregators and publishers as any network has them.
final class GatewayTest extends BlobStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final LocalStore blobs = new LocalStore(new SimFileStore(Seed.of("gateway")), SHARDS, ENCODING);

    @Override
    protected void withStore(byte[][] contents, StoreTest test) throws Exception {
        try (GatewayServer server = new GatewayServer(blobs);
                PublisherClient publisher = publisher(server);
                AggregatorStore store = aggregator(server)) {
            for (byte[] content : contents) {
                try (ByteArea area = area(content)) {
                    assertThat(publisher.publish(area, PublishOptions.DEFAULT).id())
                            .isEqualTo(idOf(content));
                }
            }
            test.run(store);
        }
    }

    private static AggregatorStore aggregator(GatewayServer server) {
        return new AggregatorStore(server.root(), new SystemTime(), TIMEOUT);
    }

    private static PublisherClient publisher(GatewayServer server) {
        return new PublisherClient(server.root(), SHARDS, ENCODING, new SystemTime(), TIMEOUT);
    }

    @Test
    void whatThePublisherSaysIsRead() throws IOException {
        try (GatewayServer server = new GatewayServer(blobs);
                PublisherClient publisher = publisher(server);
                ByteArea content = area(new byte[] {1, 2, 3})) {
            StoredBlob first = publisher.publish(content, PublishOptions.DEFAULT.withEpochs(3));
            assertThat(first.isNew()).isTrue();
            assertThat(first.costFrost()).isEqualTo(5);
            assertThat(first.endEpoch()).isEqualTo(9);
            assertThat(first.objectId()).isPresent();
            StoredBlob again = publisher.publish(content, PublishOptions.DEFAULT);
            assertThat(again.isNew()).isFalse();
            assertThat(again.objectId()).isEqualTo(first.objectId());
            server.fault = GatewayServer.Fault.OTHER_ID;
            assertThatThrownBy(() -> publisher.publish(content, PublishOptions.DEFAULT))
                    .isInstanceOf(DataException.Corrupt.class);
            server.fault = GatewayServer.Fault.BUSY;
            assertThatThrownBy(() -> publisher.publish(content, PublishOptions.DEFAULT))
                    .isInstanceOf(DataException.Unavailable.class);
            assertThatThrownBy(
                            () -> publisher.publish(content, PublishOptions.DEFAULT.withAttributes(Map.of("a", "b"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void answersThatAreNotTheRangeAskedForAreRefused() throws IOException {
        byte[] content = new byte[1_000];
        try (GatewayServer server = new GatewayServer(blobs);
                AggregatorStore store = aggregator(server);
                ByteArea area = area(content)) {
            BlobId id = blobs.publish(area, PublishOptions.DEFAULT).id();
            assertThat(store.sizeBytes(id)).isEqualTo(1_000);
            for (GatewayServer.Fault fault : List.of(
                    GatewayServer.Fault.OTHER_RANGE, GatewayServer.Fault.OTHER_SIZE, GatewayServer.Fault.FEWER_BYTES)) {
                server.fault = fault;
                assertThatThrownBy(() -> store.read(id, new ByteRange(10, 100)))
                        .as("%s", fault)
                        .isInstanceOf(DataException.Corrupt.class);
            }
        }
    }

    @Test
    void aWholeBlobIsVerifiedByEncodingItAgain() throws IOException {
        byte[] content = {9, 8, 7};
        BlobId wrong = new BlobId(Digest.ZERO);
        try (GatewayServer server = new GatewayServer(blobs);
                AggregatorStore store = aggregator(server);
                ByteArea area = area(content);
                ByteArea target = ByteArea.allocated(3)) {
            BlobId id = blobs.publish(area, PublishOptions.DEFAULT).id();
            BlobDownload.verified(store, id, target, SHARDS, ENCODING);
            BlobDownload.requireId(id, target, SHARDS, ENCODING);
            assertThatThrownBy(() -> BlobDownload.requireId(wrong, target, SHARDS, ENCODING))
                    .isInstanceOf(DataException.Corrupt.class);
        }
    }

    @Test
    void onlyWebAddressesAreGateways() {
        for (String root : List.of("ftp://a", "file:///etc/passwd", "a:1", "/x")) {
            assertThatThrownBy(() -> new AggregatorStore(URI.create(root), new SystemTime(), TIMEOUT))
                    .as(root)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

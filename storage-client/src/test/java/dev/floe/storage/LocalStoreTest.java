package dev.floe.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.host.ByteArea;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class LocalStoreTest extends BlobStoreContract {

    private final SimFileStore files = new SimFileStore(Seed.of("local store"));

    @Override
    protected void withStore(byte[][] blobs, StoreTest test) throws Exception {
        try (LocalStore store = filled(files, blobs)) {
            test.run(store);
        }
    }

    static LocalStore filled(SimFileStore files, byte[][] blobs) throws IOException {
        LocalStore store = new LocalStore(files, SHARDS, ENCODING);
        for (byte[] blob : blobs) {
            try (ByteArea area = area(blob)) {
                store.publish(area, PublishOptions.DEFAULT);
            }
        }
        return store;
    }

    @Test
    void whatWasPublishedSurvivesAPowerCut() throws IOException {
        byte[] blob = {1, 2, 3};
        filled(files, new byte[][] {blob});
        LocalStore after = new LocalStore(files.crash(Seed.of("cut")), SHARDS, ENCODING);
        assertThat(after.sizeBytes(idOf(blob))).isEqualTo(3);
    }

    @Test
    void aSecondPublishStoresNothingAndADeletedBlobIsGone() throws IOException {
        byte[] blob = {4, 5};
        LocalStore store = filled(files, new byte[][] {blob});
        try (ByteArea area = area(blob)) {
            assertThat(store.publish(area, PublishOptions.DEFAULT).isNew()).isFalse();
        }
        store.delete(idOf(blob));
        store.delete(idOf(blob));
        assertThatThrownBy(() -> store.sizeBytes(idOf(blob))).isInstanceOf(DataException.NotFound.class);
    }

    @Test
    void aVerifyingStoreFindsAFlippedBit() throws IOException {
        byte[] blob = new byte[5_000];
        LocalStore store = filled(files, new byte[][] {blob});
        BlobId id = idOf(blob);
        var metadata = store.metadata(id);
        String hex = id.value().toHex();
        files.corrupt("blobs/" + hex.substring(0, 2) + "/" + hex, content -> {
            content[2_500] ^= 1;
            return content;
        });
        VerifyingStore verifying = new VerifyingStore(store, _ -> metadata, ENCODING);
        assertThatThrownBy(() -> verifying.read(id, 2_400, ByteBuffer.allocate(200)))
                .isInstanceOf(DataException.Corrupt.class);
        assertThatThrownBy(() -> store.metadata(id)).isInstanceOf(DataException.Corrupt.class);
        store.read(id, 2_400, ByteBuffer.allocate(200));
    }
}

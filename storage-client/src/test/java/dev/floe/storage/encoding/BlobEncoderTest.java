package dev.floe.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.host.ByteArea;
import dev.floe.host.SystemTime;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BlobEncoderTest {

    private static final EncodeOptions DEFAULTS = EncodeOptions.defaults();

    // In memory, with everything spilled to temporary files and small bands, and on two threads.
    private static final List<EncodeOptions> WAYS =
            List.of(DEFAULTS, DEFAULTS.withMemoryBytes(0), DEFAULTS.withThreads(2));

    @TestFactory
    Stream<DynamicTest> agreesWithTheOfficialEncoder() throws IOException {
        System.out.println("vector kernels in use: " + SliverCodec.warmUp(new SystemTime()::nanos));
        return Vectors.cases("blobs.json")
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
    }

    private static void check(JsonNode expected) throws IOException {
        StorageShards shards = new StorageShards(expected.get("nShards").asInt());
        byte[] input = Vectors.input(expected);
        for (EncodeOptions options : WAYS) {
            try (ByteArea blob = Vectors.area(input);
                    EncodedBlob encoded = new BlobEncoder(shards, options).encode(blob)) {
                BlobMetadataWithId metadata = encoded.metadata();
                assertThat(metadata.id().toString())
                        .isEqualTo(expected.get("blobId").asText());
                assertThat(metadata.metadata().rootHash().toHex())
                        .isEqualTo(expected.get("rootHashHex").asText());
                assertThat(Vectors.hex(Vectors.sha256().digest(metadata.toBcs().toByteArray())))
                        .isEqualTo(expected.get("metadataWithIdBcsSha256").asText());
                for (Axis axis : Axis.values()) {
                    assertThat(sliversSha256(encoded, shards, axis))
                            .as("%s slivers with %s", axis, options)
                            .isEqualTo(expected.get(axis.text() + "SliverBcsConcatSha256")
                                    .asText());
                }
            }
        }
    }

    private static String sliversSha256(EncodedBlob encoded, StorageShards shards, Axis axis) throws IOException {
        MessageDigest digest = Vectors.sha256();
        for (int pair = 0; pair < shards.count(); pair++) {
            digest.update(encoded.sliver(pair, axis).toBcs().toByteArray());
        }
        return Vectors.hex(digest.digest());
    }
}

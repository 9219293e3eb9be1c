package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlobMetadataTest {

    private static List<JsonNode> blobs() {
        List<JsonNode> cases = new ArrayList<>();
        Vectors.read("walrus/blobs.json").required("cases").forEach(cases::add);
        return cases;
    }

    private static BlobMetadataWithId decode(Bytes bytes) {
        return Bcs.decode("metadata", bytes, BlobMetadataWithId::read);
    }

    @Test
    void readsAndWritesTheMetadataOfTheOfficialEncoder() {
        List<JsonNode> withBytes = blobs().stream()
                .filter(blob -> blob.has("metadataWithIdBcsHex"))
                .toList();
        assertThat(withBytes).isNotEmpty();
        for (JsonNode blob : withBytes) {
            Bytes bytes = Vectors.hex(blob, "metadataWithIdBcsHex");
            BlobMetadataWithId metadata = decode(bytes).verified();
            assertThat(metadata.toBcs()).isEqualTo(bytes);
            assertThat(metadata.metadata().rootHash().bytes()).isEqualTo(Vectors.hex(blob, "rootHashHex"));
            assertThat(metadata.metadata().blobSize())
                    .isEqualTo(blob.required("unencodedLength").asLong());
        }
    }

    @Test
    void computesTheSizesPlacementAndFormsOfEveryBlob() {
        for (JsonNode blob : blobs()) {
            StorageShards shards = new StorageShards(blob.required("nShards").asInt());
            long size = blob.required("unencodedLength").asLong();
            BlobId id = BlobId.compute(EncodingType.RS2, size, new Digest(Vectors.hex(blob, "rootHashHex")));
            assertThat(id.toString()).isEqualTo(blob.required("blobId").asText());
            assertThat(BlobId.parse(id.toString())).isEqualTo(id);
            assertThat(id.toU256())
                    .isEqualTo(new BigInteger(blob.required("blobIdDecimalU256").asText()));
            assertThat(BlobId.ofU256(id.toU256())).isEqualTo(id);
            assertThat(shards.symbolSize(size))
                    .isEqualTo(blob.required("symbolSize").asInt());
            assertThat(shards.maxFaulty()).isEqualTo(blob.required("maxFaulty").asInt());
            assertThat(shards.sliverSize(Axis.PRIMARY, size))
                    .isEqualTo(blob.required("primarySliverSize").asInt());
            assertThat(shards.sliverSize(Axis.SECONDARY, size))
                    .isEqualTo(blob.required("secondarySliverSize").asInt());
            assertThat(shards.encodedSize(size))
                    .isEqualTo(blob.required("encodedBlobLength").asLong());
            assertThat(shards.shardOfPair(0, id))
                    .isEqualTo(blob.required("shardOfPair0").asInt());
            assertThat(shards.pairOfShard(0, id))
                    .isEqualTo(blob.required("pairOfShard0").asInt());
        }
    }

    @Test
    void readsAndWritesTheSliversOfTheOfficialEncoder() {
        int slivers = 0;
        for (JsonNode blob : blobs()) {
            for (JsonNode pair : blob.path("sliversBcsHex")) {
                BlobMetadataWithId metadata = decode(Vectors.hex(blob, "metadataWithIdBcsHex"));
                for (Axis axis : Axis.values()) {
                    Bytes bytes = Vectors.hex(pair, axis.text());
                    SliverData sliver = Bcs.decode("sliver", bytes, in -> SliverData.read(in, axis))
                            .fitting(metadata);
                    assertThat(sliver.toBcs()).isEqualTo(bytes);
                    assertThat(metadata.metadata().shards().pairOfSliver(sliver.index(), axis))
                            .isEqualTo(pair.required("pair").asInt());
                    slivers++;
                }
            }
        }
        assertThat(slivers).isGreaterThan(100);
    }

    @Test
    void refusesMetadataOfAnotherBlob() {
        Bytes bytes = Vectors.hex(blobs().getFirst(), "metadataWithIdBcsHex");
        byte[] changed = bytes.toByteArray();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> decode(Bytes.copyOf(changed)).verified())
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("gives the id");
        assertThatThrownBy(() -> decode(bytes).verified(StorageShards.WALRUS))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("another network");
    }

    @Test
    void refusesALengthThatNoBlobHas() {
        byte[] bytes = Vectors.hex(blobs().getFirst(), "metadataWithIdBcsHex").toByteArray();
        bytes[32 + 2 + 7] = (byte) 0x80;
        assertThatThrownBy(() -> decode(Bytes.copyOf(bytes)))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("9223372036854775808 is over the limit");
    }
}

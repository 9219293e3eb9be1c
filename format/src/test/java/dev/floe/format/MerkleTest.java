package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTest {

    private static List<Bytes> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Bytes.copyOf(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void aTreeWithoutLeavesHasTheFillerAsRoot() {
        assertThat(Merkle.of(List.of()).root()).isEqualTo(MerkleNode.EMPTY);
    }

    @Test
    void theRootOfOneLeafIsItsHash() {
        assertThat(Merkle.of(leaves(1)).root())
                .isEqualTo(MerkleNode.of(Merkle.leafHash(leaves(1).getFirst().toByteArray())));
    }

    @Test
    void anOddLevelEndsInZeroBytesNotInACopy() {
        List<Digest> hashes = leaves(3).stream()
                .map(leaf -> Merkle.leafHash(leaf.toByteArray()))
                .toList();
        Digest expected = Merkle.innerHash(
                Merkle.innerHash(hashes.get(0), hashes.get(1)), Merkle.innerHash(hashes.get(2), Digest.ZERO));
        assertThat(Merkle.of(leaves(3)).root()).isEqualTo(MerkleNode.of(expected));
    }

    @Test
    void everyProofVerifiesAtItsPlaceAndNowhereElse() {
        for (int count : List.of(1, 2, 3, 4, 5, 7, 8, 9, 31, 100)) {
            List<Bytes> leaves = leaves(count);
            Merkle tree = Merkle.of(leaves);
            for (int i = 0; i < count; i++) {
                MerkleProof proof = Bcs.decode("proof", tree.proof(i).toBcs(), MerkleProof::read);
                for (int at = 0; at < count; at++) {
                    assertThat(proof.verifies(tree.root(), leaves.get(i), at, count))
                            .as("%d of %d at %d", i, count, at)
                            .isEqualTo(at == i);
                }
                assertThat(proof.verifies(tree.root(), leaves.get(i), i + 1024, count))
                        .isFalse();
            }
        }
    }

    @Test
    void aProofThatIsTooLongOrTooShortFails() {
        Merkle tree = Merkle.of(leaves(4));
        List<MerkleNode> path = tree.proof(1).path();
        List<MerkleNode> longer = new ArrayList<>(path);
        longer.add(MerkleNode.EMPTY);
        Bytes leaf = leaves(4).get(1);
        assertThat(new MerkleProof(path.subList(0, 1)).verifies(tree.root(), leaf, 1, 4))
                .isFalse();
        assertThat(new MerkleProof(longer).verifies(tree.root(), leaf, 1, 4)).isFalse();
    }

    @Test
    void provesTheRecoverySymbolsOfTheOfficialEncoder() {
        int proven = 0;
        for (JsonNode blob : Vectors.read("walrus/recovery-symbols.json").required("cases")) {
            int n = Integer.parseInt(
                    blob.required("blobCase").asText().split("-", 2)[0].substring(1));
            for (JsonNode symbol : blob.required("symbols")) {
                List<MerkleNode> path = new ArrayList<>();
                for (JsonNode sibling : symbol.required("proofPathHex")) {
                    path.add(MerkleNode.of(Digest.parseHex(sibling.asText())));
                }
                MerkleNode root = MerkleNode.of(new Digest(Vectors.hex(symbol, "rootHex")));
                int index = symbol.required("leafIndex").asInt();
                assertThat(new MerkleProof(path).verifies(root, Vectors.hex(symbol, "symbolHex"), index, n))
                        .isTrue();
                proven++;
            }
        }
        assertThat(proven).isGreaterThan(100);
    }
}

package dev.floe.node;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Blake2b;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;
import dev.floe.ledger.Address;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A symbol that a challenged node must show: of a primary sliver of one of its shards. Every node draws the same.
///
/// @param blob the blob
/// @param sliver index of the primary sliver
/// @param symbol which of its symbols
record ChallengeSample(BlobId blob, int sliver, int symbol) {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    /// Draws sample number `index`: `draw` in `storage_challenge.move`.
    ///
    /// @param owned the node's shards in the order of the committee object
    /// @param blobs those that can be drawn, in any order; none if empty
    static Optional<ChallengeSample> draw(
            Bytes seed, Address node, int index, List<Integer> owned, StorageShards shards, List<BlobId> blobs) {
        byte[] preimage =
                new BcsWriter().fixed(seed).fixed(node.bytes()).u16(index).toByteArray();
        BigInteger d = BcsReader.of("draw", Blake2b.hash(preimage).bytes()).u256();
        int shard =
                owned.get(d.mod(TWO_TO_64).mod(BigInteger.valueOf(owned.size())).intValue());
        int symbol = d.shiftRight(64)
                .mod(TWO_TO_64)
                .mod(BigInteger.valueOf(shards.count()))
                .intValue();
        Comparator<BlobId> byNumber = Comparator.comparing(BlobId::toU256);
        Optional<BlobId> blob = blobs.stream()
                .filter(id -> id.toU256().compareTo(d) >= 0)
                .min(byNumber)
                .or(() -> blobs.stream().min(byNumber));
        return blob.map(id -> new ChallengeSample(id, shards.pairOfShard(shard, id), symbol));
    }
}

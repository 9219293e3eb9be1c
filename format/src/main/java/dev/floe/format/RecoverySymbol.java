package dev.floe.format;

/// A symbol with the proof that the source sliver really has it.
///
/// @param symbol the symbol and the sliver it is from
/// @param proof shows that it is leaf number `target` under the hash of the source sliver
public record RecoverySymbol(DecodingSymbol symbol, MerkleProof proof) implements Bcs {

    /// Whether this symbol belongs at `target` of the source sliver.
    ///
    /// @param metadata what the blob consists of
    /// @param targetAxis axis of the sliver to rebuild; the source is of the other axis
    /// @param target index of the sliver to rebuild
    public boolean verifies(BlobMetadata metadata, Axis targetAxis, int target) {
        StorageShards shards = metadata.shards();
        if (symbol.sourceIndex() >= shards.count() || symbol.data().size() != metadata.symbolSize()) {
            return false;
        }
        MerkleNode sourceHash = metadata.sliverHash(targetAxis.other(), symbol.sourceIndex());
        return proof.verifies(sourceHash, symbol.data(), target, shards.count());
    }

    /// Reads a symbol and its proof.
    public static RecoverySymbol read(BcsReader in) {
        return new RecoverySymbol(DecodingSymbol.read(in), MerkleProof.read(in));
    }

    @Override
    public void write(BcsWriter out) {
        symbol.write(out);
        proof.write(out);
    }
}

package dev.floe.format;

/// A symbol at the crossing of a row and a column, with a proof; what storage nodes answer when asked for recovery
/// symbols.
///
/// The proof shows that the symbol is leaf number `targetIndex` under the hash of the source sliver.
///
/// @param symbol the symbol, the sliver it is from, and the axis of the sliver it helps to rebuild
/// @param targetIndex index of the sliver it helps to rebuild
/// @param proof from the symbol to the hash of the source sliver
public record GeneralRecoverySymbol(EitherDecodingSymbol symbol, int targetIndex, MerkleProof proof) implements Bcs {

    public GeneralRecoverySymbol {
        if (targetIndex < 0 || targetIndex >= StorageShards.MAX) {
            throw new IllegalArgumentException("target sliver " + targetIndex + " is not below " + StorageShards.MAX);
        }
    }

    /// Whether this symbol helps to rebuild sliver `target` of `axis`.
    ///
    /// Two forms do: the source is of the other axis and the target is the one asked for; or the source is itself
    /// the sliver asked for (then the symbol's own target is the sliver of the other axis it crosses).
    public boolean verifies(BlobMetadata metadata, Axis axis, int target) {
        boolean fromOtherAxis = symbol.targetAxis() == axis && targetIndex == target;
        boolean fromItself = symbol.targetAxis() != axis && symbol.symbol().sourceIndex() == target;
        return (fromOtherAxis || fromItself)
                && new RecoverySymbol(symbol.symbol(), proof).verifies(metadata, symbol.targetAxis(), targetIndex);
    }

    /// Reads a symbol.
    public static GeneralRecoverySymbol read(BcsReader in) {
        EitherDecodingSymbol symbol = EitherDecodingSymbol.read(in);
        int targetIndex = in.u16();
        if (targetIndex >= StorageShards.MAX) {
            throw in.corrupt("target sliver " + targetIndex + " is not below " + StorageShards.MAX);
        }
        return new GeneralRecoverySymbol(symbol, targetIndex, MerkleProof.read(in));
    }

    @Override
    public void write(BcsWriter out) {
        symbol.write(out);
        out.u16(targetIndex);
        proof.write(out);
    }
}

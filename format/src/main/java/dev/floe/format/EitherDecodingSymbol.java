package dev.floe.format;

/// A symbol tagged with the axis of the sliver it helps to rebuild.
///
/// @param targetAxis axis of the sliver that can be rebuilt with it
/// @param symbol the symbol and the sliver it is from
public record EitherDecodingSymbol(Axis targetAxis, DecodingSymbol symbol) implements Bcs {

    /// Reads a tagged symbol.
    public static EitherDecodingSymbol read(BcsReader in) {
        Axis axis = Axis.read(in);
        return new EitherDecodingSymbol(axis, DecodingSymbol.read(in));
    }

    @Override
    public void write(BcsWriter out) {
        targetAxis.write(out);
        symbol.write(out);
    }
}

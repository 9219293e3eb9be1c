package dev.floe.format.internal.redstuff;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector width of this JVM: the machine's, at most 512 bits, chosen once. Two widths in one JVM would spoil
/// the type profiles that C2 needs.
final class VectorShape {

    static final VectorSpecies<Long> LONGS =
            LongVector.SPECIES_PREFERRED.length() > Lanes.COUNT ? LongVector.SPECIES_512 : LongVector.SPECIES_PREFERRED;

    static final VectorSpecies<Byte> BYTES = LONGS.withLanes(byte.class);

    /// The class of all vectors of longs.
    static final Class<? extends LongVector> TYPE = LongVector.zero(LONGS).getClass();

    /// Whether a vector is a whole row of 8 lanes, so that tiles can be transposed in registers.
    static final boolean IS_ROW = LONGS.length() == Lanes.COUNT;

    private VectorShape() {}
}

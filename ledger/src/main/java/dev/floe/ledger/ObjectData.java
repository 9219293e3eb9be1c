package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// What an object holds. BCS: 0 a Move value, 1 a package.
public sealed interface ObjectData permits MoveObject, MovePackage {

    /// The object's id.
    Address id();

    /// The version, unsigned.
    long version();

    /// Reads an enum tag and what belongs to it.
    static ObjectData read(BcsReader in) {
        return in.tag(2) == 0 ? MoveObject.readFields(in) : MovePackage.readFields(in);
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        switch (this) {
            case MoveObject move -> move.writeFields(out.uleb(0));
            case MovePackage pkg -> pkg.writeFields(out.uleb(1));
        }
    }
}

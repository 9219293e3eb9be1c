package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.SuiObject;

/// Contents of the objects of the Move package `floe`.
final class MarketObjects {

    private MarketObjects() {}

    static BcsReader contents(SuiObject object, String module, String name) {
        if (!(object.data() instanceof MoveObject move)
                || !move.type().module().equals(module)
                || !move.type().name().equals(name)) {
            throw new IllegalArgumentException("object " + object.id() + ": expected a " + module + "::" + name
                    + ", got " + (object.data() instanceof MoveObject other ? other.type() : "a package"));
        }
        return BcsReader.of(name + " " + object.id(), move.contents());
    }
}

package dev.floe.ledger;

import dev.floe.format.Bytes;
import java.util.Optional;

/// A dynamic field of an object.
///
/// @param fieldId   id of the `0x2::dynamic_field::Field` object
/// @param name      the key; for a dynamic object field the inner key, without its wrapper
/// @param valueType the value's type; for a dynamic object field the child's
/// @param child     the child object's id, if this is a dynamic object field
public record DynamicField(Address fieldId, TypedValue name, TypeTag valueType, Optional<Address> child) {

    /// The value within the contents of a field object: what follows the id and the key.
    ///
    /// @throws IllegalArgumentException if `field` is not a field with a key of `keySizeBytes` bytes
    public static Bytes valueOf(SuiObject field, int keySizeBytes) {
        MoveObject move = field.move();
        int start = Address.SIZE_BYTES + keySizeBytes;
        if (!move.type().is(Address.SUI, "dynamic_field", "Field")
                || keySizeBytes < 0
                || start > move.contents().size()) {
            throw new IllegalArgumentException("object " + field.id() + ": expected a dynamic field with a key of "
                    + keySizeBytes + " bytes, got " + move.type());
        }
        return move.contents().slice(start, move.contents().size());
    }
}

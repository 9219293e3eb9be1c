package dev.floe.ledger.move;

import java.util.Arrays;

/// A struct, or a variant of an enum. Mutable.
public final class MoveStruct extends MoveValue {

    /// The variant number of structs.
    public static final int NO_VARIANT = -1;

    private final int variant;
    private final MoveValue[] fields;

    private MoveStruct(int variant, MoveValue[] fields) {
        this.variant = variant;
        this.fields = fields;
    }

    /// A struct of those fields, in the order of declaration; takes the array over.
    public static MoveStruct of(MoveValue... fields) {
        return new MoveStruct(NO_VARIANT, fields);
    }

    /// A variant with those fields; takes the array over. [#NO_VARIANT] makes a struct.
    public static MoveStruct ofVariant(int variant, MoveValue... fields) {
        return new MoveStruct(variant, fields);
    }

    /// The variant's number, [#NO_VARIANT] for a struct.
    public int variant() {
        return variant;
    }

    /// How many fields.
    public int size() {
        return fields.length;
    }

    /// A field.
    public MoveValue field(int index) {
        return fields[index];
    }

    /// Replaces a field.
    public void setField(int index, MoveValue value) {
        fields[index] = value;
    }

    /// The fields themselves, not a copy.
    @SuppressWarnings("EI_EXPOSE_REP")
    public MoveValue[] fieldsInPlace() {
        return fields;
    }

    @Override
    public MoveStruct asStruct() {
        return this;
    }

    @Override
    public MoveValue copy() {
        MoveValue[] copies = new MoveValue[fields.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = fields[i].copy();
        }
        return new MoveStruct(variant, copies);
    }

    @Override
    public long sizeBytes() {
        long size = SLOT_BYTES;
        for (MoveValue field : fields) {
            size += field.sizeBytes();
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MoveStruct that && variant == that.variant && Arrays.equals(fields, that.fields);
    }

    @Override
    public int hashCode() {
        return 31 * variant + Arrays.hashCode(fields);
    }

    @Override
    public String toString() {
        return (variant < 0 ? "" : "#" + variant) + Arrays.toString(fields);
    }
}

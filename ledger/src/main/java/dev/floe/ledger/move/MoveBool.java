package dev.floe.ledger.move;

/// A `bool`.
public final class MoveBool extends MoveValue {

    /// `true`.
    public static final MoveBool TRUE = new MoveBool(true);
    /// `false`.
    public static final MoveBool FALSE = new MoveBool(false);

    private final boolean value;

    private MoveBool(boolean value) {
        this.value = value;
    }

    /// [#TRUE] or [#FALSE].
    public static MoveBool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public boolean asBool() {
        return value;
    }

    @Override
    public MoveValue copy() {
        return this;
    }

    @Override
    public long sizeBytes() {
        return SLOT_BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Boolean.hashCode(value);
    }

    @Override
    public String toString() {
        return Boolean.toString(value);
    }
}

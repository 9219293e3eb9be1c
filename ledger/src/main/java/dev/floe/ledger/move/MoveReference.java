package dev.floe.ledger.move;

/// A reference to a local, a field, an element of a vector, or a [#box].
public abstract sealed class MoveReference extends MoveValue {

    private MoveReference() {}

    /// A reference to a place of its own that holds `value`: how a caller passes something as `&` or `&mut` and
    /// sees afterwards, with [#get], what became of it.
    public static MoveReference box(MoveValue value) {
        return new Slot(new MoveValue[] {value}, 0);
    }

    /// A reference to a place in an array: locals, fields.
    public static MoveReference slot(MoveValue[] array, int index) {
        return new Slot(array, index);
    }

    /// A reference to an element; `index` must be in bounds.
    public static MoveReference element(MoveVector vector, int index) {
        return new Element(vector, index);
    }

    /// The value referred to, not a copy.
    public abstract MoveValue get();

    /// Replaces the value referred to.
    public abstract void set(MoveValue value);

    @Override
    public MoveReference asReference() {
        return this;
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
        return other instanceof MoveReference that && get().equals(that.get());
    }

    @Override
    public int hashCode() {
        return get().hashCode();
    }

    @Override
    public String toString() {
        return "&" + get();
    }

    private static final class Slot extends MoveReference {
        private final MoveValue[] array;
        private final int index;

        Slot(MoveValue[] array, int index) {
            this.array = array;
            this.index = index;
        }

        @Override
        public MoveValue get() {
            return array[index];
        }

        @Override
        public void set(MoveValue value) {
            array[index] = value;
        }
    }

    private static final class Element extends MoveReference {
        private final MoveVector vector;
        private final int index;

        Element(MoveVector vector, int index) {
            this.vector = vector;
            this.index = index;
        }

        @Override
        public MoveValue get() {
            return vector.get(index);
        }

        @Override
        public void set(MoveValue value) {
            vector.set(index, value);
        }
    }
}

package dev.floe.ledger.move;

import java.util.Arrays;
import java.util.List;

/// A vector. Mutable. A `vector<u8>` holds its bytes packed.
public abstract sealed class MoveVector extends MoveValue {

    int size;

    private MoveVector(int size) {
        this.size = size;
    }

    /// An empty vector of such elements.
    public static MoveVector empty(MoveType element) {
        return element == MoveType.Primitive.U8 ? new Packed(new byte[0], 0) : new Values(new MoveValue[0], 0);
    }

    /// A `vector<u8>` of the first `size` bytes of `content`; takes the array over.
    public static MoveVector ofBytes(byte[] content, int size) {
        return new Packed(content, size);
    }

    /// A vector of those elements, all of type `element`.
    public static MoveVector of(MoveType element, List<MoveValue> elements) {
        MoveVector vector = empty(element);
        elements.forEach(vector::push);
        return vector;
    }

    /// How many elements.
    public int size() {
        return size;
    }

    /// The element at `index`.
    public abstract MoveValue get(int index);

    /// Replaces the element at `index`.
    public abstract void set(int index, MoveValue value);

    /// Appends an element.
    public abstract void push(MoveValue value);

    /// Removes the last element of a vector that is not empty.
    public abstract MoveValue pop();

    /// Exchanges two elements.
    public abstract void swap(int a, int b);

    /// Bytes that one more element takes, without the element's own content.
    public abstract int slotBytes();

    @Override
    public MoveVector asVector() {
        return this;
    }

    /// A `vector<u8>`.
    static final class Packed extends MoveVector {

        private byte[] content;

        Packed(byte[] content, int size) {
            super(size);
            this.content = content;
        }

        // For BCS and natives of this module: the first size bytes are the content.
        byte[] content() {
            return content;
        }

        @Override
        public MoveValue get(int index) {
            return MoveInt.of(8, content[index] & 0xFFL);
        }

        @Override
        public void set(int index, MoveValue value) {
            content[index] = (byte) value.asLong();
        }

        @Override
        public void push(MoveValue value) {
            if (size == content.length) {
                content = Arrays.copyOf(content, Math.max(16, size * 2));
            }
            content[size++] = (byte) value.asLong();
        }

        @Override
        public MoveValue pop() {
            return get(--size);
        }

        @Override
        public void swap(int a, int b) {
            byte kept = content[a];
            content[a] = content[b];
            content[b] = kept;
        }

        @Override
        public int slotBytes() {
            return 1;
        }

        @Override
        public byte[] asBytes() {
            return Arrays.copyOf(content, size);
        }

        @Override
        public MoveValue copy() {
            return new Packed(Arrays.copyOf(content, size), size);
        }

        @Override
        public long sizeBytes() {
            return SLOT_BYTES + (long) size;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Packed that && Arrays.equals(content, 0, size, that.content, 0, that.size);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(asBytes());
        }

        @Override
        public String toString() {
            return "x\"" + java.util.HexFormat.of().formatHex(content, 0, size) + "\"";
        }
    }

    /// A vector of anything else.
    static final class Values extends MoveVector {

        private MoveValue[] elements;

        Values(MoveValue[] elements, int size) {
            super(size);
            this.elements = elements;
        }

        @Override
        public MoveValue get(int index) {
            return elements[index];
        }

        @Override
        public void set(int index, MoveValue value) {
            elements[index] = value;
        }

        @Override
        public void push(MoveValue value) {
            if (size == elements.length) {
                elements = Arrays.copyOf(elements, Math.max(4, size * 2));
            }
            elements[size++] = value;
        }

        @Override
        public MoveValue pop() {
            return elements[--size];
        }

        @Override
        public void swap(int a, int b) {
            MoveValue kept = elements[a];
            elements[a] = elements[b];
            elements[b] = kept;
        }

        @Override
        public int slotBytes() {
            return SLOT_BYTES;
        }

        @Override
        public MoveValue copy() {
            MoveValue[] copies = new MoveValue[size];
            for (int i = 0; i < size; i++) {
                copies[i] = elements[i].copy();
            }
            return new Values(copies, size);
        }

        @Override
        public long sizeBytes() {
            long bytes = SLOT_BYTES;
            for (int i = 0; i < size; i++) {
                bytes += elements[i].sizeBytes();
            }
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Values that && Arrays.equals(elements, 0, size, that.elements, 0, that.size);
        }

        @Override
        public int hashCode() {
            return Arrays.asList(elements).subList(0, size).hashCode();
        }

        @Override
        public String toString() {
            return Arrays.asList(elements).subList(0, size).toString();
        }
    }
}

package dev.floe.ledger.move;

import dev.floe.ledger.Address;

/// An `address`; also stands for a `signer`.
public final class MoveAddress extends MoveValue {

    private static final int SIZE = SLOT_BYTES + Address.SIZE_BYTES;

    private final Address value;

    MoveAddress(Address value) {
        this.value = value;
    }

    @Override
    public Address asAddress() {
        return value;
    }

    @Override
    public MoveValue copy() {
        return this;
    }

    @Override
    public long sizeBytes() {
        return SIZE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MoveAddress that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

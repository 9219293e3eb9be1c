package dev.floe.ledger.internal.exec;

import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import org.jspecify.annotations.Nullable;

/// A place of a programmable transaction that holds a value: the gas coin, an input, a result.
final class Slot {

    /// What the place is.
    enum Kind {
        GAS,
        PURE,
        OBJECT,
        RECEIVING,
        RESULT
    }

    private final Kind kind;
    private final byte[] pure;
    private final @Nullable LiveObject before;
    private final boolean isMutable;
    private @Nullable MoveType type;
    private @Nullable MoveValue value;
    private final Cliques.Node clique = new Cliques.Node();

    private Slot(
            Kind kind,
            byte[] pure,
            @Nullable LiveObject before,
            boolean isMutable,
            @Nullable MoveType type,
            @Nullable MoveValue value) {
        this.kind = kind;
        this.pure = pure;
        this.before = before;
        this.isMutable = isMutable;
        this.type = type;
        this.value = value;
    }

    private static final byte[] NOT_PURE = {};

    static Slot pure(byte[] bcs) {
        return new Slot(Kind.PURE, bcs, null, true, null, null);
    }

    static Slot object(LiveObject before, boolean isMutable, MoveType type, MoveValue value) {
        return new Slot(Kind.OBJECT, NOT_PURE, before, isMutable, type, value);
    }

    static Slot gas(MoveType type, MoveValue value) {
        return new Slot(Kind.GAS, NOT_PURE, null, true, type, value);
    }

    static Slot receiving(LiveObject before) {
        return new Slot(Kind.RECEIVING, NOT_PURE, before, false, null, ObjectRuntime.receiving(before.ref()));
    }

    static Slot result(MoveType type, MoveValue value) {
        return new Slot(Kind.RESULT, NOT_PURE, null, true, type, value);
    }

    Kind kind() {
        return kind;
    }

    byte[] pureBytes() {
        return pure;
    }

    @Nullable
    LiveObject before() {
        return before;
    }

    /// Whether it may be changed or taken by value.
    boolean isMutable() {
        return isMutable;
    }

    /// The type; null for a pure input that was not changed, and for what is to be received.
    @Nullable
    MoveType type() {
        return type;
    }

    /// The value; null if it was moved away, or is pure and was not changed.
    @Nullable
    MoveValue value() {
        return value;
    }

    /// With which values it is entangled.
    Cliques.Node clique() {
        return clique;
    }

    void set(MoveType newType, MoveValue newValue) {
        type = newType;
        value = newValue;
    }

    void clear() {
        value = null;
    }
}

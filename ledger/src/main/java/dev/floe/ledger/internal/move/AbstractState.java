package dev.floe.ledger.internal.move;

import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.SignatureToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is known before an instruction: which locals hold a value, which references borrow from what, and the types
/// on the stack. Mutable.
final class AbstractState {

    /// How surely a local holds a value.
    enum Presence {
        NO,
        MAYBE,
        YES
    }

    /// A value on the stack.
    ///
    /// @param type its type
    /// @param reference its number in the borrow graph, or -1 if it is no reference
    /// @param isFreshUid whether it is a UID that `object::new` or its like has just made
    record Value(SignatureToken type, int reference, boolean isFreshUid) {
        static Value of(SignatureToken type) {
            return new Value(type, -1, false);
        }
    }

    private static final int NO_REFERENCE = -1;

    private final List<SignatureToken> localTypes;
    private final Presence[] presence;
    private final int[] references;
    private final boolean[] freshUids;
    private final int frame;
    private BorrowGraph graph = new BorrowGraph();
    private int nextReference;

    final List<Value> stack = new ArrayList<>();

    /// At the start of a function: the first locals are its parameters.
    AbstractState(List<SignatureToken> localTypes, int parameters) {
        this.localTypes = localTypes;
        this.presence = new Presence[localTypes.size()];
        this.references = new int[localTypes.size()];
        this.freshUids = new boolean[localTypes.size()];
        this.frame = localTypes.size();
        this.nextReference = frame + 1;
        Arrays.fill(references, NO_REFERENCE);
        Arrays.fill(presence, Presence.NO);
        graph.add(frame, true);
        for (int i = 0; i < parameters; i++) {
            presence[i] = Presence.YES;
            if (localTypes.get(i) instanceof SignatureToken.Reference reference) {
                references[i] = i;
                graph.add(i, reference.mutable());
            }
        }
    }

    private AbstractState(AbstractState other) {
        this.localTypes = other.localTypes;
        this.presence = other.presence.clone();
        this.references = other.references.clone();
        this.freshUids = other.freshUids.clone();
        this.frame = other.frame;
        this.graph = other.graph.renamed(id -> id);
        this.nextReference = other.nextReference;
    }

    /// A copy for the next block; the stack must be empty. References of locals get the numbers of their locals, so
    /// that states can be compared.
    AbstractState atBlockBorder() {
        AbstractState copy = new AbstractState(this);
        int[] names = new int[nextReference];
        Arrays.fill(names, NO_REFERENCE);
        names[frame] = frame;
        for (int i = 0; i < references.length; i++) {
            if (references[i] != NO_REFERENCE) {
                names[references[i]] = i;
                copy.references[i] = i;
            }
        }
        copy.graph = graph.renamed(id -> names[id]);
        copy.nextReference = frame + 1;
        return copy;
    }

    /// Takes in what is known on another way to the same block; both are at a block border. Returns whether
    /// anything is now less sure.
    boolean join(AbstractState other) {
        boolean changed = false;
        AbstractState theirs = new AbstractState(other);
        for (int i = 0; i < presence.length; i++) {
            Presence joined = presence[i] == theirs.presence[i] ? presence[i] : Presence.MAYBE;
            changed |= joined != presence[i];
            presence[i] = joined;
            if (references[i] != NO_REFERENCE && theirs.references[i] == NO_REFERENCE) {
                graph.release(references[i]);
                references[i] = NO_REFERENCE;
                changed = true;
            } else if (references[i] == NO_REFERENCE && theirs.references[i] != NO_REFERENCE) {
                theirs.graph.release(theirs.references[i]);
                theirs.references[i] = NO_REFERENCE;
            }
            boolean fresh = freshUids[i] && theirs.freshUids[i];
            changed |= fresh != freshUids[i];
            freshUids[i] = fresh;
        }
        boolean more = graph.addAll(theirs.graph);
        return more || changed;
    }

    BorrowGraph graph() {
        return graph;
    }

    SignatureToken localType(int local) {
        return localTypes.get(local);
    }

    int localCount() {
        return localTypes.size();
    }

    Presence presence(int local) {
        return presence[local];
    }

    boolean isReference(int local) {
        return localTypes.get(local) instanceof SignatureToken.Reference;
    }

    /// Whether anything borrows from a local, or from a part of it.
    boolean isLocalBorrowed(int local) {
        return graph.isBorrowedAt(frame, local);
    }

    /// Whether a mutable reference borrows from a local, or from a part of it.
    boolean isLocalMutablyBorrowed(int local) {
        return graph.isMutablyBorrowedAt(frame, local);
    }

    /// Whether anything still borrows from any local.
    boolean isFrameBorrowed() {
        return graph.isBorrowed(frame);
    }

    /// A new reference of that type.
    Value newReference(SignatureToken.Reference type) {
        int id = nextReference++;
        graph.add(id, type.mutable());
        return new Value(type, id, false);
    }

    /// A new reference to a local.
    Value borrowLocal(int local, boolean isMutable) {
        Value made = newReference(new SignatureToken.Reference(isMutable, localTypes.get(local)));
        graph.part(frame, local, made.reference());
        return made;
    }

    /// The value of a local, copied.
    Value copyLocal(int local) {
        if (localTypes.get(local) instanceof SignatureToken.Reference type) {
            Value copy = newReference(type);
            graph.copy(references[local], copy.reference());
            return copy;
        }
        return Value.of(localTypes.get(local));
    }

    /// The value of a local, which then holds nothing.
    Value moveLocal(int local) {
        presence[local] = Presence.NO;
        int reference = references[local];
        references[local] = NO_REFERENCE;
        boolean fresh = freshUids[local];
        freshUids[local] = false;
        return new Value(localTypes.get(local), reference, fresh);
    }

    /// Puts a value into a local; a reference that was there is released.
    void storeLocal(int local, Value value) {
        releaseLocal(local);
        presence[local] = Presence.YES;
        references[local] = value.reference();
        freshUids[local] = value.isFreshUid();
    }

    /// Forgets the reference in a local, if there is one.
    void releaseLocal(int local) {
        if (references[local] != NO_REFERENCE) {
            graph.release(references[local]);
            references[local] = NO_REFERENCE;
        }
    }

    /// Forgets the reference that a value is, if it is one.
    void release(Value value) {
        if (value.reference() != NO_REFERENCE) {
            graph.release(value.reference());
        }
    }

    /// Whether a local may hold a value of which something must be done with.
    boolean mayHoldUndroppable(int local, AbilitySet abilities) {
        return presence[local] != Presence.NO && !abilities.has(AbilitySet.DROP);
    }
}

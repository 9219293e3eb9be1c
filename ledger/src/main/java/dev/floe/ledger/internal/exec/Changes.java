package dev.floe.ledger.internal.exec;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectData;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a transaction leaves behind: objects as they will be, objects as they were, and what became of ids.
final class Changes {

    private static final int MAX_OBJECT_BYTES = 250 * 1024;
    private static final int MAX_PACKAGE_BYTES = 512 * 1024;
    private static final int MAX_WRITTEN_BYTES = 5_000_000;
    private static final int MAX_CHANGES = 4096;

    /// An object as it will be.
    ///
    /// @param data  value or package, already with the new version
    /// @param owner its owner
    record After(ObjectData data, Owner owner) {}

    private final long lamport;
    private final Map<Address, LiveObject> before = new TreeMap<>();
    private final Map<Address, After> after = new TreeMap<>();
    private final Set<Address> created = new TreeSet<>();
    private final Set<Address> deleted = new TreeSet<>();
    private final Set<TransactionDigest> dependencies = new TreeSet<>();
    private long writtenBytes;

    Changes(long lamport) {
        this.lamport = lamport;
    }

    /// Objects that existed and are changed or removed.
    Map<Address, LiveObject> before() {
        return before;
    }

    /// Objects that are written.
    Map<Address, After> after() {
        return after;
    }

    /// Ids that came to be.
    Set<Address> created() {
        return created;
    }

    /// Ids that are gone for good.
    Set<Address> deleted() {
        return deleted;
    }

    /// Transactions that wrote what was loaded on demand.
    Set<TransactionDigest> dependencies() {
        return dependencies;
    }

    /// Only versions and gas change: what a failed transaction leaves.
    static Changes ofFailure(InputObjects inputs) {
        Changes changes = new Changes(inputs.lamport());
        changes.smash(inputs);
        for (InputObjects.Input input : inputs.inputs().values()) {
            if (input.isMutable()) {
                changes.before.put(input.before().id(), input.before());
                changes.keep(input.before());
            }
        }
        return changes;
    }

    /// What a transaction leaves whose commands all ran.
    ///
    /// @throws ExecutionFailure if an object is not left where it may be, or something is too large
    static Changes ofSuccess(
            InputObjects inputs, Workspace workspace, ObjectRuntime runtime, PackagePublisher packages) {
        Changes changes = new Changes(inputs.lamport());
        changes.smash(inputs);
        changes.put(inputs.payment().getFirst().id(), workspace.gas(), new Owner.AddressOwner(ownerOfGas(inputs)));
        for (Slot slot : workspace.inputs()) {
            LiveObject input = slot.before();
            if (input != null && slot.kind() == Slot.Kind.OBJECT && slot.isMutable()) {
                changes.before.put(input.id(), input);
                changes.put(input.id(), slot, input.owner());
            }
        }
        runtime.received().forEach(changes.before::put);
        runtime.given().forEach((id, given) -> changes.put(id, given.type(), given.value(), given.owner()));
        runtime.children().forEach(changes::putChild);
        packages.published().forEach(pkg -> changes.put(pkg));
        changes.created.addAll(runtime.newIds());
        changes.created.retainAll(changes.after.keySet());
        changes.deleted.addAll(runtime.deletedIds());
        changes.deleted.removeAll(changes.after.keySet());
        changes.requireShared(workspace, runtime);
        if (changes.after.size() + changes.before.size() > MAX_CHANGES) {
            throw tooLarge(ExecutionError.Sized.EFFECTS, changes.after.size() + changes.before.size(), MAX_CHANGES);
        }
        return changes;
    }

    private static Address ownerOfGas(InputObjects inputs) {
        return ((Owner.AddressOwner) inputs.payment().getFirst().owner()).address();
    }

    /// All coins of the payment become the first one.
    private void smash(InputObjects inputs) {
        for (LiveObject coin : inputs.payment()) {
            if (!inputs.isMockGas()) {
                before.put(coin.id(), coin);
            }
        }
        LiveObject first = inputs.payment().getFirst();
        keep(first);
        if (inputs.isMockGas()) {
            created.add(first.id());
        }
        inputs.payment().stream().skip(1).forEach(coin -> deleted.add(coin.id()));
    }

    private void keep(LiveObject object) {
        MoveObject move = object.object().move();
        after.put(
                object.id(),
                new After(
                        new MoveObject(move.type(), move.hasPublicTransfer(), lamport, move.contents()),
                        object.owner()));
    }

    /// An input that is still in its place; nothing if it was taken from there.
    private void put(Address id, Slot slot, Owner owner) {
        MoveValue value = slot.value();
        if (value != null && slot.type() instanceof MoveType.Datatype type) {
            put(id, type, value, owner);
        } else {
            after.remove(id);
        }
    }

    private void putChild(Address id, ObjectRuntime.Child child) {
        LiveObject was = child.before();
        MoveValue value = child.value();
        if (was != null) {
            dependencies.add(was.object().previousTransaction());
        }
        if (value == null) {
            if (was != null) {
                before.put(id, was);
            }
            return;
        }
        Owner owner = new Owner.ObjectOwner(child.parent());
        if (was != null && was.owner().equals(owner)) {
            byte[] contents = MoveBcs.write(value);
            if (Bytes.copyOf(contents).equals(was.object().move().contents())) {
                return;
            }
        }
        if (was != null) {
            before.put(id, was);
        }
        put(id, child.type(), value, owner);
    }

    private void put(Address id, MoveType.Datatype type, MoveValue value, Owner owner) {
        byte[] contents = MoveBcs.write(value);
        if (contents.length > MAX_OBJECT_BYTES) {
            throw tooLarge(ExecutionError.Sized.MOVE_OBJECT, contents.length, MAX_OBJECT_BYTES);
        }
        count(contents.length);
        StructTag tag = MoveObjects.tag(type);
        boolean hasStore = type.abilities().has(AbilitySet.STORE);
        after.put(id, new After(new MoveObject(tag, hasStore, lamport, Bytes.copyOf(contents)), owner));
    }

    private void put(MovePackage pkg) {
        int size = pkg.modules().values().stream().mapToInt(Bytes::size).sum();
        if (size > MAX_PACKAGE_BYTES) {
            throw tooLarge(ExecutionError.Sized.MOVE_PACKAGE, size, MAX_PACKAGE_BYTES);
        }
        count(size);
        after.put(pkg.id(), new After(pkg, new Owner.Immutable()));
    }

    private void count(int bytes) {
        writtenBytes += bytes;
        if (writtenBytes > MAX_WRITTEN_BYTES) {
            throw tooLarge(ExecutionError.Sized.WRITTEN_OBJECTS, writtenBytes, MAX_WRITTEN_BYTES);
        }
    }

    /// A shared object that was taken by value must be shared again or deleted.
    private void requireShared(Workspace workspace, ObjectRuntime runtime) {
        for (Slot slot : workspace.inputs()) {
            LiveObject input = slot.before();
            if (input == null || slot.kind() != Slot.Kind.OBJECT || slot.value() != null) {
                continue;
            }
            boolean isConsensus = input.owner() instanceof Owner.Shared;
            After now = after.get(input.id());
            boolean isShared = now != null && now.owner().equals(input.owner());
            if (isConsensus && !isShared && !runtime.deletedIds().contains(input.id())) {
                throw new ExecutionFailure(ExecutionError.Plain.SHARED_OBJECT_OPERATION_NOT_ALLOWED);
            }
        }
    }

    private static ExecutionFailure tooLarge(ExecutionError.Sized what, long size, long max) {
        return new ExecutionFailure(new ExecutionError.TooLarge(what, size, max));
    }
}

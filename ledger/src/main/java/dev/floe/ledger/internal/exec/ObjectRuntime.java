package dev.floe.ledger.internal.exec;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Event;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveHost;
import dev.floe.ledger.move.MoveReference;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The objects of one transaction as Move code sees them: ids made and destroyed, objects given away, children
/// loaded on demand, events.
final class ObjectRuntime implements MoveHost {

    private static final long NO_CHILD = 1;
    private static final long OTHER_TYPE = 2;
    private static final long NOT_RECEIVABLE = 3;
    private static final long NO_PARTIES = 5;
    private static final int MAX_EVENTS = 1024;
    private static final int MAX_EVENT_BYTES = 250 * 1024;
    private static final int MAX_CHILDREN = 10_000;

    private final TransactionContext context;
    private final State state;
    private final Metering metering;
    private MoveVm vm;
    private Address calledPackage = Address.ZERO;
    private String calledModule = "";
    private long idsCreated;

    private final Set<Address> newIds = new HashSet<>();
    private final Set<Address> deletedIds = new HashSet<>();
    private final Map<Address, Child> children = new LinkedHashMap<>();
    private final Map<Address, Given> given = new LinkedHashMap<>();
    private final Map<Address, Owner> inputOwners;
    private final Map<Address, LiveObject> receivable;
    private final Map<Address, LiveObject> received = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    /// @param inputOwners owners of the objects that the transaction names, before it
    /// @param receivable  objects that it may receive
    ObjectRuntime(
            TransactionContext context,
            State state,
            MoveVm vm,
            Metering metering,
            Map<Address, Owner> inputOwners,
            Map<Address, LiveObject> receivable) {
        this.context = context;
        this.state = state;
        this.vm = vm;
        this.metering = metering;
        this.inputOwners = inputOwners;
        this.receivable = receivable;
    }

    /// A dynamic field, or a child object.
    static final class Child {
        private final @Nullable LiveObject before;
        private MoveType.Datatype type;
        private Address parent;
        private @Nullable MoveReference value;

        Child(@Nullable LiveObject before, MoveType.Datatype type, Address parent, @Nullable MoveReference value) {
            this.before = before;
            this.type = type;
            this.parent = parent;
            this.value = value;
        }

        /// As it was before the transaction; null if it is new.
        @Nullable
        LiveObject before() {
            return before;
        }

        MoveType.Datatype type() {
            return type;
        }

        Address parent() {
            return parent;
        }

        /// Its value; null if it was taken away.
        @Nullable
        MoveValue value() {
            return value == null ? null : value.get();
        }
    }

    /// An object that was given away.
    ///
    /// @param type  its type
    /// @param value its value
    /// @param owner to whom
    record Given(MoveType.Datatype type, MoveValue value, Owner owner) {}

    /// The code that a command calls: events name it.
    void enter(Address packageId, String module) {
        calledPackage = packageId;
        calledModule = module;
    }

    /// Uses another machine from now on: one with a package more.
    void use(MoveVm newVm) {
        vm = newVm;
    }

    Set<Address> newIds() {
        return newIds;
    }

    Set<Address> deletedIds() {
        return deletedIds;
    }

    Map<Address, Child> children() {
        return children;
    }

    Map<Address, Given> given() {
        return given;
    }

    Map<Address, LiveObject> received() {
        return received;
    }

    List<Event> events() {
        return events;
    }

    @Override
    public TransactionDigest transactionDigest() {
        return context.digest();
    }

    @Override
    public Address sender() {
        return context.sender();
    }

    @Override
    public Optional<Address> sponsor() {
        return context.sponsor();
    }

    @Override
    public long epoch() {
        return context.epoch();
    }

    @Override
    public long epochTimestampMillis() {
        return context.epochStartMillis();
    }

    @Override
    public long referenceGasPrice() {
        return GasSchedule.REFERENCE_PRICE;
    }

    @Override
    public long gasPrice() {
        return context.gasPrice();
    }

    @Override
    public long gasBudget() {
        return context.gasBudget();
    }

    @Override
    public long idsCreated() {
        return idsCreated;
    }

    @Override
    public Address freshId() {
        Address id = ObjectIds.fresh(context.digest(), idsCreated++);
        newIds.add(id);
        return id;
    }

    @Override
    public void recordNewUid(Address id) {
        // A dynamic field that is taken out and put back under the same name was not deleted.
        deletedIds.remove(id);
        newIds.add(id);
    }

    @Override
    public void recordDeletedUid(Address id) {
        if (!newIds.remove(id)) {
            deletedIds.add(id);
        }
    }

    @Override
    public void transfer(MoveType.Datatype type, MoveValue object, Recipient recipient) {
        Address id = MoveObjects.idOf(object);
        Owner before = inputOwners.get(id);
        Owner owner = switch (recipient) {
            case Recipient.OfAddress(Address address) -> new Owner.AddressOwner(address);
            case Recipient.Frozen() -> new Owner.Immutable();
            case Recipient.Shared() when before instanceof Owner.Shared shared -> shared;
            case Recipient.Shared() when newIds.contains(id) -> new Owner.Shared(context.lamport());
            case Recipient.Shared() -> throw MoveException.abort(0);
            case Recipient.Party _ -> throw MoveException.abort(NO_PARTIES);
        };
        given.put(id, new Given(type, object, owner));
    }

    @Override
    public MoveValue receive(Address parent, Address id, long version, MoveType.Datatype type) {
        LiveObject object = receivable.get(id);
        if (object == null
                || received.containsKey(id)
                || object.version() != version
                || !object.owner().equals(new Owner.AddressOwner(parent))) {
            throw MoveException.abort(NOT_RECEIVABLE);
        }
        MoveValue value = load(object, type);
        received.put(id, object);
        return value;
    }

    @Override
    public void addChild(Address parent, Address id, MoveType.Datatype type, MoveValue child) {
        Child existing = find(parent, id);
        if (existing == null) {
            children.put(id, new Child(null, type, parent, MoveReference.box(child)));
            return;
        }
        if (existing.value != null) {
            throw MoveException.abort(0);
        }
        existing.type = type;
        existing.parent = parent;
        existing.value = MoveReference.box(child);
    }

    @Override
    public MoveReference borrowChild(Address parent, Address id, MoveType.Datatype type, boolean mutable) {
        return present(parent, id, type);
    }

    @Override
    public MoveValue removeChild(Address parent, Address id, MoveType.Datatype type) {
        MoveValue value = present(parent, id, type).get();
        require(children.get(id)).value = null;
        return value;
    }

    @Override
    public boolean hasChild(Address parent, Address id) {
        Child child = find(parent, id);
        return child != null && child.value != null && child.parent.equals(parent);
    }

    @Override
    public boolean hasChildOfType(Address parent, Address id, MoveType.Datatype type) {
        Child child = find(parent, id);
        return child != null && child.value != null && child.parent.equals(parent) && child.type.equals(type);
    }

    @Override
    public void emit(MoveType type, MoveValue event) {
        byte[] contents = MoveBcs.write(event);
        metering.allocate(contents.length);
        if (events.size() >= MAX_EVENTS || contents.length > MAX_EVENT_BYTES) {
            throw MoveException.of(
                    MoveStatus.MEMORY_LIMIT_EXCEEDED,
                    "at most " + MAX_EVENTS + " events of " + MAX_EVENT_BYTES + " bytes");
        }
        events.add(new Event(
                calledPackage, calledModule, context.sender(), (StructTag) type.toTag(), Bytes.copyOf(contents)));
    }

    @Override
    public boolean isFeatureEnabled(String name) {
        return false;
    }

    /// The Move value of an object that is of the expected type.
    private MoveValue load(LiveObject object, MoveType.Datatype type) {
        MoveObject move = object.object().move();
        if (!vm.type(move.type()).equals(type)) {
            throw MoveException.abort(OTHER_TYPE);
        }
        return MoveBcs.read(type, move.contents().toByteArray(), metering);
    }

    private MoveReference present(Address parent, Address id, MoveType.Datatype type) {
        Child child = find(parent, id);
        if (child == null || child.value == null || !child.parent.equals(parent)) {
            throw MoveException.abort(NO_CHILD);
        }
        if (!child.type.equals(type)) {
            throw MoveException.abort(OTHER_TYPE);
        }
        return child.value;
    }

    /// The child as it is now, loaded if it was not touched yet; null if there never was one of that parent.
    private @Nullable Child find(Address parent, Address id) {
        Child known = children.get(id);
        if (known != null) {
            return known;
        }
        LiveObject object = state.get(id);
        if (object == null || !(object.owner() instanceof Owner.ObjectOwner(Address owner)) || !owner.equals(parent)) {
            return null;
        }
        if (children.size() >= MAX_CHILDREN) {
            throw MoveException.of(MoveStatus.MEMORY_LIMIT_EXCEEDED, "at most " + MAX_CHILDREN + " dynamic fields");
        }
        MoveObject move = object.object().move();
        MoveType.Datatype type = vm.type(move.type());
        MoveValue value = MoveBcs.read(type, move.contents().toByteArray(), metering);
        Child child = new Child(object, type, parent, MoveReference.box(value));
        children.put(id, child);
        return child;
    }

    private static Child require(@Nullable Child child) {
        if (child == null) {
            throw new ExecutionFailure(ExecutionError.Plain.INVARIANT_VIOLATION);
        }
        return child;
    }

    /// The receiving input of that reference, as the value of a `0x2::transfer::Receiving`.
    static MoveValue receiving(ObjectRef ref) {
        return MoveStruct.of(MoveObjects.id(ref.id()), MoveValue.u64(ref.version()));
    }
}

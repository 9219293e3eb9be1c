package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.TransactionDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects in maps: enough of a ledger for one transaction.
final class MemoryHost implements MoveHost {

    record Child(MoveType.Datatype type, MoveReference place) {}

    private record ChildKey(Address parent, Address id) {}

    final Map<ChildKey, Child> children = new HashMap<>();
    final List<MoveValue> events = new ArrayList<>();
    final List<MoveValue> given = new ArrayList<>();
    private final TransactionDigest digest;
    private final Address sender;
    private long created;

    MemoryHost(TransactionDigest digest, Address sender) {
        this.digest = digest;
        this.sender = sender;
    }

    MoveReference context() {
        return MoveReference.box(MoveStruct.of(
                MoveValue.address(sender),
                MoveValue.bytes(digest.value().toByteArray()),
                MoveValue.u64(0),
                MoveValue.u64(0),
                MoveValue.u64(0)));
    }

    @Override
    public TransactionDigest transactionDigest() {
        return digest;
    }

    @Override
    public Address sender() {
        return sender;
    }

    @Override
    public Optional<Address> sponsor() {
        return Optional.empty();
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public long epochTimestampMillis() {
        return 0;
    }

    @Override
    public long referenceGasPrice() {
        return 700;
    }

    @Override
    public long gasPrice() {
        return 1000;
    }

    @Override
    public long gasBudget() {
        return 100_000_000;
    }

    @Override
    public long idsCreated() {
        return created;
    }

    @Override
    public Address freshId() {
        return ObjectIds.fresh(digest, created++);
    }

    @Override
    public void recordNewUid(Address id) {
        // every id counts as known
    }

    @Override
    public void recordDeletedUid(Address id) {
        // every id counts as known
    }

    @Override
    public void transfer(MoveType.Datatype type, MoveValue object, Recipient recipient) {
        given.add(object);
    }

    @Override
    public MoveValue receive(Address parent, Address id, long version, MoveType.Datatype type) {
        throw MoveException.abort(3);
    }

    @Override
    public void addChild(Address parent, Address id, MoveType.Datatype type, MoveValue child) {
        if (children.putIfAbsent(new ChildKey(parent, id), new Child(type, MoveReference.box(child))) != null) {
            throw MoveException.abort(0);
        }
    }

    @Override
    public MoveReference borrowChild(Address parent, Address id, MoveType.Datatype type, boolean mutable) {
        return require(parent, id, type).place();
    }

    @Override
    public MoveValue removeChild(Address parent, Address id, MoveType.Datatype type) {
        MoveValue value = require(parent, id, type).place().get();
        children.remove(new ChildKey(parent, id));
        return value;
    }

    @Override
    public boolean hasChild(Address parent, Address id) {
        return children.containsKey(new ChildKey(parent, id));
    }

    @Override
    public boolean hasChildOfType(Address parent, Address id, MoveType.Datatype type) {
        Child child = children.get(new ChildKey(parent, id));
        return child != null && child.type().equals(type);
    }

    @Override
    public void emit(MoveType type, MoveValue event) {
        events.add(event);
    }

    @Override
    public boolean isFeatureEnabled(String name) {
        return false;
    }

    private Child require(Address parent, Address id, MoveType.Datatype type) {
        Child child = children.get(new ChildKey(parent, id));
        if (child == null) {
            throw MoveException.abort(1);
        }
        if (!child.type().equals(type)) {
            throw MoveException.abort(2);
        }
        return child;
    }
}

package dev.floe.ledger.internal.store;

import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.Owner;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that the ledger knows after some transaction. Immutable: whoever holds one reads a consistent view for as
/// long as it likes.
///
/// @param objects      every live object; wrapped and deleted ones are gone
/// @param owned        objects by owning address
/// @param children     objects by parent object
/// @param transactions how many transactions were executed
/// @param epoch        epoch, clock and gas totals
/// @param checkpoint   sequence number of the newest checkpoint, −1 before the first
/// @param checkpointDigest its digest
public record State(
        OrderedMap<Address, LiveObject> objects,
        OrderedMap<OwnedKey, LiveObject> owned,
        OrderedMap<OwnedKey, LiveObject> children,
        long transactions,
        EpochState epoch,
        long checkpoint,
        Optional<Digest> checkpointDigest) {

    /// Epoch and time.
    ///
    /// @param number           the epoch
    /// @param startMillis      when it began
    /// @param firstCheckpoint  its first checkpoint
    /// @param gas              what its transactions cost so far
    /// @param clockMillis      what the clock object shows
    /// @param clockAheadMillis how far the clock was moved ahead of the machine's
    public record EpochState(
            long number,
            long startMillis,
            long firstCheckpoint,
            GasCost gas,
            long clockMillis,
            long clockAheadMillis) {}

    /// Before genesis.
    public static final State EMPTY = new State(
            OrderedMap.empty(),
            OrderedMap.empty(),
            OrderedMap.empty(),
            0,
            new EpochState(0, 0, 0, new GasCost(0, 0, 0, 0), 0, 0),
            -1,
            Optional.empty());

    /// The live object of that id, or null.
    public @Nullable LiveObject get(Address id) {
        return objects.get(id);
    }

    /// After one more transaction.
    ///
    /// @param removed ids of objects that are deleted or wrapped now
    /// @param written objects created or changed
    public State after(Collection<Address> removed, Collection<LiveObject> written, EpochState epochAfter) {
        OrderedMap<Address, LiveObject> all = objects;
        OrderedMap<OwnedKey, LiveObject> byOwner = owned;
        OrderedMap<OwnedKey, LiveObject> byParent = children;
        for (Address id : removed) {
            LiveObject old = all.get(id);
            if (old != null) {
                all = all.without(id);
                byOwner = unlink(byOwner, ownerOf(old.owner()), old);
                byParent = unlink(byParent, parentOf(old.owner()), old);
            }
        }
        for (LiveObject object : written) {
            LiveObject old = all.get(object.id());
            all = all.with(object.id(), object);
            if (old != null) {
                byOwner = unlink(byOwner, movedFrom(ownerOf(old.owner()), ownerOf(object.owner())), old);
                byParent = unlink(byParent, movedFrom(parentOf(old.owner()), parentOf(object.owner())), old);
            }
            byOwner = link(byOwner, ownerOf(object.owner()), object);
            byParent = link(byParent, parentOf(object.owner()), object);
        }
        return new State(all, byOwner, byParent, transactions + 1, epochAfter, checkpoint, checkpointDigest);
    }

    /// With another newest checkpoint.
    public State withCheckpoint(long sequence, Digest digest) {
        return new State(objects, owned, children, transactions, epoch, sequence, Optional.of(digest));
    }

    /// The address that owns, or null.
    public static @Nullable Address ownerOf(Owner owner) {
        return switch (owner) {
            case Owner.AddressOwner(Address address) -> address;
            case Owner.ConsensusAddress(long _, Address address) -> address;
            case Owner.ObjectOwner _, Owner.Shared _, Owner.Immutable _ -> null;
        };
    }

    /// The object that owns, or null.
    public static @Nullable Address parentOf(Owner owner) {
        return owner instanceof Owner.ObjectOwner(Address parent) ? parent : null;
    }

    /// An entry is replaced in place when the owner stays, so it need not be taken out; types never change.
    private static @Nullable Address movedFrom(@Nullable Address before, @Nullable Address after) {
        return before != null && before.equals(after) ? null : before;
    }

    private static OrderedMap<OwnedKey, LiveObject> unlink(
            OrderedMap<OwnedKey, LiveObject> index, @Nullable Address owner, LiveObject object) {
        return owner == null ? index : index.without(new OwnedKey(owner, object.typeName(), object.id()));
    }

    private static OrderedMap<OwnedKey, LiveObject> link(
            OrderedMap<OwnedKey, LiveObject> index, @Nullable Address owner, LiveObject object) {
        return owner == null ? index : index.with(new OwnedKey(owner, object.typeName(), object.id()), object);
    }
}

package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.TransactionDigest;
import java.util.List;
import java.util.Optional;

/// What native functions need from outside: the transaction's context, and the objects. One instance belongs to one
/// transaction and is called by one thread. A rule that Move code broke is reported by throwing
/// [MoveException#abort(long)] with the code of the native function, to which the machine adds the location. Other
/// exceptions leave [MoveVm#execute] as they are, but for ClassCast-, NullPointer-, IndexOutOfBounds- and
/// IllegalStateException: those the machine takes for a broken promise and reports as an invariant violation.
///
/// A value that is handed over belongs to the host from then on, and one that is handed out to the code.
public interface MoveHost {

    /// To whom an object is given.
    sealed interface Recipient {
        /// An address or object.
        ///
        /// @param address whose it is
        record OfAddress(Address address) implements Recipient {}

        /// Everyone, from now on.
        record Shared() implements Recipient {}

        /// Nobody, for ever.
        record Frozen() implements Recipient {}

        /// Addresses with permissions, as `party_transfer_impl` gets them.
        ///
        /// @param defaultPermissions permissions of all others, bits
        /// @param members            the addresses
        /// @param permissions        their permissions, bits
        record Party(long defaultPermissions, List<Address> members, List<Long> permissions) implements Recipient {}
    }

    /// Digest of the transaction.
    TransactionDigest transactionDigest();

    /// Who sent the transaction.
    Address sender();

    /// Who pays for it, if not the sender.
    Optional<Address> sponsor();

    /// The epoch, unsigned.
    long epoch();

    /// When the epoch began, in milliseconds since 1970.
    long epochTimestampMillis();

    /// The epoch's reference gas price.
    long referenceGasPrice();

    /// The gas price of the transaction.
    long gasPrice();

    /// The gas budget of the transaction.
    long gasBudget();

    /// How many ids have been made in this transaction.
    long idsCreated();

    /// Makes an id that no object has had, as `tx_context::fresh_id` does; counts it in [#idsCreated].
    Address freshId();

    /// Takes note that code made a `UID` of that id.
    void recordNewUid(Address id);

    /// Takes note that code destroyed the `UID` of that id.
    void recordDeletedUid(Address id);

    /// Gives an object away.
    void transfer(MoveType.Datatype type, MoveValue object, Recipient recipient);

    /// Takes an object that was sent to the object `parent`.
    MoveValue receive(Address parent, Address id, long version, MoveType.Datatype type);

    /// Makes `child`, a value of type `0x2::dynamic_field::Field<…>`, a child of `parent`. Its id is that of its
    /// `UID`.
    void addChild(Address parent, Address id, MoveType.Datatype type, MoveValue child);

    /// A reference to a child. Aborts with 1 if there is none and with 2 if it has another type.
    MoveReference borrowChild(Address parent, Address id, MoveType.Datatype type, boolean mutable);

    /// Takes a child away from its parent. Aborts with 1 if there is none and with 2 if it has another type.
    MoveValue removeChild(Address parent, Address id, MoveType.Datatype type);

    /// Whether there is a child.
    boolean hasChild(Address parent, Address id);

    /// Whether there is a child of that type.
    boolean hasChildOfType(Address parent, Address id, MoveType.Datatype type);

    /// Emits an event; `event` is not used afterwards by the code.
    void emit(MoveType type, MoveValue event);

    /// Whether a feature of `0x2::protocol_config` is on.
    boolean isFeatureEnabled(String name);
}

package dev.floe.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/// A Sui ledger: a full node's, or the embedded one. Everything above speaks to this interface only.
///
/// Calls block and are meant to run on virtual threads; all are safe for concurrent use. Every call ends within the
/// timeout its ledger was made with; what took longer is [DataException.Unavailable]. Common failures, not repeated
/// below: `Unavailable` when the ledger cannot be reached or is overloaded, [DataException.Corrupt] when it answers
/// what breaks a format rule, [IllegalArgumentException] when the request itself is malformed.
public interface Ledger extends AutoCloseable {

    /// Which chain this is and where it stands.
    LedgerInfo info();

    /// The current version of an object.
    ///
    /// @throws DataException.NotFound if there is no such object, or it was deleted or wrapped
    SuiObject object(Address id);

    /// The current versions of those of `ids` that exist; at most 1,000 ids.
    Map<Address, SuiObject> objects(Collection<Address> ids);

    /// Objects that `owner` owns.
    Page<SuiObject> ownedObjects(Address owner, PageRequest page);

    /// Objects of one type that `owner` owns. A generic type without type arguments stands for all its instances.
    Page<SuiObject> ownedObjects(Address owner, StructTag type, PageRequest page);

    /// Dynamic fields of an object, or of a `UID` within one (a table, a bag).
    Page<DynamicField> dynamicFields(Address parent, PageRequest page);

    /// How much `owner` owns of a coin; zero when it owns none or there is no such coin.
    Balance balance(Address owner, TypeTag coinType);

    /// How much `owner` owns of each coin.
    Page<Balance> balances(Address owner, PageRequest page);

    /// Runs a transaction without changing anything. With an empty gas payment a coin is made up that suffices for
    /// the budget. A failure during execution is not thrown: it stands in the effects.
    ///
    /// @throws DataException.NotFound if an input does not exist
    /// @throws IllegalStateException if an input has another version by now
    Simulation simulate(TransactionData transaction, Checks checks);

    /// Executes a transaction; returns when its effects are final and visible to reads here. Executing again what
    /// was executed before returns the same result. A failure during execution is not thrown: it stands in the
    /// effects, see [ExecutedTransaction#requireSuccess].
    ///
    /// @throws DataException.Denied if a signature is missing or wrong
    /// @throws DataException.NotFound if an input does not exist
    /// @throws IllegalStateException if an input has another version by now; read again and build anew
    /// @throws DataException.Unavailable if the outcome is unknown: ask with [#transaction] before repeating
    ExecutedTransaction execute(SignedTransaction transaction);

    /// What became of a transaction.
    ///
    /// @throws DataException.NotFound if it was not executed, or not yet
    ExecutedTransaction transaction(TransactionDigest digest);

    /// Waits until a transaction is executed and visible here.
    ///
    /// @throws DataException.Unavailable if that takes longer than `atMost`
    ExecutedTransaction await(TransactionDigest digest, Duration atMost);

    /// The next events after a cursor, oldest first. Reading on with the returned cursor gives every event once: no
    /// gap,
    /// no repeat, across restarts of either side. Returns at once, also when there is nothing new.
    ///
    /// @param after [EventCursor#START] for all from the query's first checkpoint on
    /// @param limit at most so many, 1 to 1,000
    EventPage events(EventQuery query, EventCursor after, int limit);

    /// A function's visibility, parameters and results.
    ///
    /// @throws DataException.NotFound if there is no such package, module or function
    FunctionInfo function(Address packageId, String module, String name);

    /// Coins of one type that `owner` owns.
    default Page<Coin> coins(Address owner, TypeTag coinType, PageRequest page) {
        return ownedObjects(owner, StructTag.coin(coinType), page).map(Coin::of);
    }

    /// Releases connections and threads. Closing twice does nothing.
    @Override
    void close();

    /// What [#simulate] checks.
    enum Checks {
        /// All that execution checks, except signatures.
        FULL,
        /// For inspection: also functions and arguments that execution would refuse, no ownership checks, no gas.
        RELAXED
    }
}

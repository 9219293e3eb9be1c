package dev.floe.ledger;

import java.util.List;
import java.util.Optional;

/// Which transactions or events of the history are wanted: any of several terms, each of which holds if all its
/// conditions hold. No terms: everything.
///
/// @param terms the alternatives
public record HistoryFilter(List<List<Condition>> terms) {

    /// Everything.
    public static final HistoryFilter ALL = new HistoryFilter(List.of());

    public HistoryFilter {
        terms = terms.stream().map(List::copyOf).toList();
    }

    /// What fulfils one condition.
    public static HistoryFilter of(Condition condition) {
        return new HistoryFilter(List.of(List.of(condition)));
    }

    /// One property of a transaction, or of an event and its transaction.
    public sealed interface Condition {
        /// The sender.
        ///
        /// @param address who
        record Sender(Address address) implements Condition {}

        /// Sender, sponsor, or owner of a changed object before or after.
        ///
        /// @param address who
        record AffectedAddress(Address address) implements Condition {}

        /// Created, changed, removed or read as a shared object.
        ///
        /// @param object which
        record AffectedObject(Address object) implements Condition {}

        /// A command calls it.
        ///
        /// @param packageId the package
        /// @param module    the module; any if empty
        /// @param function  the function; any if empty
        record Calls(Address packageId, Optional<String> module, Optional<String> function) implements Condition {}

        /// An event came from a call into this module.
        ///
        /// @param packageId the package
        /// @param module    the module
        record Emits(Address packageId, String module) implements Condition {}

        /// An event has a type of this module.
        ///
        /// @param packageId the defining package
        /// @param module    the module
        record EventModule(Address packageId, String module) implements Condition {}

        /// An event has this type; without type arguments any instantiation.
        ///
        /// @param type the type
        record EventType(StructTag type) implements Condition {}

        /// A package was published or upgraded.
        record PackageWrite() implements Condition {}

        /// The opposite.
        ///
        /// @param condition of what
        record Not(Condition condition) implements Condition {}
    }

    /// Whether a transaction is wanted. Conditions about events hold if one of its events fulfils them.
    public boolean matches(LedgerTransaction transaction) {
        HistoryMatch match = new HistoryMatch(transaction);
        return terms.isEmpty() || terms.stream().anyMatch(term -> term.stream().allMatch(match::test));
    }

    /// Whether an event is wanted; `transaction` is the one that emitted it.
    public boolean matches(LedgerTransaction transaction, Event event) {
        HistoryMatch match = new HistoryMatch(transaction);
        return terms.isEmpty()
                || terms.stream().anyMatch(term -> term.stream().allMatch(condition -> match.test(condition, event)));
    }
}

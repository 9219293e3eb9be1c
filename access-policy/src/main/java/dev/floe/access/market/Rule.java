package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The rule of a policy: conditions, combined by all-of and any-of. On the ledger it is a list of nodes in postfix
/// order.
public sealed interface Rule {

    /// Most nodes of a rule, combinators counted.
    int MAX_NODES = 32;

    /// Everybody.
    record Open() implements Rule {}

    /// The caller's Sui address is on the list.
    record SuiMember() implements Rule {}

    /// An Ethereum address on the list signed for the caller.
    record EthereumMember() implements Rule {}

    /// A Solana key on the list signed for the caller.
    record SolanaMember() implements Rule {}

    /// The caller has a seat of a lease that runs.
    record LeaseHolder() implements Rule {}

    /// From a time on.
    ///
    /// @param millis milliseconds since 1970, unsigned
    record NotBefore(long millis) implements Rule {}

    /// Until just before a time.
    ///
    /// @param millis milliseconds since 1970, unsigned
    record NotAfter(long millis) implements Rule {}

    /// So many approvers have approved of the caller.
    ///
    /// @param approvers different addresses
    /// @param needed    how many of them
    record Approvals(List<Address> approvers, int needed) implements Rule {
        public Approvals {
            approvers = List.copyOf(approvers);
            if (needed < 1 || needed > approvers.size() || approvers.size() > MAX_NODES) {
                throw new IllegalArgumentException("approvals: expected 1 to " + MAX_NODES
                        + " approvers of whom at least one and at most all are needed, got " + needed + " of "
                        + approvers.size());
            }
        }
    }

    /// All of some rules.
    ///
    /// @param parts at least one
    record AllOf(List<Rule> parts) implements Rule {
        public AllOf {
            parts = someParts(parts);
        }
    }

    /// One of some rules.
    ///
    /// @param parts at least one
    record AnyOf(List<Rule> parts) implements Rule {
        public AnyOf {
            parts = someParts(parts);
        }
    }

    /// Reads a rule as the ledger has it.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if the nodes make no tree
    static Rule read(BcsReader in) {
        Deque<Rule> answers = new ArrayDeque<>();
        for (int count = in.count(MAX_NODES, 1); count > 0; count--) {
            answers.push(
                    switch (in.tag(10)) {
                        case 0 -> new Open();
                        case 1 -> new SuiMember();
                        case 2 -> new EthereumMember();
                        case 3 -> new SolanaMember();
                        case 4 -> new LeaseHolder();
                        case 5 -> new NotBefore(in.u64());
                        case 6 -> new NotAfter(in.u64());
                        case 7 -> {
                            List<Address> approvers = in.vector(MAX_NODES, Address::read);
                            long needed = in.u64();
                            if (needed < 1 || needed > approvers.size()) {
                                throw in.corrupt("rule needs " + needed + " of " + approvers.size() + " approvers");
                            }
                            yield new Approvals(approvers, (int) needed);
                        }
                        case 8 -> new AllOf(pop(in, answers));
                        default -> new AnyOf(pop(in, answers));
                    });
        }
        if (answers.size() != 1) {
            throw in.corrupt("rule leaves " + answers.size() + " answers, expected one");
        }
        return answers.pop();
    }

    /// Adds the calls that build this rule; the result is the Move value.
    ///
    /// @param packageId the package `floe`
    default Argument build(Transaction tx, Address packageId) {
        Argument rule = tx.call(packageId + "::rule::new", List.of());
        add(tx, packageId + "::rule::", rule);
        return rule;
    }

    private void add(Transaction tx, String module, Argument rule) {
        switch (this) {
            case Open _ -> tx.call(module + "open", List.of(), rule);
            case SuiMember _ -> tx.call(module + "sui_member", List.of(), rule);
            case EthereumMember _ -> tx.call(module + "ethereum_member", List.of(), rule);
            case SolanaMember _ -> tx.call(module + "solana_member", List.of(), rule);
            case LeaseHolder _ -> tx.call(module + "lease", List.of(), rule);
            case NotBefore from -> tx.call(module + "not_before", List.of(), rule, tx.u64(from.millis()));
            case NotAfter until -> tx.call(module + "not_after", List.of(), rule, tx.u64(until.millis()));
            case Approvals k ->
                tx.call(
                        module + "approvals",
                        List.of(),
                        rule,
                        tx.pure(Pure.vector(
                                k.approvers().stream().map(Pure::address).toList())),
                        tx.u64(k.needed()));
            case AllOf all -> {
                all.parts().forEach(part -> part.add(tx, module, rule));
                tx.call(module + "all_of", List.of(), rule, tx.u64(all.parts().size()));
            }
            case AnyOf any -> {
                any.parts().forEach(part -> part.add(tx, module, rule));
                tx.call(module + "any_of", List.of(), rule, tx.u64(any.parts().size()));
            }
        }
    }

    /// The rule as text, such as `(lease or member) and not-before 2026-01-01T00:00:00Z`.
    default String describe() {
        return RuleText.of(this);
    }

    /// Does this rule, or a part of it, look like that?
    default boolean mentions(Class<? extends Rule> kind) {
        return kind.isInstance(this)
                || switch (this) {
                    case AllOf all -> all.parts().stream().anyMatch(part -> part.mentions(kind));
                    case AnyOf any -> any.parts().stream().anyMatch(part -> part.mentions(kind));
                    default -> false;
                };
    }

    private static List<Rule> pop(BcsReader in, Deque<Rule> answers) {
        long count = in.u64();
        if (count < 1 || count > answers.size()) {
            throw in.corrupt("rule combines " + count + " of " + answers.size() + " answers");
        }
        List<Rule> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            parts.addFirst(answers.pop());
        }
        return parts;
    }

    private static List<Rule> someParts(List<Rule> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("rule: all-of and any-of need at least one part");
        }
        return List.copyOf(parts);
    }
}

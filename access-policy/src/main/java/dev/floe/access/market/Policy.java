package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import dev.floe.ledger.SuiObject;

/// A policy as it stands on the ledger.
///
/// @param id             the object
/// @param name           what its owner calls it
/// @param rule           who gets keys; never changes
/// @param period         the newest key period for which keys are released
/// @param members        id of the table of members
/// @param memberCount    how many there are
/// @param approvals      id of the table of approvals
public record Policy(
        Address id, String name, Rule rule, long period, Address members, long memberCount, Address approvals) {

    private static final int MAX_NAME = 128;

    /// Reads a policy.
    ///
    /// @throws IllegalArgumentException if `object` is something else
    /// @throws dev.floe.format.DataException.Corrupt if its contents are not a policy's
    public static Policy of(SuiObject object) {
        BcsReader in = MarketObjects.contents(object, "policy", "Policy");
        Address id = Address.read(in);
        String name = in.string(MAX_NAME);
        Rule rule = Rule.read(in);
        long period = in.u64();
        Address members = Address.read(in);
        long memberCount = in.u64();
        Address approvals = Address.read(in);
        in.u64();
        in.end();
        return new Policy(id, name, rule, period, members, memberCount, approvals);
    }

    /// The identity under which to encrypt an artifact now.
    public KeyId keyOf(Address artifact) {
        return new KeyId(id, artifact, period);
    }
}

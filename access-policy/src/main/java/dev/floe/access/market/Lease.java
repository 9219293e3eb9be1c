package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import dev.floe.ledger.SuiObject;
import java.util.List;

/// A lease as it stands on the ledger: the right of some addresses to what an offer is for.
///
/// @param id        the object
/// @param policy    the policy whose keys it opens
/// @param offer     the offer it came from
/// @param terms     its terms
/// @param holder    whose it is
/// @param users     who else has a seat
/// @param assigned  seats given away since the last renewal
/// @param state     whether it was ended
/// @param purchases what was paid for
/// @param openings  id of the table of uses
public record Lease(
        Address id,
        Address policy,
        Address offer,
        Terms terms,
        Address holder,
        List<Address> users,
        long assigned,
        State state,
        List<Purchase> purchases,
        Address openings) {

    private static final int MAX_SEATS = 10_000;
    private static final int MAX_PURCHASES = 16;

    /// Whether a lease was ended before its time.
    public enum State {
        /// It was not.
        ACTIVE,
        /// By its holder.
        REFUNDED,
        /// By the owner of the policy.
        REVOKED
    }

    public Lease {
        users = List.copyOf(users);
        purchases = List.copyOf(purchases);
    }

    /// Reads a lease.
    ///
    /// @throws IllegalArgumentException if `object` is something else
    /// @throws dev.floe.format.DataException.Corrupt if its contents are not a lease's
    public static Lease of(SuiObject object) {
        BcsReader in = MarketObjects.contents(object, "lease", "Lease");
        Lease lease = new Lease(
                Address.read(in),
                Address.read(in),
                Address.read(in),
                Terms.read(in),
                Address.read(in),
                in.vector(MAX_SEATS, Address::read),
                in.u64(),
                state(in),
                in.vector(MAX_PURCHASES, Purchase::read),
                Address.read(in));
        in.u64();
        in.end();
        return lease;
    }

    /// The first moment after all that was bought; 0 when all is over and settled.
    public long until() {
        return purchases.stream().mapToLong(Purchase::until).max().orElse(0);
    }

    /// Does it run at that moment, in the unit of its terms?
    public boolean runs(long now) {
        return state == State.ACTIVE && purchases.stream().anyMatch(purchase -> purchase.runs(now));
    }

    /// Has that address a seat?
    public boolean hasSeat(Address user) {
        return holder.equals(user) || users.contains(user);
    }

    /// Uses left at that moment.
    public long usesLeft(long now) {
        return purchases.stream()
                .filter(purchase -> purchase.runs(now))
                .mapToLong(Purchase::usesLeft)
                .sum();
    }

    /// What lies in the offer's escrow for it.
    public long held() {
        return purchases.stream().mapToLong(Purchase::held).sum();
    }

    private static State state(BcsReader in) {
        int state = in.u8();
        if (state >= State.values().length) {
            throw in.corrupt("state " + state + " is unknown, expected 0 to 2");
        }
        return State.values()[state];
    }
}

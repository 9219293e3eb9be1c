package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import java.math.BigInteger;
import java.util.List;

/// An offer as it stands on the ledger. Amounts are in the smallest unit of the coin, unsigned.
///
/// @param id       the object
/// @param coin     what it is paid in
/// @param policy   the policy whose keys its leases open
/// @param terms    what a lease gives
/// @param price    of one period
/// @param isPaused whether nothing is sold now
/// @param supply   how many leases may be sold; 0: no limit
/// @param sold     how many were sold
/// @param payees   who gets the revenue
/// @param earned   all that was ever earned
/// @param escrow   money that can still come back to buyers
/// @param revenue  money that was earned and not paid out yet
public record Offer(
        Address id,
        TypeTag coin,
        Address policy,
        Terms terms,
        long price,
        boolean isPaused,
        long supply,
        long sold,
        List<Payee> payees,
        BigInteger earned,
        long escrow,
        long revenue) {

    private static final int MAX_PAYEES = 16;

    public Offer {
        payees = List.copyOf(payees);
    }

    /// Reads an offer.
    ///
    /// @throws IllegalArgumentException if `object` is something else
    /// @throws dev.floe.format.DataException.Corrupt if its contents are not an offer's
    public static Offer of(SuiObject object) {
        BcsReader in = MarketObjects.contents(object, "offer", "Offer");
        Offer offer = new Offer(
                Address.read(in),
                object.move().type().typeParams().getFirst(),
                Address.read(in),
                Terms.read(in),
                in.u64(),
                in.bool(),
                in.u64(),
                in.u64(),
                in.vector(MAX_PAYEES, Payee::read),
                in.u128(),
                in.u64(),
                in.u64());
        in.end();
        return offer;
    }

    /// What so many periods cost.
    ///
    /// @throws ArithmeticException if that is more than can be paid
    public long cost(long periods) {
        return Math.multiplyExact(price, periods);
    }

    /// Can a lease be bought?
    public boolean isSelling() {
        return !isPaused && (supply == 0 || Long.compareUnsigned(sold, supply) < 0);
    }
}

package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import java.math.BigInteger;

/// Who gets a part of an offer's revenue.
///
/// @param party       an account, or an upstream offer
/// @param basisPoints the part, of 10,000
/// @param paidOut     what was paid out so far
public record Payee(Party party, int basisPoints, BigInteger paidOut) {

    /// Basis points of a whole.
    public static final int WHOLE = 10_000;

    /// Where a part goes.
    public sealed interface Party {
        /// A seller.
        ///
        /// @param address the seller's address
        record Account(Address address) implements Party {}

        /// The offer of a dataset that this one is made from; it splits the part further.
        ///
        /// @param offer the offer's id
        record Upstream(Address offer) implements Party {}
    }

    /// A seller who gets so much.
    public static Payee account(Address address, int basisPoints) {
        return new Payee(new Party.Account(address), basisPoints, BigInteger.ZERO);
    }

    /// An upstream offer that gets so much.
    public static Payee upstream(Address offer, int basisPoints) {
        return new Payee(new Party.Upstream(offer), basisPoints, BigInteger.ZERO);
    }

    static Payee read(BcsReader in) {
        Party party = in.tag(2) == 0 ? new Party.Account(Address.read(in)) : new Party.Upstream(Address.read(in));
        long basisPoints = in.u64();
        if (basisPoints < 1 || basisPoints > WHOLE) {
            throw in.corrupt("a part is " + basisPoints + " basis points, expected 1 to " + WHOLE);
        }
        return new Payee(party, (int) basisPoints, in.u128());
    }

    /// What can be paid out when an offer has earned so much in all.
    public BigInteger due(BigInteger earned) {
        return earned.multiply(BigInteger.valueOf(basisPoints))
                .divide(BigInteger.valueOf(WHOLE))
                .subtract(paidOut);
    }
}

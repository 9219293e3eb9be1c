package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Transaction;
import java.util.List;
import java.util.Optional;

/// What a lease gives. All times are in its unit: epochs of the ledger or milliseconds; unsigned.
///
/// @param artifact       the only artifact it is for; none: all under the policy
/// @param inEpochs       whether times are epochs
/// @param period         length of one period
/// @param seats          how many addresses may use a lease, its holder counted
/// @param isTransferable whether the holder may pass it on
/// @param uses           uses that one period includes; 0: no limit
/// @param opening        for how long a use opens an artifact
/// @param refund         what comes back when the holder ends it
/// @param licence        SHA-256 of the licence text
public record Terms(
        Optional<Address> artifact,
        boolean inEpochs,
        long period,
        long seats,
        boolean isTransferable,
        long uses,
        long opening,
        Refund refund,
        Digest licence) {

    /// What comes back when the holder ends a lease.
    public sealed interface Refund {
        /// Nothing.
        record Never() implements Refund {}

        /// The price of periods that have not begun.
        record Unstarted() implements Refund {}

        /// The part of the price that the remaining time is of the whole.
        record ProRata() implements Refund {}

        /// Everything, until so long after buying.
        ///
        /// @param time in the unit of the terms
        record Within(long time) implements Refund {}
    }

    /// One seat, all artifacts, not transferable, unlimited use, no refunds.
    public static Terms of(boolean inEpochs, long period, Digest licence) {
        return new Terms(Optional.empty(), inEpochs, period, 1, false, 0, 0, new Refund.Never(), licence);
    }

    /// For one artifact only.
    public Terms only(Address one) {
        return new Terms(Optional.of(one), inEpochs, period, seats, isTransferable, uses, opening, refund, licence);
    }

    /// With so many seats.
    public Terms withSeats(long count) {
        return new Terms(artifact, inEpochs, period, count, isTransferable, uses, opening, refund, licence);
    }

    /// Transferable.
    public Terms transferable() {
        return new Terms(artifact, inEpochs, period, seats, true, uses, opening, refund, licence);
    }

    /// Paid per use.
    public Terms payPerUse(long usesOfAPeriod, long openFor) {
        return new Terms(artifact, inEpochs, period, seats, isTransferable, usesOfAPeriod, openFor, refund, licence);
    }

    /// With a refund rule.
    public Terms refundable(Refund rule) {
        return new Terms(artifact, inEpochs, period, seats, isTransferable, uses, opening, rule, licence);
    }

    static Terms read(BcsReader in) {
        return new Terms(
                in.option(Address::read),
                in.bool(),
                in.u64(),
                in.u64(),
                in.bool(),
                in.u64(),
                in.u64(),
                switch (in.tag(4)) {
                    case 0 -> new Refund.Never();
                    case 1 -> new Refund.Unstarted();
                    case 2 -> new Refund.ProRata();
                    default -> new Refund.Within(in.u64());
                },
                licence(in));
    }

    private static Digest licence(BcsReader in) {
        byte[] digest = in.bytes(Digest.SIZE_BYTES);
        if (digest.length != Digest.SIZE_BYTES) {
            throw in.corrupt("the licence digest has " + digest.length + " bytes, expected " + Digest.SIZE_BYTES);
        }
        return Digest.copyOf(digest);
    }

    Argument build(Transaction tx, Address packageId) {
        String module = packageId + "::terms::";
        Argument terms =
                tx.call(module + "new", List.of(), tx.bool(inEpochs), tx.u64(period), tx.bytes(licence.bytes()));
        artifact.ifPresent(one -> tx.call(module + "only", List.of(), terms, tx.address(one)));
        if (seats != 1) {
            tx.call(module + "with_seats", List.of(), terms, tx.u64(seats));
        }
        if (isTransferable) {
            tx.call(module + "make_transferable", List.of(), terms);
        }
        if (uses != 0) {
            tx.call(module + "pay_per_use", List.of(), terms, tx.u64(uses), tx.u64(opening));
        }
        switch (refund) {
            case Refund.Never _ -> {}
            case Refund.Unstarted _ -> tx.call(module + "refund_unstarted", List.of(), terms);
            case Refund.ProRata _ -> tx.call(module + "refund_pro_rata", List.of(), terms);
            case Refund.Within within -> tx.call(module + "refund_within", List.of(), terms, tx.u64(within.time()));
        }
        return terms;
    }
}

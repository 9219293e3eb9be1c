package dev.floe.access.market;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TypeTag;
import java.util.List;
import java.util.OptionalLong;

/// Transactions that make and use offers and leases. Nothing is sent; a [dev.floe.ledger.Wallet] does that. Coins
/// come in as arguments, so that the caller says what is paid from: [Coins] takes SUI from the gas coin and others
/// from the sender's coins.
///
/// @param at where the package is
public record MarketActions(FloePackage at) {

    /// A new offer.
    ///
    /// @param cap    the policy's
    /// @param price  of one period
    /// @param supply how many leases may be sold; 0: no limit
    public Transaction createOffer(
            Address cap, TypeTag coin, Terms terms, long price, long supply, List<Payee> payees) {
        Transaction tx = new Transaction();
        Argument builtTerms = terms.build(tx, at.id());
        Argument split = tx.call(at.target("split::new"), List.of());
        for (Payee payee : payees) {
            switch (payee.party()) {
                case Payee.Party.Account account ->
                    tx.call(
                            at.target("split::account"),
                            List.of(),
                            split,
                            tx.address(account.address()),
                            tx.u64(payee.basisPoints()));
                case Payee.Party.Upstream upstream ->
                    tx.call(
                            at.target("split::upstream"),
                            List.of(),
                            split,
                            tx.address(upstream.offer()),
                            tx.u64(payee.basisPoints()));
            }
        }
        tx.call(
                at.target("offer::create"),
                List.of(coin),
                tx.object(at.release()),
                tx.object(cap),
                builtTerms,
                tx.u64(price),
                tx.u64(supply),
                split);
        return tx;
    }

    /// Changes the price of what is sold from now on.
    public Transaction setPrice(Offer offer, Address cap, long price) {
        Transaction tx = new Transaction();
        tx.call(
                at.target("offer::set_price"),
                List.of(offer.coin()),
                tx.object(offer.id()),
                tx.object(at.release()),
                tx.object(cap),
                tx.u64(price));
        return tx;
    }

    /// Stops or resumes selling.
    public Transaction setPaused(Offer offer, Address cap, boolean isPaused) {
        Transaction tx = new Transaction();
        tx.call(
                at.target("offer::set_paused"),
                List.of(offer.coin()),
                tx.object(offer.id()),
                tx.object(at.release()),
                tx.object(cap),
                tx.bool(isPaused));
        return tx;
    }

    /// Rents: adds the call to `tx`, which made `payment`.
    ///
    /// @param from when it begins, in the unit of the terms; none: now
    public void rent(Transaction tx, Offer offer, Argument payment, long periods, OptionalLong from) {
        tx.call(
                at.target("market::rent"),
                List.of(offer.coin()),
                tx.object(offer.id()),
                tx.object(at.release()),
                payment,
                tx.u64(periods),
                tx.u64(from.orElse(0)),
                tx.clock());
    }

    /// Renews: adds the call to `tx`, which made `payment`.
    public void renew(Transaction tx, Offer offer, Address lease, Argument payment, long periods) {
        tx.call(
                at.target("market::renew"),
                List.of(offer.coin()),
                tx.object(offer.id()),
                tx.object(at.release()),
                tx.object(lease),
                payment,
                tx.u64(periods),
                tx.clock());
    }

    /// Ends a lease; what comes back goes to `holder`.
    public Transaction refund(Offer offer, Address lease, Address holder) {
        Transaction tx = new Transaction();
        Argument money = tx.call(
                at.target("market::refund"),
                List.of(offer.coin()),
                tx.object(offer.id()),
                tx.object(at.release()),
                tx.object(lease),
                tx.clock());
        tx.transferObjects(List.of(money), tx.address(holder));
        return tx;
    }

    /// The owner ends a lease: adds the call to `tx`, which made `compensation`. What is left of it goes to
    /// `owner`.
    public void revoke(Transaction tx, Offer offer, Address cap, Address lease, Argument compensation, Address owner) {
        Argument rest = tx.call(
                at.target("market::revoke"),
                List.of(offer.coin()),
                tx.object(offer.id()),
                tx.object(at.release()),
                tx.object(cap),
                tx.object(lease),
                compensation,
                tx.clock());
        tx.transferObjects(List.of(rest), tx.address(owner));
    }

    /// Earns what can no longer come back, of some leases.
    public Transaction settle(Offer offer, List<Address> leases) {
        Transaction tx = new Transaction();
        for (Address lease : leases) {
            tx.call(
                    at.target("market::settle"),
                    List.of(offer.coin()),
                    tx.object(offer.id()),
                    tx.object(at.release()),
                    tx.object(lease),
                    tx.clock());
        }
        return tx;
    }

    /// Pays out what is due to every payee of an offer; upstream offers get theirs too.
    public Transaction payOut(Offer offer) {
        Transaction tx = new Transaction();
        for (int i = 0; i < offer.payees().size(); i++) {
            switch (offer.payees().get(i).party()) {
                case Payee.Party.Account _ ->
                    tx.call(
                            at.target("offer::pay_out"),
                            List.of(offer.coin()),
                            tx.object(offer.id()),
                            tx.object(at.release()),
                            tx.u64(i));
                case Payee.Party.Upstream upstream ->
                    tx.call(
                            at.target("offer::forward"),
                            List.of(offer.coin()),
                            tx.object(offer.id()),
                            tx.object(at.release()),
                            tx.u64(i),
                            tx.object(upstream.offer()));
            }
        }
        return tx;
    }

    /// Spends one use: opens an artifact to the sender.
    public Transaction open(Address lease, Address artifact) {
        Transaction tx = new Transaction();
        tx.call(
                at.target("lease::open"),
                List.of(),
                tx.object(lease),
                tx.object(at.release()),
                tx.address(artifact),
                tx.clock());
        return tx;
    }

    /// Gives a seat to an address.
    public Transaction assignSeat(Address lease, Address user) {
        return seat("lease::assign_seat", lease, user);
    }

    /// Takes a seat back from an address.
    public Transaction releaseSeat(Address lease, Address user) {
        return seat("lease::release_seat", lease, user);
    }

    /// Passes a lease on, with its ticket.
    public Transaction transfer(Address lease, Address ticket, Address to) {
        Transaction tx = new Transaction();
        tx.call(
                at.target("lease::transfer"),
                List.of(),
                tx.object(lease),
                tx.object(at.release()),
                tx.object(ticket),
                tx.address(to));
        return tx;
    }

    private Transaction seat(String function, Address lease, Address user) {
        Transaction tx = new Transaction();
        tx.call(at.target(function), List.of(), tx.object(lease), tx.object(at.release()), tx.address(user));
        return tx;
    }
}

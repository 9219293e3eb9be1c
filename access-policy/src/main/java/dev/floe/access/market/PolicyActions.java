package dev.floe.access.market;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Transaction;
import java.util.List;

/// Transactions that make and change policies. Nothing is sent; a [dev.floe.ledger.Wallet] does that.
///
/// @param at where the package is
public record PolicyActions(FloePackage at) {

    /// Until when a member stays who stays for ever: `u64::MAX`.
    public static final long FOREVER = -1;

    /// A new policy; its `PolicyCap` goes to `owner`.
    public Transaction create(String name, Rule rule, Address owner) {
        Transaction tx = new Transaction();
        Argument built = rule.build(tx, at.id());
        Argument cap = tx.call(at.target("policy::create"), List.of(), tx.object(at.release()), tx.string(name), built);
        tx.transferObjects(List.of(cap), tx.address(owner));
        return tx;
    }

    /// Puts a member on the list until a time in milliseconds, or [#FOREVER].
    public Transaction grant(Address policy, Address cap, Member member, long untilMillis) {
        Transaction tx = new Transaction();
        tx.call(
                at.target("policy::grant"),
                List.of(),
                tx.object(policy),
                tx.object(at.release()),
                tx.object(cap),
                member(tx, member),
                tx.u64(untilMillis),
                tx.clock());
        return tx;
    }

    /// Takes a member off the list.
    public Transaction revoke(Address policy, Address cap, Member member) {
        Transaction tx = new Transaction();
        tx.call(
                at.target("policy::revoke"),
                List.of(),
                tx.object(policy),
                tx.object(at.release()),
                tx.object(cap),
                member(tx, member));
        return tx;
    }

    /// Begins the next key period.
    public Transaction rotate(Address policy, Address cap) {
        Transaction tx = new Transaction();
        tx.call(at.target("policy::rotate"), List.of(), tx.object(policy), tx.object(at.release()), tx.object(cap));
        return tx;
    }

    /// The sender, an approver, approves of an applicant.
    public Transaction approve(Address policy, Address applicant) {
        return applicant("policy::approve", policy, applicant);
    }

    /// The sender, an approver, takes an approval back.
    public Transaction withdrawApproval(Address policy, Address applicant) {
        return applicant("policy::withdraw_approval", policy, applicant);
    }

    private Transaction applicant(String function, Address policy, Address applicant) {
        Transaction tx = new Transaction();
        tx.call(at.target(function), List.of(), tx.object(policy), tx.object(at.release()), tx.address(applicant));
        return tx;
    }

    private Argument member(Transaction tx, Member member) {
        Argument account = member instanceof Member.Sui sui ? tx.address(sui.address()) : tx.bytes(member.account());
        return tx.call(at.target("member::" + member.function()), List.of(), account);
    }
}

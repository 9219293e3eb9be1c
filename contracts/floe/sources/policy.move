/// A policy: a rule, the lists it speaks of, and the current key period.
module floe::policy;

use floe::member::{Self, Member};
use floe::release::Release;
use floe::rule::Rule;
use std::string::String;
use sui::clock::Clock;
use sui::event;
use sui::table::{Self, Table};

/// This capability is another policy's.
const EWrongCap: u64 = 0;
/// A name has at most 128 bytes.
const ENameTooLong: u64 = 1;
/// The caller is no approver of this policy.
const ENotApprover: u64 = 2;
/// Nobody can be granted something that is over already.
const EGrantInThePast: u64 = 3;
/// That member is not on the list.
const ENotMember: u64 = 4;

const MAX_NAME_BYTES: u64 = 128;

/// Shared. The rule is fixed for ever; members, approvals and the key period change.
public struct Policy has key {
    id: UID,
    name: String,
    rule: Rule,
    /// The newest key period for which keys are released.
    period: u64,
    /// Until when (milliseconds) each is on the list.
    members: Table<Member, u64>,
    /// Who has approved of an applicant.
    approvals: Table<address, vector<address>>,
}

/// Whoever holds it owns the policy.
public struct PolicyCap has key, store {
    id: UID,
    policy: ID,
}

public struct PolicyCreated has copy, drop { policy: ID, cap: ID, name: String }

public struct Granted has copy, drop { policy: ID, member: Member, until_ms: u64 }

public struct Revoked has copy, drop { policy: ID, member: Member }

public struct Approved has copy, drop { policy: ID, applicant: address, approver: address }

public struct ApprovalWithdrawn has copy, drop { policy: ID, applicant: address, approver: address }

public struct Rotated has copy, drop { policy: ID, period: u64 }

/// A new policy, shared; the capability goes to the caller.
public fun create(release: &Release, name: String, rule: Rule, ctx: &mut TxContext): PolicyCap {
    release.check();
    rule.check();
    assert!(name.length() <= MAX_NAME_BYTES, ENameTooLong);
    let policy = Policy {
        id: object::new(ctx),
        name,
        rule,
        period: 0,
        members: table::new(ctx),
        approvals: table::new(ctx),
    };
    let cap = PolicyCap { id: object::new(ctx), policy: object::id(&policy) };
    event::emit(PolicyCreated { policy: cap.policy, cap: object::id(&cap), name });
    transfer::share_object(policy);
    cap
}

/// Puts somebody on the list until a time, or changes until when.
public fun grant(policy: &mut Policy, release: &Release, cap: &PolicyCap, member: Member, until_ms: u64, clock: &Clock) {
    policy.check(release, cap);
    assert!(until_ms > clock.timestamp_ms(), EGrantInThePast);
    if (policy.members.contains(member)) {
        *policy.members.borrow_mut(member) = until_ms;
    } else {
        policy.members.add(member, until_ms);
    };
    event::emit(Granted { policy: object::id(policy), member, until_ms });
}

/// Takes somebody off the list. Effective at once for every key asked for afterwards.
public fun revoke(policy: &mut Policy, release: &Release, cap: &PolicyCap, member: Member) {
    policy.check(release, cap);
    assert!(policy.members.contains(member), ENotMember);
    policy.members.remove(member);
    event::emit(Revoked { policy: object::id(policy), member });
}

/// Begins the next key period. What is encrypted from now on under it is out of reach of keys that were released before.
public fun rotate(policy: &mut Policy, release: &Release, cap: &PolicyCap) {
    policy.check(release, cap);
    policy.period = policy.period + 1;
    event::emit(Rotated { policy: object::id(policy), period: policy.period });
}

/// The caller, an approver, approves of an applicant. Approving again changes nothing.
public fun approve(policy: &mut Policy, release: &Release, applicant: address, ctx: &TxContext) {
    release.check();
    let approver = ctx.sender();
    assert!(policy.rule.is_approver(approver), ENotApprover);
    if (!policy.approvals.contains(applicant)) {
        policy.approvals.add(applicant, vector[]);
    };
    let approved_by = policy.approvals.borrow_mut(applicant);
    if (!approved_by.contains(&approver)) {
        approved_by.push_back(approver);
        event::emit(Approved { policy: object::id(policy), applicant, approver });
    }
}

/// The caller takes an approval back.
public fun withdraw_approval(policy: &mut Policy, release: &Release, applicant: address, ctx: &TxContext) {
    release.check();
    let approver = ctx.sender();
    assert!(policy.rule.is_approver(approver), ENotApprover);
    if (!policy.approvals.contains(applicant)) return;
    let approved_by = policy.approvals.borrow_mut(applicant);
    let (found, index) = approved_by.index_of(&approver);
    if (found) {
        approved_by.swap_remove(index);
        event::emit(ApprovalWithdrawn { policy: object::id(policy), applicant, approver });
    }
}

/// The policy that the capability is for.
public fun cap_policy(cap: &PolicyCap): ID {
    cap.policy
}

/// The newest key period for which keys are released.
public fun period(policy: &Policy): u64 {
    policy.period
}

public fun rule(policy: &Policy): &Rule {
    &policy.rule
}

/// Is `member` on the list at that time?
public fun is_member(policy: &Policy, member: Member, now_ms: u64): bool {
    policy.members.contains(member) && now_ms < *policy.members.borrow(member)
}

/// Is that Sui address on the list at that time?
public fun is_sui_member(policy: &Policy, account: address, now_ms: u64): bool {
    policy.is_member(member::sui(account), now_ms)
}

/// Who has approved of `applicant`.
public fun approved_by(policy: &Policy, applicant: address): vector<address> {
    if (policy.approvals.contains(applicant)) *policy.approvals.borrow(applicant) else vector[]
}

fun check(policy: &Policy, release: &Release, cap: &PolicyCap) {
    release.check();
    assert!(cap.policy == object::id(policy), EWrongCap);
}

/// What key servers ask: may the caller have the key of this identity?
///
/// There is one function per kind of evidence that a caller can bring; each binds the identity to the policy it is given, and the
/// policy's rule says whether that evidence is enough. All are private: nothing can be put between a key server and the answer.
module floe::access;

use floe::identity::{Self, Identity};
use floe::lease::Lease;
use floe::policy::Policy;
use floe::proof;
use floe::release::Release;
use floe::rule;
use sui::clock::Clock;

/// The identity is another policy's.
const EWrongPolicy: u64 = 0;
/// The key period has not begun; nobody gets its keys in advance.
const EFuturePeriod: u64 = 1;
/// The rule of the policy does not hold for the caller.
const ENoAccess: u64 = 2;

/// For callers who bring nothing but themselves: lists, times, approvals, open policies.
entry fun seal_approve(id: vector<u8>, release: &Release, policy: &Policy, clock: &Clock, ctx: &TxContext) {
    let identity = bind(id, release, policy);
    decide(&identity, policy, false, vector[], clock, ctx)
}

/// For callers with a lease.
entry fun seal_approve_lease(
    id: vector<u8>,
    release: &Release,
    policy: &Policy,
    lease: &Lease,
    clock: &Clock,
    ctx: &TxContext,
) {
    let identity = bind(id, release, policy);
    let has_lease = holds(&identity, lease, clock, ctx);
    decide(&identity, policy, has_lease, vector[], clock, ctx)
}

/// For callers with the signature of an Ethereum or Solana key.
entry fun seal_approve_proof(
    id: vector<u8>,
    release: &Release,
    policy: &Policy,
    proof: vector<u8>,
    clock: &Clock,
    ctx: &TxContext,
) {
    let identity = bind(id, release, policy);
    decide(&identity, policy, false, vector[proof], clock, ctx)
}

/// For callers with a lease and such signatures, one or more.
entry fun seal_approve_all(
    id: vector<u8>,
    release: &Release,
    policy: &Policy,
    lease: &Lease,
    proofs: vector<vector<u8>>,
    clock: &Clock,
    ctx: &TxContext,
) {
    let identity = bind(id, release, policy);
    let has_lease = holds(&identity, lease, clock, ctx);
    decide(&identity, policy, has_lease, proofs, clock, ctx)
}

fun bind(id: vector<u8>, release: &Release, policy: &Policy): Identity {
    release.check();
    let identity = identity::parse(id);
    assert!(identity.policy() == object::id(policy), EWrongPolicy);
    assert!(identity.period() <= policy.period(), EFuturePeriod);
    identity
}

fun holds(identity: &Identity, lease: &Lease, clock: &Clock, ctx: &TxContext): bool {
    lease.allows(identity.policy(), ctx.sender(), identity.artifact(), clock, ctx)
}

fun decide(
    identity: &Identity,
    policy: &Policy,
    has_lease: bool,
    proofs: vector<vector<u8>>,
    clock: &Clock,
    ctx: &TxContext,
) {
    let user = ctx.sender();
    let now_ms = clock.timestamp_ms();
    let mut is_ethereum_member = false;
    let mut is_solana_member = false;
    let mut i = 0;
    while (i < proofs.length()) {
        let signer = proof::verify(proofs[i], identity.policy(), user, now_ms);
        if (policy.is_member(signer, now_ms)) {
            is_ethereum_member = is_ethereum_member || signer.is_ethereum();
            is_solana_member = is_solana_member || signer.is_solana();
        };
        i = i + 1;
    };
    let evidence = rule::evidence(
        now_ms,
        policy.is_sui_member(user, now_ms),
        is_ethereum_member,
        is_solana_member,
        has_lease,
        policy.approved_by(user),
    );
    assert!(policy.rule().holds(&evidence), ENoAccess);
}

#[test_only]
public fun approve_for_testing(id: vector<u8>, release: &Release, policy: &Policy, clock: &Clock, ctx: &TxContext) {
    seal_approve(id, release, policy, clock, ctx)
}

#[test_only]
public fun approve_lease_for_testing(
    id: vector<u8>,
    release: &Release,
    policy: &Policy,
    lease: &Lease,
    clock: &Clock,
    ctx: &TxContext,
) {
    seal_approve_lease(id, release, policy, lease, clock, ctx)
}

#[test_only]
public fun approve_all_for_testing(
    id: vector<u8>,
    release: &Release,
    policy: &Policy,
    lease: &Lease,
    proofs: vector<vector<u8>>,
    clock: &Clock,
    ctx: &TxContext,
) {
    seal_approve_all(id, release, policy, lease, proofs, clock, ctx)
}

/// The signatures were made with `@noble/curves` 2.4.0.
#[test_only]
module floe::proof_tests;

use floe::member;
use floe::proof;
use std::unit_test::assert_eq;
use sui::bcs;

const POLICY: address = @0x1111111111111111111111111111111111111111111111111111111111111111;
const USER: address = @0x2222222222222222222222222222222222222222222222222222222222222222;
const UNTIL: u64 = 1_700_000_000_000;
const NOW: u64 = 1_699_999_999_999;
const MONTH: u64 = 30 * 24 * 60 * 60 * 1000;

fun ethereum_proof(until: u64, v: u8): vector<u8> {
    let mut proof = vector[1u8];
    proof.append(bcs::to_bytes(&until));
    proof.append(x"fb1d89fae1f9075f2a8731b27c9c9c2e80d076bd2feaccc69521638e99022c9748573ab799e7241866f14371e9afb98f06b8c0369ab046465e5c878d91839d2f");
    proof.push_back(v);
    proof
}

fun solana_proof(): vector<u8> {
    let mut proof = vector[2u8];
    let until = UNTIL;
    proof.append(bcs::to_bytes(&until));
    proof.append(x"fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618");
    proof.append(x"8db95754e3c9642b17ed8834497d2c11f579c26566558bf9c7b593bda632ee3834701e7715eea509eb042da2354fdbec8771d387cb8afd2393f1a9099fa4830e");
    proof
}

fun verify(proof: vector<u8>, now: u64): member::Member {
    proof::verify(proof, object::id_from_address(POLICY), USER, now)
}

#[test]
fun knows_an_ethereum_address_by_its_signature() {
    let signer = member::ethereum(x"4a62316623ad457f02cdc5d997ded67a383ec569");
    assert_eq!(verify(ethereum_proof(UNTIL, 1), NOW), signer);
    assert_eq!(verify(ethereum_proof(UNTIL, 28), UNTIL - MONTH), signer);
}

#[test]
fun knows_a_solana_key_by_its_signature() {
    let signer = member::solana(x"fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618");
    assert_eq!(verify(solana_proof(), NOW), signer);
}

#[test]
fun another_user_is_another_ethereum_signer() {
    let other = proof::verify(ethereum_proof(UNTIL, 1), object::id_from_address(POLICY), @0x23, NOW);
    assert!(other != member::ethereum(x"4a62316623ad457f02cdc5d997ded67a383ec569"));
}

#[test]
fun another_policy_is_another_ethereum_signer() {
    let other = proof::verify(ethereum_proof(UNTIL, 1), object::id_from_address(@0x12), USER, NOW);
    assert!(other != member::ethereum(x"4a62316623ad457f02cdc5d997ded67a383ec569"));
}

#[test]
fun a_longer_life_is_another_ethereum_signer() {
    assert!(verify(ethereum_proof(UNTIL + 1, 1), NOW) != member::ethereum(x"4a62316623ad457f02cdc5d997ded67a383ec569"));
}

#[test, expected_failure(abort_code = proof::EBadSignature)]
fun refuses_a_solana_proof_for_another_user() {
    proof::verify(solana_proof(), object::id_from_address(POLICY), @0x23, NOW);
}

#[test, expected_failure(abort_code = proof::EBadTime)]
fun refuses_a_proof_that_has_ended() {
    verify(solana_proof(), UNTIL);
}

#[test, expected_failure(abort_code = proof::EBadTime)]
fun refuses_a_proof_that_holds_too_long() {
    verify(solana_proof(), UNTIL - MONTH - 1);
}

#[test, expected_failure(abort_code = proof::EMalformed)]
fun refuses_an_unknown_recovery_byte() {
    verify(ethereum_proof(UNTIL, 2), NOW);
}

#[test, expected_failure(abort_code = proof::EMalformed)]
fun refuses_a_proof_of_another_length() {
    let mut proof = ethereum_proof(UNTIL, 1);
    proof.push_back(0);
    verify(proof, NOW);
}

#[test, expected_failure(abort_code = proof::EMalformed)]
fun refuses_a_scheme_with_the_length_of_another() {
    let mut proof = solana_proof();
    *&mut proof[0] = 1;
    verify(proof, NOW);
}

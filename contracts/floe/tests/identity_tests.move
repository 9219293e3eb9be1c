#[test_only]
module floe::identity_tests;

use floe::identity;
use std::unit_test::assert_eq;

const POLICY: address = @0x1122;

fun id(): vector<u8> {
    identity::encode(object::id_from_address(POLICY), @0xA1, 0x0102)
}

#[test]
fun takes_apart_what_it_put_together() {
    let bytes = id();
    assert_eq!(bytes.length(), 72);
    // The key period is little-endian.
    assert_eq!(bytes[64], 2);
    assert_eq!(bytes[65], 1);
    let identity = identity::parse(bytes);
    assert_eq!(identity.policy().to_address(), POLICY);
    assert_eq!(identity.artifact(), @0xA1);
    assert_eq!(identity.period(), 0x0102);
}

#[test, expected_failure(abort_code = identity::EBadLength)]
fun refuses_a_prefix() {
    let mut bytes = id();
    bytes.pop_back();
    identity::parse(bytes);
}

#[test, expected_failure(abort_code = identity::EBadLength)]
fun refuses_an_extension() {
    let mut bytes = id();
    bytes.push_back(0);
    identity::parse(bytes);
}

#[test, expected_failure(abort_code = identity::EBadLength)]
fun refuses_nothing() {
    identity::parse(vector[]);
}

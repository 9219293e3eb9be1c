/// What a key is for: `[policy id: 32 bytes][artifact: 32 bytes][key period: u64, little-endian]`, 72 bytes, never more or fewer.
///
/// Object ids are unique, so a key of one policy is never a key of another; the length is fixed, so no identity is a prefix of
/// another and no byte of it is free.
module floe::identity;

use sui::bcs;

/// An identity has exactly 72 bytes.
const EBadLength: u64 = 0;

const LENGTH: u64 = 72;

/// An identity, taken apart.
public struct Identity has copy, drop {
    policy: ID,
    artifact: address,
    period: u64,
}

/// Takes an identity apart.
public fun parse(id: vector<u8>): Identity {
    assert!(id.length() == LENGTH, EBadLength);
    let mut bytes = bcs::new(id);
    let policy = object::id_from_address(bytes.peel_address());
    let artifact = bytes.peel_address();
    let period = bytes.peel_u64();
    Identity { policy, artifact, period }
}

/// The identity of one artifact and key period under a policy.
public fun encode(policy: ID, artifact: address, period: u64): vector<u8> {
    let mut bytes = policy.to_bytes();
    bytes.append(artifact.to_bytes());
    bytes.append(bcs::to_bytes(&period));
    bytes
}

/// The policy that guards the key.
public fun policy(self: &Identity): ID {
    self.policy
}

/// What is encrypted under the key.
public fun artifact(self: &Identity): address {
    self.artifact
}

/// Counts how often the owner has rotated keys.
public fun period(self: &Identity): u64 {
    self.period
}

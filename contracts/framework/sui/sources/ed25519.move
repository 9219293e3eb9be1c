module sui::ed25519;

/// Is `signature` (64 bytes) one of `msg` under `public_key` (32 bytes)? Malformed input is a no.
public native fun ed25519_verify(signature: &vector<u8>, public_key: &vector<u8>, msg: &vector<u8>): bool;

/// ECDSA over secp256r1 (NIST P-256), the curve of passkeys. `hash` is 0 for keccak256 and 1 for sha256.
module sui::ecdsa_r1;

#[allow(unused_const)]
const EFailToRecoverPubKey: u64 = 0;
#[allow(unused_const)]
const EInvalidSignature: u64 = 1;

/// The compressed public key (33 bytes) that made `signature` (r, s and the recovery id: 65 bytes) over `msg`.
public native fun secp256r1_ecrecover(signature: &vector<u8>, msg: &vector<u8>, hash: u8): vector<u8>;

/// Is `signature` (64 bytes) one of `msg` under the compressed `public_key`? Malformed input is a no.
public native fun secp256r1_verify(
    signature: &vector<u8>,
    public_key: &vector<u8>,
    msg: &vector<u8>,
    hash: u8,
): bool;

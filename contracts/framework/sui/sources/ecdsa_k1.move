/// ECDSA over secp256k1, the curve of Bitcoin and Ethereum. `hash` is 0 for keccak256 and 1 for sha256.
module sui::ecdsa_k1;

#[allow(unused_const)]
const EFailToRecoverPubKey: u64 = 0;
#[allow(unused_const)]
const EInvalidSignature: u64 = 1;
#[allow(unused_const)]
const EInvalidPubKey: u64 = 2;

/// The compressed public key (33 bytes) that made `signature` (r, s and the recovery id 0 to 3: 65 bytes) over `msg`.
public native fun secp256k1_ecrecover(signature: &vector<u8>, msg: &vector<u8>, hash: u8): vector<u8>;

/// The 65-byte form of a 33-byte key.
public native fun decompress_pubkey(pubkey: &vector<u8>): vector<u8>;

/// Is `signature` (r and s: 64 bytes, low s) one of `msg` under the compressed `public_key`? Malformed input is a no.
public native fun secp256k1_verify(
    signature: &vector<u8>,
    public_key: &vector<u8>,
    msg: &vector<u8>,
    hash: u8,
): bool;

/// Hashes and signatures.
module scenarios::crypto;

public fun sha2_256(data: vector<u8>): vector<u8> { std::hash::sha2_256(data) }

public fun sha3_256(data: vector<u8>): vector<u8> { std::hash::sha3_256(data) }

public fun blake2b256(data: vector<u8>): vector<u8> { sui::hash::blake2b256(&data) }

public fun keccak256(data: vector<u8>): vector<u8> { sui::hash::keccak256(&data) }

public fun hmac_sha3_256(key: vector<u8>, data: vector<u8>): vector<u8> { sui::hmac::hmac_sha3_256(&key, &data) }

public fun ed25519_verify(signature: vector<u8>, key: vector<u8>, data: vector<u8>): bool {
    sui::ed25519::ed25519_verify(&signature, &key, &data)
}

public fun secp256k1_verify(signature: vector<u8>, key: vector<u8>, data: vector<u8>, hash: u8): bool {
    sui::ecdsa_k1::secp256k1_verify(&signature, &key, &data, hash)
}

public fun secp256k1_ecrecover(signature: vector<u8>, data: vector<u8>, hash: u8): vector<u8> {
    sui::ecdsa_k1::secp256k1_ecrecover(&signature, &data, hash)
}

public fun decompress_pubkey(key: vector<u8>): vector<u8> { sui::ecdsa_k1::decompress_pubkey(&key) }

public fun secp256r1_verify(signature: vector<u8>, key: vector<u8>, data: vector<u8>, hash: u8): bool {
    sui::ecdsa_r1::secp256r1_verify(&signature, &key, &data, hash)
}

public fun secp256r1_ecrecover(signature: vector<u8>, data: vector<u8>, hash: u8): vector<u8> {
    sui::ecdsa_r1::secp256r1_ecrecover(&signature, &data, hash)
}

/// The Ethereum address of whoever signed: the last 20 bytes of the hash of the key.
public fun ethereum_address(signature: vector<u8>, data: vector<u8>): vector<u8> {
    let key = sui::ecdsa_k1::secp256k1_ecrecover(&signature, &data, 0);
    let full = sui::ecdsa_k1::decompress_pubkey(&key);
    sui::hash::keccak256(&full.skip(1)).skip(12)
}

public fun hash_chain(seed: vector<u8>, n: u64): vector<u8> {
    let mut h = seed;
    n.do!(|_| h = sui::hash::blake2b256(&h));
    h
}

module sui::hash;

/// BLAKE2b with a 32-byte result.
public native fun blake2b256(data: &vector<u8>): vector<u8>;

/// Keccak-256 as Ethereum uses it: the padding before SHA-3 was fixed.
public native fun keccak256(data: &vector<u8>): vector<u8>;

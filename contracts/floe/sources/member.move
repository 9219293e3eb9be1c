/// Somebody who may be on a list: a Sui address, an Ethereum address, or a Solana key.
module floe::member;

/// An Ethereum address has 20 bytes.
const EBadEthereumAddress: u64 = 0;
/// A Solana address has 32 bytes.
const EBadSolanaAddress: u64 = 1;

const SUI: u8 = 0;
const ETHEREUM: u8 = 1;
const SOLANA: u8 = 2;

/// A name on a list. Names of different chains never meet: the chain is part of the name.
public struct Member has copy, drop, store {
    chain: u8,
    account: vector<u8>,
}

/// A Sui address.
public fun sui(account: address): Member {
    Member { chain: SUI, account: account.to_bytes() }
}

/// An Ethereum address: the last 20 bytes of the hash of the key.
public fun ethereum(account: vector<u8>): Member {
    assert!(account.length() == 20, EBadEthereumAddress);
    Member { chain: ETHEREUM, account }
}

/// A Solana address, which is an Ed25519 key.
public fun solana(account: vector<u8>): Member {
    assert!(account.length() == 32, EBadSolanaAddress);
    Member { chain: SOLANA, account }
}

public fun is_ethereum(self: &Member): bool {
    self.chain == ETHEREUM
}

public fun is_solana(self: &Member): bool {
    self.chain == SOLANA
}

public fun account(self: &Member): vector<u8> {
    self.account
}

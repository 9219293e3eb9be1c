/// Proofs that the holder of a key of another chain speaks for a Sui address.
///
/// The holder signs this text with an ordinary wallet; no transaction, no Sui wallet:
///
/// ```text
/// Floe access
/// policy: 0x<64 hex digits>
/// user: 0x<64 hex digits>
/// until: <milliseconds since 1970>
/// ```
///
/// with line feeds between the lines and none at the end. `user` is the address that asks the key servers, so a proof that was
/// seen by others is of no use to them. Ethereum wallets sign by EIP-191 (`personal_sign`), Solana wallets sign the text itself.
///
/// | proof | bytes |
/// | --- | --- |
/// | Ethereum | 1, until: u64 little-endian, r, s, v (0, 1, 27 or 28): 74 bytes |
/// | Solana | 2, until: u64 little-endian, key, signature: 105 bytes |
module floe::proof;

use floe::member::{Self, Member};
use sui::bcs;
use sui::ecdsa_k1;
use sui::ed25519;
use sui::hash;

/// A proof has 74 bytes and starts with 1, or 105 and starts with 2.
const EMalformed: u64 = 0;
/// The proof has ended, or would hold for more than thirty days.
const EBadTime: u64 = 1;
/// The signature is not one of this text.
const EBadSignature: u64 = 2;

const ETHEREUM: u8 = 1;
const ETHEREUM_LENGTH: u64 = 74;
const SOLANA: u8 = 2;
const SOLANA_LENGTH: u64 = 105;
const MAX_LIFE_MS: u64 = 30 * 24 * 60 * 60 * 1000;
const KECCAK256: u8 = 0;

/// Who signed. Aborts unless the proof is for this policy and user and holds now.
public fun verify(proof: vector<u8>, policy: ID, user: address, now_ms: u64): Member {
    let length = proof.length();
    assert!(length == ETHEREUM_LENGTH || length == SOLANA_LENGTH, EMalformed);
    let mut bytes = bcs::new(proof);
    let scheme = bytes.peel_u8();
    let until_ms = bytes.peel_u64();
    assert!(now_ms < until_ms && until_ms - now_ms <= MAX_LIFE_MS, EBadTime);
    let text = text(policy, user, until_ms);
    let rest = bytes.into_remainder_bytes();
    if (scheme == ETHEREUM && length == ETHEREUM_LENGTH) {
        ethereum(rest, text)
    } else {
        assert!(scheme == SOLANA && length == SOLANA_LENGTH, EMalformed);
        solana(rest, text)
    }
}

/// What the holder of the foreign key signs.
public fun text(policy: ID, user: address, until_ms: u64): vector<u8> {
    let mut text = b"Floe access\npolicy: 0x";
    text.append(policy.to_address().to_string().into_bytes());
    text.append(b"\nuser: 0x");
    text.append(user.to_string().into_bytes());
    text.append(b"\nuntil: ");
    text.append(until_ms.to_string().into_bytes());
    text
}

/// EIP-191: the hash is over a prefix that no transaction starts with, the length in decimal, and the text.
fun ethereum(mut signature: vector<u8>, text: vector<u8>): Member {
    let v = signature.pop_back();
    assert!(v == 0 || v == 1 || v == 27 || v == 28, EMalformed);
    signature.push_back(if (v >= 27) v - 27 else v);
    let mut message = b"\x19Ethereum Signed Message:\n";
    message.append(text.length().to_string().into_bytes());
    message.append(text);
    let compressed = ecdsa_k1::secp256k1_ecrecover(&signature, &message, KECCAK256);
    let key = ecdsa_k1::decompress_pubkey(&compressed);
    // The uncompressed key is 04, x, y; the address is the end of the hash of x and y.
    let digest = hash::keccak256(&slice(&key, 1, 65));
    member::ethereum(slice(&digest, 12, 32))
}

fun solana(bytes: vector<u8>, text: vector<u8>): Member {
    let key = slice(&bytes, 0, 32);
    let signature = slice(&bytes, 32, 96);
    assert!(ed25519::ed25519_verify(&signature, &key, &text), EBadSignature);
    member::solana(key)
}

fun slice(bytes: &vector<u8>, from: u64, to: u64): vector<u8> {
    let mut part = vector[];
    let mut i = from;
    while (i < to) {
        part.push_back(bytes[i]);
        i = i + 1;
    };
    part
}

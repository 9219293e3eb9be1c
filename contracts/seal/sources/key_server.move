/// Key servers as clients find them: an object that names the public key and where the server answers. Anyone can make
/// one; what it is worth follows from who published its id. Layouts and names are those of the package that the Seal SDKs
/// know, so that they read these objects unchanged.
module seal::key_server;

use std::string::String;
use sui::bls12381::{Self, G2};
use sui::dynamic_field as field;
use sui::group_ops::Element;

/// Boneh-Franklin on BLS12-381, the only kind of key.
const KEY_TYPE_BF_BLS12381: u8 = 0;
const NEWEST: u64 = 2;
const NAME_BYTES: u64 = 256;
const URL_BYTES: u64 = 2048;

/// The key is of another kind.
const EKeyType: u64 = 1;
/// The description has no such version.
const EVersion: u64 = 2;
/// The server is a committee; its members have addresses of their own.
const ECommittee: u64 = 3;
/// The name or address is empty or too long.
const EText: u64 = 4;
/// The public key is the point at infinity.
const EPublicKey: u64 = 5;

/// A key server. Its description is a dynamic field under the version's number; clients take the newest they know.
public struct KeyServer has key, store {
    id: UID,
    first_version: u64,
    last_version: u64,
}

/// Version 1 of a description.
public struct KeyServerV1 has store {
    name: String,
    url: String,
    key_type: u8,
    pk: vector<u8>,
}

/// Version 2 of a description.
public struct KeyServerV2 has store {
    name: String,
    key_type: u8,
    pk: vector<u8>,
    server_type: ServerType,
}

/// What stands behind a key server.
public enum ServerType has drop, store {
    /// One operator.
    Independent { url: String },
    /// Several operators, of whom `threshold` must answer. Never made here, only read.
    Committee { version: u32, threshold: u16, partial_key_servers: vector<PartialKeyServer> },
}

/// A member of a committee.
public struct PartialKeyServer has copy, drop, store {
    name: String,
    url: String,
    partial_pk: vector<u8>,
    party_id: u16,
}

/// Makes a key server with one operator and gives it to the sender.
entry fun create_and_transfer_v2_independent_server(
    name: String,
    url: String,
    key_type: u8,
    pk: vector<u8>,
    ctx: &mut TxContext,
) {
    transfer::transfer(create_v2(name, url, key_type, pk, ctx), ctx.sender());
}

/// Makes a key server with a description of version 1 and gives it to the sender.
entry fun create_and_transfer_v1(name: String, url: String, key_type: u8, pk: vector<u8>, ctx: &mut TxContext) {
    transfer::transfer(create_v1(name, url, key_type, pk, ctx), ctx.sender());
}

/// Makes a key server with one operator.
public fun create_v2(name: String, url: String, key_type: u8, pk: vector<u8>, ctx: &mut TxContext): KeyServer {
    check(&name, &url, key_type, &pk);
    let mut server = KeyServer { id: object::new(ctx), first_version: 2, last_version: 2 };
    field::add(&mut server.id, 2u64, KeyServerV2 { name, key_type, pk, server_type: ServerType::Independent { url } });
    server
}

/// Makes a key server with a description of version 1.
public fun create_v1(name: String, url: String, key_type: u8, pk: vector<u8>, ctx: &mut TxContext): KeyServer {
    check(&name, &url, key_type, &pk);
    let mut server = KeyServer { id: object::new(ctx), first_version: 1, last_version: 1 };
    field::add(&mut server.id, 1u64, KeyServerV1 { name, url, key_type, pk });
    server
}

/// Adds the description of version 2 to one of version 1; both stay readable.
entry fun upgrade_v1_to_independent_v2(self: &mut KeyServer) {
    assert!(self.last_version == 1, EVersion);
    let old: &KeyServerV1 = field::borrow(&self.id, 1u64);
    let new = KeyServerV2 {
        name: old.name,
        key_type: old.key_type,
        pk: old.pk,
        server_type: ServerType::Independent { url: old.url },
    };
    field::add(&mut self.id, 2u64, new);
    self.last_version = 2;
}

/// Says that the server now answers elsewhere.
entry fun update(self: &mut KeyServer, url: String) {
    check_text(&url, URL_BYTES);
    if (has_version(self, 1)) {
        let old: &mut KeyServerV1 = field::borrow_mut(&mut self.id, 1u64);
        old.url = url;
    };
    if (has_version(self, 2)) {
        let new: &mut KeyServerV2 = field::borrow_mut(&mut self.id, 2u64);
        match (&mut new.server_type) {
            ServerType::Independent { url: place } => *place = url,
            ServerType::Committee { .. } => abort ECommittee,
        }
    }
}

/// Whether there is a description of that version.
public fun has_version(self: &KeyServer, version: u64): bool {
    version <= NEWEST && self.first_version <= version && version <= self.last_version
}

/// The name.
public fun name(self: &KeyServer): String {
    if (has_version(self, 2)) v2(self).name else v1(self).name
}

/// Where it answers; aborts for a committee.
public fun url(self: &KeyServer): String {
    if (!has_version(self, 2)) return v1(self).url;
    match (&v2(self).server_type) {
        ServerType::Independent { url } => *url,
        ServerType::Committee { .. } => abort ECommittee,
    }
}

/// The public key as it is stored: a compressed point of G2.
public fun pk(self: &KeyServer): &vector<u8> {
    if (has_version(self, 2)) &v2(self).pk else &v1(self).pk
}

/// The public key as a point.
public fun pk_as_bf_bls12381(self: &KeyServer): Element<G2> {
    bls12381::g2_from_bytes(pk(self))
}

/// The object's id.
public fun id(self: &KeyServer): &UID {
    &self.id
}

fun v1(self: &KeyServer): &KeyServerV1 {
    assert!(has_version(self, 1), EVersion);
    field::borrow(&self.id, 1u64)
}

fun v2(self: &KeyServer): &KeyServerV2 {
    assert!(has_version(self, 2), EVersion);
    field::borrow(&self.id, 2u64)
}

fun check(name: &String, url: &String, key_type: u8, pk: &vector<u8>) {
    assert!(key_type == KEY_TYPE_BF_BLS12381, EKeyType);
    check_text(name, NAME_BYTES);
    check_text(url, URL_BYTES);
    // Aborts for bytes that are no point of the group.
    let point = bls12381::g2_from_bytes(pk);
    assert!(point.bytes() != bls12381::g2_identity().bytes(), EPublicKey);
}

fun check_text(text: &String, max: u64) {
    let bytes = text.length();
    assert!(0 < bytes && bytes <= max, EText);
}

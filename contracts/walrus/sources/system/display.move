/// How wallets show the objects of this package.
module walrus::display;

use std::type_name::{Self, TypeName};
use sui::display::{Self, Display};
use sui::object_bag::{Self, ObjectBag};
use sui::package::Publisher;
use walrus::blob::Blob;
use walrus::staked_wal::StakedWal;
use walrus::storage_resource::Storage;

const PROJECT: vector<u8> = b"https://www.walrus.xyz";
/// A plain square, so that wallets need not fetch anything.
const IMAGE: vector<u8> =
    b"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'%3E%3Cpath fill='teal' d='M0 0h1v1H0z'/%3E%3C/svg%3E";

/// Shared. Holds the descriptions where a later version of the package can change them.
public struct ObjectDisplay has key {
    id: UID,
    /// A `Display<T>` under the name of each `T`; and the publisher.
    inner: ObjectBag,
}

/// The name of the publisher in the bag.
public struct PublisherKey() has copy, drop, store;

public(package) fun create(publisher: Publisher, ctx: &mut TxContext) {
    let mut inner = object_bag::new(ctx);
    inner.describe<Blob>(
        &publisher,
        b"Walrus blob ({size} bytes)",
        b"Blob {blob_id}, registered in epoch {registered_epoch}, stored until epoch {storage.end_epoch}.",
        ctx,
    );
    inner.describe<Storage>(
        &publisher,
        b"Walrus storage ({storage_size} bytes)",
        b"A reservation from epoch {start_epoch} up to epoch {end_epoch}.",
        ctx,
    );
    inner.describe<StakedWal>(
        &publisher,
        b"Staked WAL ({principal} FROST)",
        b"Stake with the storage node {node_id}, active from epoch {activation_epoch}.",
        ctx,
    );
    inner.add(PublisherKey(), publisher);
    transfer::share_object(ObjectDisplay { id: object::new(ctx), inner });
}

use fun describe as ObjectBag.describe;

fun describe<T: key>(
    bag: &mut ObjectBag,
    publisher: &Publisher,
    name: vector<u8>,
    description: vector<u8>,
    ctx: &mut TxContext,
) {
    let keys = vector[b"name", b"description", b"image_url", b"project_url", b"link"];
    let values = vector[name, description, IMAGE, PROJECT, PROJECT];
    let mut shown: Display<T> = display::new_with_fields(
        publisher,
        keys.map!(|key| key.to_string()),
        values.map!(|value| value.to_string()),
        ctx,
    );
    shown.update_version();
    bag.add<TypeName, Display<T>>(type_name::with_defining_ids<T>(), shown);
}

#[test_only]
public fun field<T: key>(self: &ObjectDisplay, name: vector<u8>): std::string::String {
    let shown: &Display<T> = self.inner.borrow(type_name::with_defining_ids<T>());
    shown.fields()[&name.to_string()]
}

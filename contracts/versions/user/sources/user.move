/// Calls `base` in the version it is linked with.
module user::user;

use base::item::{Self, Item};

public struct Box has key, store { id: UID, item: Item }

public fun version(): u64 { item::version() }

public fun boxed(ctx: &mut TxContext): Box {
    Box { id: object::new(ctx), item: item::make(ctx) }
}

public fun unbox(b: Box): u64 {
    let Box { id, item } = b;
    id.delete();
    let made_by = item.made_by();
    item.destroy();
    made_by
}

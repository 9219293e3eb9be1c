/// Another body for `version`, and a type more: compatible, not additive.
module base::item;

public struct Item has key, store { id: UID, made_by: u64 }

const EZero: u64 = 3;
const STEPS: vector<u64> = vector[1, 2, 3];

public fun version(): u64 { 2 }

public fun make(ctx: &mut TxContext): Item {
    Item { id: object::new(ctx), made_by: version() }
}

public fun made_by(item: &Item): u64 { item.made_by }

public fun destroy(item: Item) {
    let Item { id, made_by: _ } = item;
    id.delete()
}

public fun step(n: u64): u64 {
    assert!(n > 0, EZero);
    if (n > 3) return n + 10;
    let steps = STEPS;
    steps[n - 1]
}

public struct Added has key, store { id: UID }

public fun add(ctx: &mut TxContext): Added {
    Added { id: object::new(ctx) }
}

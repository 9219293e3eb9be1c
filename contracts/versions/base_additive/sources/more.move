module base::more;

public fun twice(n: u64): u64 { 2 * base::item::step(n) }

/// Reaches `base` directly and through `user`: both ways must lead to one version.
module top::top;

public fun versions(): (u64, u64) {
    (base::item::version(), user::user::version())
}

/// An item made by `base` goes through `user`.
public fun through(ctx: &mut TxContext): u64 {
    user::user::unbox(user::user::boxed(ctx))
}

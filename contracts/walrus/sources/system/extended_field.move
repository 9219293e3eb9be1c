/// A value that is kept beside the object that holds it: large or rarely read, and free to change its type in a new version.
module walrus::extended_field;

use sui::dynamic_field as field;

public struct ExtendedField<phantom T: store> has key, store {
    id: UID,
}

/// The name of the only field.
public struct Key() has copy, drop, store;

public fun new<T: store>(value: T, ctx: &mut TxContext): ExtendedField<T> {
    let mut id = object::new(ctx);
    field::add(&mut id, Key(), value);
    ExtendedField { id }
}

public fun borrow<T: store>(self: &ExtendedField<T>): &T {
    field::borrow(&self.id, Key())
}

public fun borrow_mut<T: store>(self: &mut ExtendedField<T>): &mut T {
    field::borrow_mut(&mut self.id, Key())
}

/// Puts `value` in and gives the old one back.
public fun swap<T: store>(self: &mut ExtendedField<T>, value: T): T {
    let old = field::remove(&mut self.id, Key());
    field::add(&mut self.id, Key(), value);
    old
}

public fun destroy<T: store>(self: ExtendedField<T>): T {
    let ExtendedField { mut id } = self;
    let value = field::remove(&mut id, Key());
    id.delete();
    value
}

/// Proof that a call was made by the module that defines a type.
module std::internal;

/// Only the module that defines `T` can obtain one: the verifier checks the caller of `permit`.
public struct Permit<phantom T>() has drop;

public fun permit<T>(): Permit<T> {
    Permit()
}

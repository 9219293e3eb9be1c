/// Who may act for a storage node: an address, or whoever holds a certain object.
module walrus::auth;

/// Proof, for this transaction, of who is acting.
public enum Authenticated has drop {
    Sender(address),
    Object(ID),
}

/// Who is allowed to act.
public enum Authorized has copy, drop, store {
    Address(address),
    ObjectID(ID),
}

public fun authenticate_sender(ctx: &TxContext): Authenticated {
    Authenticated::Sender(ctx.sender())
}

public fun authenticate_with_object<T: key>(obj: &T): Authenticated {
    Authenticated::Object(object::id(obj))
}

public fun authorized_address(addr: address): Authorized {
    Authorized::Address(addr)
}

public fun authorized_object(id: ID): Authorized {
    Authorized::ObjectID(id)
}

public(package) fun matches(authenticated: &Authenticated, authorized: &Authorized): bool {
    match (authenticated) {
        Authenticated::Sender(sender) => match (authorized) {
            Authorized::Address(allowed) => sender == allowed,
            _ => false,
        },
        Authenticated::Object(id) => match (authorized) {
            Authorized::ObjectID(allowed) => id == allowed,
            _ => false,
        },
    }
}

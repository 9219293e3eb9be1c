package dev.floe.ledger;

import dev.floe.format.BcsWriter;

/// How ids of objects are derived. Source: MystenLabs/sui-rust-sdk `crates/sui-sdk-types/src/address.rs` and
/// `@mysten/sui` 2.33.1 `deriveDynamicFieldID`.
public final class ObjectIds {

    private static final byte[] FRESH = {(byte) 0xF1};
    private static final byte[] FIELD = {(byte) 0xF0};

    private ObjectIds() {}

    /// Id of the object that a transaction creates after `created` others (unsigned).
    public static Address fresh(TransactionDigest transaction, long created) {
        byte[] counter = new BcsWriter().u64(created).toByteArray();
        return address(FRESH, transaction.value().toByteArray(), counter);
    }

    /// Id of the dynamic field of `parent` under a key, given by its type and BCS.
    public static Address dynamicField(Address parent, TypeTag keyType, byte[] keyBcs) {
        byte[] keyLength = new BcsWriter().u64(keyBcs.length).toByteArray();
        return address(FIELD, parent.toByteArray(), keyLength, keyBcs, keyType.toBcs());
    }

    /// Id of the dynamic *object* field of `parent` under a key: that of the field object which names the child.
    public static Address dynamicObjectField(Address parent, TypeTag keyType, byte[] keyBcs) {
        return dynamicField(parent, StructTag.of(Address.SUI, "dynamic_object_field", "Wrapper", keyType), keyBcs);
    }

    /// Id of the object that `0x2::derived_object` derives from `parent` and a key.
    public static Address derived(Address parent, TypeTag keyType, byte[] keyBcs) {
        return dynamicField(parent, StructTag.of(Address.SUI, "derived_object", "DerivedObjectKey", keyType), keyBcs);
    }

    private static Address address(byte[]... parts) {
        return new Address(Digests.blake2b256(parts).bytes());
    }
}

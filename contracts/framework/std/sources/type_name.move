/// The full name of a type as text, such as `000…002::coin::Coin<000…002::sui::SUI>`: 64 digits, no `0x`, no spaces.
module std::type_name;

use std::address;
use std::ascii::String;

/// The type is not a struct or an enum.
const ENON_MODULE_TYPE: u64 = 0;

const COLON: u8 = 58;

public struct TypeName has copy, drop, store {
    name: String,
}

/// With the ids of the package versions that first defined each type.
public native fun with_defining_ids<T>(): TypeName;

/// With the ids of the first versions of the packages.
public native fun with_original_ids<T>(): TypeName;

public native fun defining_id<T>(): address;

public native fun original_id<T>(): address;

public fun is_primitive(self: &TypeName): bool {
    let name = self.name.as_bytes();
    let plain = vector[b"bool", b"u8", b"u16", b"u32", b"u64", b"u128", b"u256", b"address"];
    plain.contains(name) || (name.length() > 7 && starts_with(name, &b"vector<"))
}

public fun as_string(self: &TypeName): &String {
    &self.name
}

/// The 64 digits of the address.
public fun address_string(self: &TypeName): String {
    assert!(!self.is_primitive(), ENON_MODULE_TYPE);
    self.name.substring(0, address::length() * 2)
}

public fun module_string(self: &TypeName): String {
    assert!(!self.is_primitive(), ENON_MODULE_TYPE);
    let start = address::length() * 2 + 2;
    let mut end = start;
    while (self.name.as_bytes()[end] != COLON) end = end + 1;
    self.name.substring(start, end)
}

public fun into_string(self: TypeName): String {
    self.name
}

fun starts_with(text: &vector<u8>, prefix: &vector<u8>): bool {
    let mut i = 0;
    while (i < prefix.length()) {
        if (i >= text.length() || text[i] != prefix[i]) return false;
        i = i + 1;
    };
    true
}

// Older spellings, kept because published packages call them.

public fun get<T>(): TypeName {
    with_defining_ids<T>()
}

public fun get_with_original_ids<T>(): TypeName {
    with_original_ids<T>()
}

public fun borrow_string(self: &TypeName): &String {
    self.as_string()
}

public fun get_address(self: &TypeName): String {
    self.address_string()
}

public fun get_module(self: &TypeName): String {
    self.module_string()
}

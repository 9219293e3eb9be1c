/// UTF-8 text. Positions and lengths count bytes.
module std::string;

/// The bytes are not UTF-8.
const EINVALID_UTF8: u64 = 1;
/// A position is out of range or inside a character.
const EINVALID_INDEX: u64 = 2;

public struct String has copy, drop, store {
    bytes: vector<u8>,
}

public fun utf8(bytes: vector<u8>): String {
    assert!(internal_check_utf8(&bytes), EINVALID_UTF8);
    String { bytes }
}

public fun from_ascii(s: std::ascii::String): String {
    String { bytes: s.into_bytes() }
}

/// Aborts if the text has a character above 127.
public fun to_ascii(s: String): std::ascii::String {
    let String { bytes } = s;
    bytes.to_ascii_string()
}

public fun try_utf8(bytes: vector<u8>): Option<String> {
    if (internal_check_utf8(&bytes)) option::some(String { bytes }) else option::none()
}

public fun as_bytes(s: &String): &vector<u8> {
    &s.bytes
}

public fun into_bytes(s: String): vector<u8> {
    let String { bytes } = s;
    bytes
}

public fun is_empty(s: &String): bool {
    s.bytes.is_empty()
}

public fun length(s: &String): u64 {
    s.bytes.length()
}

public fun append(s: &mut String, r: String) {
    s.bytes.append(r.bytes)
}

public fun append_utf8(s: &mut String, bytes: vector<u8>) {
    s.append(utf8(bytes))
}

/// Puts `o` before byte position `at`.
public fun insert(s: &mut String, at: u64, o: String) {
    let bytes = &s.bytes;
    assert!(at <= bytes.length() && internal_is_char_boundary(bytes, at), EINVALID_INDEX);
    let length = s.length();
    let mut front = s.substring(0, at);
    let end = s.substring(at, length);
    front.append(o);
    front.append(end);
    *s = front;
}

/// Bytes `i` up to but not including `j`; both must be at character boundaries.
public fun substring(s: &String, i: u64, j: u64): String {
    let bytes = &s.bytes;
    assert!(
        j <= bytes.length() && i <= j && internal_is_char_boundary(bytes, i) && internal_is_char_boundary(bytes, j),
        EINVALID_INDEX,
    );
    String { bytes: internal_sub_string(bytes, i, j) }
}

/// Where `r` first occurs; the length of `s` if nowhere.
public fun index_of(s: &String, r: &String): u64 {
    internal_index_of(&s.bytes, &r.bytes)
}

native fun internal_check_utf8(v: &vector<u8>): bool;
native fun internal_is_char_boundary(v: &vector<u8>, i: u64): bool;
native fun internal_sub_string(v: &vector<u8>, i: u64, j: u64): vector<u8>;
native fun internal_index_of(v: &vector<u8>, r: &vector<u8>): u64;

// Older spellings, kept because published packages call them.

public fun bytes(s: &String): &vector<u8> {
    s.as_bytes()
}

public fun sub_string(s: &String, i: u64, j: u64): String {
    s.substring(i, j)
}

/// Text of 7-bit characters.
module std::ascii;

public use fun std::string::from_ascii as String.to_string;

/// A byte above 127.
const EINVALID_ASCII_CHARACTER: u64 = 0x10000;
/// An index is out of range.
const EINVALID_INDEX: u64 = 0x10001;

public struct String has copy, drop, store {
    bytes: vector<u8>,
}

public struct Char has copy, drop, store {
    byte: u8,
}

public fun char(byte: u8): Char {
    assert!(is_valid_char(byte), EINVALID_ASCII_CHARACTER);
    Char { byte }
}

public fun string(bytes: vector<u8>): String {
    let text = try_string(bytes);
    assert!(text.is_some(), EINVALID_ASCII_CHARACTER);
    text.destroy_some()
}

public fun try_string(bytes: vector<u8>): Option<String> {
    if (bytes.all!(|byte| is_valid_char(*byte))) option::some(String { bytes }) else option::none()
}

public fun all_characters_printable(string: &String): bool {
    string.bytes.all!(|byte| is_printable_char(*byte))
}

public fun push_char(string: &mut String, char: Char) {
    string.bytes.push_back(char.byte)
}

public fun pop_char(string: &mut String): Char {
    Char { byte: string.bytes.pop_back() }
}

public fun length(string: &String): u64 {
    string.bytes.length()
}

public fun append(string: &mut String, other: String) {
    string.bytes.append(other.into_bytes())
}

/// Puts `o` before position `at`.
public fun insert(s: &mut String, at: u64, o: String) {
    assert!(at <= s.length(), EINVALID_INDEX);
    let String { bytes } = o;
    bytes.destroy!(|byte| s.bytes.insert(byte, at));
}

/// Characters `i` up to but not including `j`.
public fun substring(string: &String, i: u64, j: u64): String {
    assert!(i <= j && j <= string.length(), EINVALID_INDEX);
    let mut bytes = vector[];
    let mut at = i;
    while (at < j) {
        bytes.push_back(string.bytes[at]);
        at = at + 1;
    };
    String { bytes }
}

public fun as_bytes(string: &String): &vector<u8> {
    &string.bytes
}

public fun into_bytes(string: String): vector<u8> {
    let String { bytes } = string;
    bytes
}

public fun byte(char: Char): u8 {
    let Char { byte } = char;
    byte
}

public fun is_valid_char(b: u8): bool {
    b <= 0x7F
}

public fun is_printable_char(byte: u8): bool {
    byte >= 0x20 && byte <= 0x7E
}

public fun is_empty(string: &String): bool {
    string.bytes.is_empty()
}

public fun to_uppercase(string: &String): String {
    String { bytes: string.bytes.map_ref!(|byte| char_to_uppercase(*byte)) }
}

public fun to_lowercase(string: &String): String {
    String { bytes: string.bytes.map_ref!(|byte| char_to_lowercase(*byte)) }
}

/// Where `substr` first occurs; the length of `string` if nowhere.
public fun index_of(string: &String, substr: &String): u64 {
    let length = string.length();
    let wanted = substr.length();
    if (wanted > length) return length;
    let mut at = 0;
    while (at + wanted <= length) {
        let mut matched = 0;
        while (matched < wanted && string.bytes[at + matched] == substr.bytes[matched]) matched = matched + 1;
        if (matched == wanted) return at;
        at = at + 1;
    };
    length
}

fun char_to_uppercase(byte: u8): u8 {
    if (byte >= 0x61 && byte <= 0x7A) byte - 0x20 else byte
}

fun char_to_lowercase(byte: u8): u8 {
    if (byte >= 0x41 && byte <= 0x5A) byte + 0x20 else byte
}

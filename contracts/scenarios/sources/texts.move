/// Strings and options.
module scenarios::texts;

use std::ascii;
use std::string::String;

public fun utf8(bytes: vector<u8>): String {
    bytes.to_string()
}

public fun try_utf8(bytes: vector<u8>): Option<String> {
    bytes.try_to_string()
}

public fun substring(text: String, i: u64, j: u64): String {
    text.substring(i, j)
}

public fun insert(mut text: String, at: u64, other: String): String {
    text.insert(at, other);
    text
}

public fun index_of(text: String, other: String): u64 {
    text.index_of(&other)
}

public fun append(mut text: String, other: String): (String, u64, bool) {
    text.append(other);
    text.append_utf8(b"!");
    let length = text.length();
    (text, length, text.is_empty())
}

public fun to_ascii(text: String): ascii::String {
    text.to_ascii()
}

public fun ascii(bytes: vector<u8>): (ascii::String, ascii::String, bool) {
    let s = bytes.to_ascii_string();
    (s.to_uppercase(), s.to_lowercase(), s.all_characters_printable())
}

public fun ascii_edit(bytes: vector<u8>): (ascii::String, u8, u64) {
    let mut s = bytes.to_ascii_string();
    let c = s.pop_char();
    s.push_char(ascii::char(65));
    s.insert(1, b"--".to_ascii_string());
    (s.substring(0, 4), c.byte(), s.index_of(&b"A".to_ascii_string()))
}

public fun try_ascii(bytes: vector<u8>): Option<ascii::String> {
    bytes.try_to_ascii_string()
}

public fun option_walk(n: u64): (Option<u64>, Option<u64>, u64, bool) {
    let mut o = option::some(n);
    let old = o.swap(n + 1);
    let taken = o.extract();
    let before = o.swap_or_fill(9);
    *o.borrow_mut() = *o.borrow() + old;
    (o, before, taken, o.contains(&(9 + n)))
}

public fun option_macros(o: Option<u64>): (Option<u64>, u64, Option<u64>, bool, Option<u64>) {
    let mapped = o.map!(|x| x + 1);
    let filtered = o.filter!(|x| *x > 5);
    let alternative = o.or!(option::some(77));
    (mapped, o.destroy_or!(99), filtered, o.is_some_and!(|x| *x == 6), alternative)
}

public fun option_unwrap(o: Option<u64>): u64 {
    o.destroy_some()
}

public fun option_fill(mut o: Option<u64>, n: u64): Option<u64> {
    o.fill(n);
    o
}

public fun option_none(o: Option<u64>) {
    o.destroy_none()
}

public fun option_defaults(o: Option<u64>): (u64, u64, vector<u64>) {
    (o.get_with_default(4), *o.borrow_with_default(&5), o.to_vec())
}

public fun nested_option(n: u64): Option<Option<vector<u64>>> {
    if (n == 0) option::none()
    else if (n == 1) option::some(option::none())
    else option::some(option::some(vector[n]))
}

public fun number_words(n: u64): String {
    let mut text = n.to_string();
    text.append(b" / ".to_string());
    text.append((n as u256).pow(2).to_string());
    text
}

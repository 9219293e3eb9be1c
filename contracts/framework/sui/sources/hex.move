module sui::hex;

const EInvalidHexLength: u64 = 0;
const ENotValidHexCharacter: u64 = 1;

/// Two lower-case hex digits for each byte.
public fun encode(bytes: vector<u8>): vector<u8> {
    let mut text = vector[];
    bytes.do!(|byte| {
        text.push_back(digit(byte >> 4));
        text.push_back(digit(byte & 0x0F));
    });
    text
}

/// The bytes of a text of hex digits of either case.
public fun decode(hex: vector<u8>): vector<u8> {
    let length = hex.length();
    assert!(length % 2 == 0, EInvalidHexLength);
    let mut bytes = vector[];
    let mut i = 0;
    while (i < length) {
        bytes.push_back(decode_byte(hex[i]) << 4 | decode_byte(hex[i + 1]));
        i = i + 2;
    };
    bytes
}

fun digit(nibble: u8): u8 {
    if (nibble < 10) nibble + 48 else nibble + 87
}

fun decode_byte(c: u8): u8 {
    if (c >= 48 && c <= 57) c - 48
    else if (c >= 65 && c <= 70) c - 55
    else if (c >= 97 && c <= 102) c - 87
    else abort ENotValidHexCharacter
}

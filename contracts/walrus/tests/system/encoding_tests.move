#[test_only]
module walrus::encoding_tests;

use std::unit_test::assert_eq;
use walrus::encoding;
use walrus::redstuff;

fun length(size: u64, n: u16): u64 { encoding::encoded_blob_length(size, 1, n) }

#[test]
fun an_empty_blob_takes_as_much_as_one_byte() {
    // 1000 * ((334 + 667) * 2 + 64 * 1000 + 32)
    assert_eq!(length(0, 1000), 66_034_000);
    assert_eq!(length(1, 1000), 66_034_000);
    // 10 * ((4 + 7) * 2 + 64 * 10 + 32)
    assert_eq!(length(0, 10), 6_940);
    assert_eq!(length(1, 10), 6_940);
}

#[test]
fun the_symbol_size_is_rounded_up_to_an_even_number() {
    // 334 * 667 * 2 bytes fill symbols of two bytes.
    assert_eq!(length(445_556, 1000), 66_034_000);
    assert_eq!(length(445_557, 1000), 68_036_000);
    assert_eq!(length(28 * 2, 10), 6_940);
    assert_eq!(length(28 * 2 + 1, 10), 7_160);
    assert_eq!(length(28 * 3, 10), 7_160);
    assert_eq!(length(28 * 4, 10), 7_160);
}

#[test]
fun known_sizes_at_a_thousand_shards() {
    // Symbols of 6, 48, 472 and 4820 bytes.
    assert_eq!(length(1 << 20, 1000), 1000 * (1001 * 6 + 64_032));
    assert_eq!(length(10 << 20, 1000), 1000 * (1001 * 48 + 64_032));
    assert_eq!(length(100 << 20, 1000), 1000 * (1001 * 472 + 64_032));
    assert_eq!(length(1 << 30, 1000), 1000 * (1001 * 4820 + 64_032));
}

#[test]
fun the_largest_blob_fills_symbols_of_65534_bytes() {
    assert_eq!(length(14_599_533_452, 1000), 1000 * (1001 * 65_534 + 64_032));
}

#[test, expected_failure(arithmetic_error, location = walrus::redstuff)]
fun a_larger_blob_has_no_encoded_length() {
    length(14_599_533_453, 1000);
}

#[test, expected_failure(arithmetic_error, location = walrus::redstuff)]
fun a_symbol_size_beyond_16_bits_has_none_either() {
    length(1 << 40, 1000);
}

#[test]
fun source_symbols_of_small_and_large_networks() {
    let shards = vector[7u16, 10, 31, 100, 301, 1000];
    let primary = vector[3, 4, 11, 34, 101, 334];
    let secondary = vector[5, 7, 21, 67, 201, 667];
    shards.length().do!(|i| {
        let (rows, columns) = redstuff::source_symbols(shards[i]);
        assert_eq!(rows, primary[i]);
        assert_eq!(columns, secondary[i]);
    });
}

#[test, expected_failure(abort_code = encoding::EInvalidEncodingType)]
fun there_is_only_one_code() {
    encoding::encoded_blob_length(1, 0, 1000);
}

#[test_only]
module framework_tests::library_tests;

use std::type_name;
use std::unit_test::assert_eq;
use sui::bcs;
use sui::priority_queue;

#[test]
fun macros_of_vectors_visit_in_order() {
    let mut seen = vector[];
    vector[1u64, 2, 3].do!(|x| seen.push_back(x));
    vector[1u64, 2, 3].destroy!(|x| seen.push_back(x));
    vector[7u64, 8].do_ref!(|x| seen.push_back(*x));
    assert_eq!(seen, vector[1, 2, 3, 3, 2, 1, 7, 8]);
    let mut v = vector[1u64, 2];
    v.do_mut!(|x| *x = *x * 10);
    assert_eq!(v, vector[10, 20]);
    assert!(v.any!(|x| *x > 15) && !v.all!(|x| *x > 15));
    assert_eq!(v.count!(|x| *x > 5), 2);
    assert_eq!(v.map_ref!(|x| *x + 1), vector[11, 21]);
    let mut pairs = 0;
    v.zip_do_ref!(&vector[1u64, 2], |a, b| pairs = pairs + *a * *b);
    assert_eq!(pairs, 50);
}

#[test, expected_failure]
fun zipping_needs_equal_lengths() {
    vector[1u64].zip_do!(vector<u64>[], |_, _| ());
}

#[test]
fun ranges_stop_where_they_should() {
    let mut n = 0u64;
    3u8.range_do!(6, |_| n = n + 1);
    3u8.range_do_eq!(6, |_| n = n + 10);
    254u8.range_do_eq!(255, |_| n = n + 100);
    6u8.range_do!(3, |_| n = n + 1000);
    0u64.do!(|_| n = n + 1000);
    2u16.do_eq!(|_| n = n + 10_000);
    assert_eq!(n, 3 + 40 + 200 + 30_000);
}

#[test]
fun macros_of_options_keep_their_value() {
    let o = option::some(5u64);
    let mut seen = 0;
    o.do_ref!(|x| seen = seen + *x);
    o.do!(|x| seen = seen + x);
    assert_eq!(seen, 10);
    assert_eq!(o.and!(|x| option::some(x + 1)), option::some(6));
    assert_eq!(o.and_ref!(|x| option::some(*x == 5)), option::some(true));
    assert_eq!(option::none<u64>().map!(|x| x + 1), option::none());
    assert!(option::none<u64>().is_none_or!(|_| false));
    let mut e = option::some(1u64);
    assert_eq!(e.extract_or!(9) + e.extract_or!(9), 10);
    assert_eq!(option::some(2u64).map_ref!(|x| *x * 2).destroy_or!(0), 4);
}

#[test]
fun square_roots_are_exact() {
    let mut i = 0u64;
    while (i < 300) {
        let r = i.sqrt();
        assert!(r * r <= i && (r + 1) * (r + 1) > i);
        assert_eq!((i as u128).sqrt(), r as u128);
        i = i + 1;
    };
    let big = 340282366920938463463374607431768211455u128;
    let r = big.sqrt();
    assert_eq!(r, 18446744073709551615);
    assert_eq!(18446744073709551615u64.sqrt(), 4294967295);
}

#[test]
fun values_survive_their_bytes() {
    let mut r = bcs::new(bcs::to_bytes(&vector[option::some(@0x2), option::none()]));
    assert_eq!(r.peel_vec!(|r| r.peel_option_address()), vector[option::some(@0x2), option::none()]);
    assert!(r.into_remainder_bytes().is_empty());
}

#[test]
fun type_names_come_apart() {
    let n = type_name::with_defining_ids<sui::coin::Coin<u8>>();
    assert_eq!(n.module_string(), b"coin".to_ascii_string());
    assert_eq!(n.address_string(), @0x2.to_ascii_string());
    assert!(!n.is_primitive() && type_name::get<vector<sui::sui::SUI>>().is_primitive());
    assert_eq!(type_name::original_id<sui::sui::SUI>(), @0x2);
}

#[test, expected_failure(abort_code = 0, location = std::type_name)]
fun a_primitive_has_no_module() {
    type_name::get<u64>().module_string();
}

#[test]
fun a_queue_pops_by_priority() {
    let mut q = priority_queue::new<u8>(vector[]);
    vector[3u64, 9, 1, 7, 9].do!(|p| q.insert(p, p as u8));
    let mut last = 10;
    5u8.do!(|_| {
        let (p, v) = q.pop_max();
        assert!(p <= last && p == v as u64);
        last = p;
    });
}

#[test, expected_failure(abort_code = priority_queue::EPopFromEmptyHeap)]
fun an_empty_queue_pops_nothing() {
    priority_queue::new<u8>(vector[]).pop_max();
}

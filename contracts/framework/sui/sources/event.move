module sui::event;

/// Writes `event` into the record of the transaction. A module may emit only the types that it defines.
public native fun emit<T: copy + drop>(event: T);

#[test_only]
/// How many events this test transaction has emitted.
public native fun num_events(): u32;

#[test_only]
public native fun events_by_type<T: copy + drop>(): vector<T>;

/// Amounts that take effect in epochs to come. Few at a time: a pool of the committee clears them at every epoch change.
module walrus::pending_values;

use sui::vec_map::{Self, VecMap};

/// Nothing is pending for that epoch.
const EMissingEpochValue: u64 = 0;
/// More is taken back than is pending.
const EReduceValueTooLarge: u64 = 1;

public struct PendingValues(VecMap<u32, u64>) has copy, drop, store;

public(package) fun empty(): PendingValues {
    PendingValues(vec_map::empty())
}

public(package) fun insert_or_add(self: &mut PendingValues, epoch: u32, value: u64) {
    if (!self.0.contains(&epoch)) {
        self.0.insert(epoch, value);
    } else {
        let old = &mut self.0[&epoch];
        *old = *old + value;
    }
}

public(package) fun insert_or_replace(self: &mut PendingValues, epoch: u32, value: u64) {
    if (!self.0.contains(&epoch)) {
        self.0.insert(epoch, value);
    } else {
        *&mut self.0[&epoch] = value;
    }
}

public(package) fun reduce(self: &mut PendingValues, epoch: u32, value: u64) {
    assert!(self.0.contains(&epoch), EMissingEpochValue);
    let old = &mut self.0[&epoch];
    assert!(*old >= value, EReduceValueTooLarge);
    *old = *old - value;
}

/// The sum of everything that takes effect in `epoch` or before.
public(package) fun value_at(self: &PendingValues, epoch: u32): u64 {
    let mut sum = 0;
    self.epochs().do!(|e| if (e <= epoch) sum = sum + self.0[&e]);
    sum
}

/// The value of the latest entry of `epoch` or before.
public(package) fun latest_at(self: &PendingValues, epoch: u32): Option<u64> {
    let mut latest = option::none();
    self.epochs().do!(|e| if (e <= epoch && latest.is_none_or!(|l| *l < e)) latest = option::some(e));
    latest.map!(|e| self.0[&e])
}

/// Takes out what takes effect in `epoch` or before; returns its sum.
public(package) fun flush(self: &mut PendingValues, epoch: u32): u64 {
    let mut sum = 0;
    self.epochs().do!(|e| if (e <= epoch) {
        let (_, value) = self.0.remove(&e);
        sum = sum + value;
    });
    sum
}

public(package) fun epochs(self: &PendingValues): vector<u32> {
    self.0.keys()
}

public(package) fun inner(self: &PendingValues): &VecMap<u32, u64> {
    &self.0
}

/// A reservation: so many bytes from one epoch up to, not including, another. It can be cut and joined along both sides, sold,
/// and used for one blob at a time.
module walrus::storage_resource;

const EInvalidEpoch: u64 = 0;
const EIncompatibleEpochs: u64 = 1;
const EIncompatibleAmount: u64 = 2;
/// The storage would end before it starts.
const EInvalidEpochRange: u64 = 3;

public struct Storage has key, store {
    id: UID,
    start_epoch: u32,
    end_epoch: u32,
    storage_size: u64,
}

public fun start_epoch(self: &Storage): u32 { self.start_epoch }

/// The first epoch in which it is no longer valid.
public fun end_epoch(self: &Storage): u32 { self.end_epoch }

/// Bytes of encoded data.
public fun size(self: &Storage): u64 { self.storage_size }

public(package) fun create_storage(
    start_epoch: u32,
    end_epoch: u32,
    storage_size: u64,
    ctx: &mut TxContext,
): Storage {
    assert!(start_epoch < end_epoch, EInvalidEpochRange);
    Storage { id: object::new(ctx), start_epoch, end_epoch, storage_size }
}

public(package) fun extend_end_epoch(self: &mut Storage, extension: u32) {
    self.end_epoch = self.end_epoch + extension;
}

public(package) fun increase_size(self: &mut Storage, amount: u64) {
    self.storage_size = self.storage_size + amount;
}

/// Keeps what is before `split_epoch`, returns the rest.
public fun split_by_epoch(storage: &mut Storage, split_epoch: u32, ctx: &mut TxContext): Storage {
    assert!(storage.start_epoch < split_epoch && split_epoch < storage.end_epoch, EInvalidEpoch);
    let end_epoch = storage.end_epoch;
    storage.end_epoch = split_epoch;
    Storage { id: object::new(ctx), start_epoch: split_epoch, end_epoch, storage_size: storage.storage_size }
}

/// Keeps `split_size` bytes, returns the rest.
public fun split_by_size(storage: &mut Storage, split_size: u64, ctx: &mut TxContext): Storage {
    assert!(storage.storage_size >= split_size, EIncompatibleAmount);
    let rest = storage.storage_size - split_size;
    storage.storage_size = split_size;
    Storage {
        id: object::new(ctx),
        start_epoch: storage.start_epoch,
        end_epoch: storage.end_epoch,
        storage_size: rest,
    }
}

/// Joins the same amount for adjacent periods, on whichever side.
public fun fuse_periods(first: &mut Storage, second: Storage) {
    let Storage { id, start_epoch, end_epoch, storage_size } = second;
    id.delete();
    assert!(first.storage_size == storage_size, EIncompatibleAmount);
    if (first.end_epoch == start_epoch) {
        first.end_epoch = end_epoch;
    } else {
        assert!(first.start_epoch == end_epoch, EIncompatibleEpochs);
        first.start_epoch = start_epoch;
    }
}

/// Joins amounts for the same period.
public fun fuse_amount(first: &mut Storage, second: Storage) {
    let Storage { id, start_epoch, end_epoch, storage_size } = second;
    id.delete();
    assert!(first.start_epoch == start_epoch && first.end_epoch == end_epoch, EIncompatibleEpochs);
    first.storage_size = first.storage_size + storage_size;
}

/// Joins amounts if both start together, else periods.
public fun fuse(first: &mut Storage, second: Storage) {
    if (first.start_epoch == second.start_epoch) first.fuse_amount(second) else first.fuse_periods(second)
}

/// Gives the reservation up. Nothing is paid back.
public fun destroy(storage: Storage) {
    let Storage { id, .. } = storage;
    id.delete();
}

#[test_only]
public fun create_for_testing(start_epoch: u32, end_epoch: u32, storage_size: u64, ctx: &mut TxContext): Storage {
    create_storage(start_epoch, end_epoch, storage_size, ctx)
}

/// An amount per epoch, for as many epochs ahead as storage can be bought.
module walrus_subsidies::epoch_balance;

const EIndexOutOfBounds: u64 = 0;

public struct EpochBalance has copy, drop, store {
    epoch: u32,
    balance: u64,
}

public struct EpochBalanceRingBuffer has store {
    /// Where the current epoch stands; the next ones follow, around the end.
    current_index: u32,
    ring_buffer: vector<EpochBalance>,
}

/// The first of the balances is that of `epoch`.
public(package) fun new(epoch: u32, balances: vector<u64>): EpochBalanceRingBuffer {
    let mut next = epoch;
    let ring_buffer = balances.map!(|balance| {
        next = next + 1;
        EpochBalance { epoch: next - 1, balance }
    });
    EpochBalanceRingBuffer { current_index: 0, ring_buffer }
}

public(package) fun current_epoch(self: &EpochBalanceRingBuffer): u32 {
    self.ring_buffer[self.current_index as u64].epoch
}

public(package) fun balance(self: &EpochBalanceRingBuffer, epochs_ahead: u32): u64 {
    self.ring_buffer[self.position(epochs_ahead)].balance
}

public(package) fun set_balance(self: &mut EpochBalanceRingBuffer, epochs_ahead: u32, balance: u64) {
    let position = self.position(epochs_ahead);
    (&mut self.ring_buffer[position]).balance = balance;
}

/// Ends the current epoch; its place is for the epoch that can be bought from now on.
public(package) fun advance(self: &mut EpochBalanceRingBuffer) {
    let length = self.ring_buffer.length();
    let ended = &mut self.ring_buffer[self.current_index as u64];
    ended.epoch = ended.epoch + (length as u32);
    ended.balance = 0;
    self.current_index = ((self.current_index as u64 + 1) % length) as u32;
}

fun position(self: &EpochBalanceRingBuffer, epochs_ahead: u32): u64 {
    let length = self.ring_buffer.length();
    assert!((epochs_ahead as u64) < length, EIndexOutOfBounds);
    (self.current_index as u64 + (epochs_ahead as u64)) % length
}

#[test_only]
public(package) fun destroy(self: EpochBalanceRingBuffer) {
    let EpochBalanceRingBuffer { .. } = self;
}

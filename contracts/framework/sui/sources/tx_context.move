/// What a transaction may know about itself. The answers come from the runtime, not from the fields of the struct.
module sui::tx_context;

#[test_only]
const EBadTxHashLength: u64 = 0;
#[test_only]
const ENoIDsCreated: u64 = 1;

#[test_only]
const TX_HASH_LENGTH: u64 = 32;

#[allow(unused_field)]
/// Made by the runtime for each transaction. Its layout is fixed; the fields other than the digest are not read.
public struct TxContext has drop {
    sender: address,
    tx_hash: vector<u8>,
    epoch: u64,
    epoch_timestamp_ms: u64,
    ids_created: u64,
}

/// Who signed the transaction.
public fun sender(_self: &TxContext): address {
    native_sender()
}

/// The digest of the transaction.
public fun digest(self: &TxContext): &vector<u8> {
    &self.tx_hash
}

public fun epoch(_self: &TxContext): u64 {
    native_epoch()
}

/// When the epoch began, in milliseconds since 1970.
public fun epoch_timestamp_ms(_self: &TxContext): u64 {
    native_epoch_timestamp_ms()
}

/// Who pays for the transaction, if it is not the sender.
public fun sponsor(_self: &TxContext): Option<address> {
    option_sponsor()
}

/// An address that no object has had and none will have.
public fun fresh_object_address(_ctx: &mut TxContext): address {
    fresh_id()
}

public fun reference_gas_price(_self: &TxContext): u64 {
    native_rgp()
}

public fun gas_price(_self: &TxContext): u64 {
    native_gas_price()
}

fun option_sponsor(): Option<address> {
    let mut sponsor = native_sponsor();
    if (sponsor.is_empty()) option::none() else option::some(sponsor.pop_back())
}

native fun native_sender(): address;
native fun native_epoch(): u64;
native fun native_epoch_timestamp_ms(): u64;
native fun native_sponsor(): vector<address>;
native fun native_rgp(): u64;
native fun native_gas_price(): u64;
native fun fresh_id(): address;

#[allow(unused_function)]
native fun native_ids_created(): u64;
#[allow(unused_function)]
native fun native_gas_budget(): u64;
#[allow(unused_function)]
native fun derive_id(tx_hash: vector<u8>, ids_created: u64): address;

// For tests.

#[test_only]
/// A context with the given digest and an otherwise plain environment.
public fun new(sender: address, tx_hash: vector<u8>, epoch: u64, epoch_timestamp_ms: u64, ids_created: u64): TxContext {
    create(sender, tx_hash, epoch, epoch_timestamp_ms, ids_created, 700, 1000, 100_000_000, option::none())
}

#[test_only]
public fun create(
    sender: address,
    tx_hash: vector<u8>,
    epoch: u64,
    epoch_timestamp_ms: u64,
    ids_created: u64,
    rgp: u64,
    gas_price: u64,
    gas_budget: u64,
    sponsor: Option<address>,
): TxContext {
    assert!(tx_hash.length() == TX_HASH_LENGTH, EBadTxHashLength);
    let sponsors = sponsor.to_vec();
    replace(sender, tx_hash, epoch, epoch_timestamp_ms, ids_created, rgp, gas_price, gas_budget, sponsors);
    TxContext { sender, tx_hash, epoch, epoch_timestamp_ms, ids_created }
}

#[test_only]
/// A context whose digest is made from a small number.
public fun new_from_hint(
    sender: address,
    hint: u64,
    epoch: u64,
    epoch_timestamp_ms: u64,
    ids_created: u64,
): TxContext {
    new(sender, dummy_tx_hash_with_hint(hint), epoch, epoch_timestamp_ms, ids_created)
}

#[test_only]
public fun dummy(): TxContext {
    new(@0x0, x"3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532", 0, 0, 0)
}

#[test_only]
public fun get_ids_created(_self: &TxContext): u64 {
    native_ids_created()
}

#[test_only]
public fun last_created_object_id(_self: &TxContext): address {
    assert!(native_ids_created() > 0, ENoIDsCreated);
    last_created_id()
}

#[test_only]
public fun increment_epoch_number(self: &mut TxContext) {
    self.epoch = native_epoch() + 1;
    self.replace_with_fields();
}

#[test_only]
public fun increment_epoch_timestamp(self: &mut TxContext, delta_ms: u64) {
    self.epoch_timestamp_ms = native_epoch_timestamp_ms() + delta_ms;
    self.replace_with_fields();
}

#[test_only]
fun replace_with_fields(self: &TxContext) {
    replace(
        native_sender(),
        self.tx_hash,
        self.epoch,
        self.epoch_timestamp_ms,
        native_ids_created(),
        native_rgp(),
        native_gas_price(),
        native_gas_budget(),
        native_sponsor(),
    )
}

#[test_only]
fun dummy_tx_hash_with_hint(hint: u64): vector<u8> {
    let mut tx_hash = std::bcs::to_bytes(&hint);
    while (tx_hash.length() < TX_HASH_LENGTH) tx_hash.push_back(0);
    tx_hash
}

#[test_only]
native fun last_created_id(): address;

#[test_only]
native fun replace(
    sender: address,
    tx_hash: vector<u8>,
    epoch: u64,
    epoch_timestamp_ms: u64,
    ids_created: u64,
    rgp: u64,
    gas_price: u64,
    gas_budget: u64,
    sponsor: vector<address>,
);

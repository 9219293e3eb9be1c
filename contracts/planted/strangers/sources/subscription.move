/// A policy as strangers write them: a pass that was paid for opens what is encrypted under `[service id][any nonce]`.
module strangers::subscription;

use sui::clock::Clock;
use sui::coin::Coin;
use sui::sui::SUI;

const ENoAccess: u64 = 0;
const EWrongPayment: u64 = 1;

public struct Service has key {
    id: UID,
    fee: u64,
    time: u64,
    owner: address,
}

public struct Pass has key {
    id: UID,
    service: ID,
    until: u64,
}

public fun create(fee: u64, time: u64, ctx: &mut TxContext) {
    transfer::share_object(Service { id: object::new(ctx), fee, time, owner: ctx.sender() })
}

entry fun subscribe(service: &Service, payment: Coin<SUI>, clock: &Clock, ctx: &mut TxContext) {
    assert!(payment.value() == service.fee, EWrongPayment);
    transfer::public_transfer(payment, service.owner);
    let pass = Pass {
        id: object::new(ctx),
        service: object::id(service),
        until: clock.timestamp_ms() + service.time,
    };
    transfer::transfer(pass, ctx.sender())
}

public fun give(pass: Pass, to: address) {
    transfer::transfer(pass, to)
}

entry fun seal_approve(id: vector<u8>, pass: &Pass, service: &Service, clock: &Clock) {
    assert!(pass.service == object::id(service), ENoAccess);
    assert!(clock.timestamp_ms() < pass.until, ENoAccess);
    let prefix = service.id.to_bytes();
    assert!(id.length() >= prefix.length(), ENoAccess);
    let mut i = 0;
    while (i < prefix.length()) {
        assert!(id[i] == prefix[i], ENoAccess);
        i = i + 1;
    }
}

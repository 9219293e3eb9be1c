/// What the shares of a staking pool are worth in one epoch. Both conversions round down, so the pool never pays out more than it holds.
module walrus::pool_exchange_rate;

/// More shares than FROST: a share would be worth less than what it cost.
const EInvalidRate: u64 = 0;

public enum PoolExchangeRate has copy, drop, store {
    /// One share for one FROST: the pool is new or empty.
    Flat,
    Variable { wal_amount: u128, share_amount: u128 },
}

public(package) fun flat(): PoolExchangeRate {
    PoolExchangeRate::Flat
}

/// The rate of a pool that holds `wal_amount` for `share_amount` shares.
public(package) fun new(wal_amount: u64, share_amount: u64): PoolExchangeRate {
    if (wal_amount == 0 || share_amount == 0) return PoolExchangeRate::Flat;
    assert!(share_amount <= wal_amount, EInvalidRate);
    PoolExchangeRate::Variable { wal_amount: wal_amount as u128, share_amount: share_amount as u128 }
}

public(package) fun to_wal(self: &PoolExchangeRate, shares: u64): u64 {
    match (self) {
        PoolExchangeRate::Flat => shares,
        PoolExchangeRate::Variable { wal_amount, share_amount } => ((shares as u128) * *wal_amount / *share_amount) as u64,
    }
}

public(package) fun to_shares(self: &PoolExchangeRate, wal: u64): u64 {
    match (self) {
        PoolExchangeRate::Flat => wal,
        PoolExchangeRate::Variable { wal_amount, share_amount } => ((wal as u128) * *share_amount / *wal_amount) as u64,
    }
}

/// Stake in a pool, as an object of its owner. It holds the principal; rewards stay in the pool until it is withdrawn.
module walrus::staked_wal;

use sui::balance::Balance;
use wal::wal::WAL;

const ENotWithdrawing: u64 = 0;
/// The two stakes are in different pools, states or epochs.
const EMetadataMismatch: u64 = 1;
const EInvalidAmount: u64 = 2;
const EAlreadyWithdrawing: u64 = 6;
const EStakeBelowThreshold: u64 = 7;

/// One WAL.
const MIN_STAKE_FROST: u64 = 1_000_000_000;

public enum StakedWalState has copy, drop, store {
    Staked,
    /// Asked back; can be taken in `withdraw_epoch`.
    Withdrawing { withdraw_epoch: u32 },
}

public struct StakedWal has key, store {
    id: UID,
    state: StakedWalState,
    node_id: ID,
    principal: Balance<WAL>,
    /// The first epoch that this stake counts in and earns rewards for.
    activation_epoch: u32,
}

public(package) fun mint(node_id: ID, principal: Balance<WAL>, activation_epoch: u32, ctx: &mut TxContext): StakedWal {
    assert!(principal.value() >= MIN_STAKE_FROST, EStakeBelowThreshold);
    StakedWal { id: object::new(ctx), state: StakedWalState::Staked, node_id, principal, activation_epoch }
}

public(package) fun into_balance(sw: StakedWal): Balance<WAL> {
    let StakedWal { id, principal, .. } = sw;
    id.delete();
    principal
}

public(package) fun set_withdrawing(sw: &mut StakedWal, withdraw_epoch: u32) {
    assert!(sw.is_staked(), EAlreadyWithdrawing);
    sw.state = StakedWalState::Withdrawing { withdraw_epoch };
}

public fun node_id(sw: &StakedWal): ID {
    sw.node_id
}

/// The principal in FROST, without rewards.
public fun value(sw: &StakedWal): u64 {
    sw.principal.value()
}

public fun activation_epoch(sw: &StakedWal): u32 {
    sw.activation_epoch
}

public fun is_staked(sw: &StakedWal): bool {
    sw.state == StakedWalState::Staked
}

public fun is_withdrawing(sw: &StakedWal): bool {
    !sw.is_staked()
}

public fun withdraw_epoch(sw: &StakedWal): u32 {
    match (&sw.state) {
        StakedWalState::Withdrawing { withdraw_epoch } => *withdraw_epoch,
        StakedWalState::Staked => abort ENotWithdrawing,
    }
}

/// Adds `other` to `sw`. Both must be in the same pool and state and of the same epochs.
public fun join(sw: &mut StakedWal, other: StakedWal) {
    let StakedWal { id, state, node_id, principal, activation_epoch } = other;
    assert!(sw.node_id == node_id, EMetadataMismatch);
    assert!(sw.activation_epoch == activation_epoch, EMetadataMismatch);
    assert!(sw.state == state, EMetadataMismatch);
    id.delete();
    sw.principal.join(principal);
}

/// Takes `amount` off into a stake of its own. Neither part may be less than one WAL.
public fun split(sw: &mut StakedWal, amount: u64, ctx: &mut TxContext): StakedWal {
    assert!(sw.principal.value() > amount, EInvalidAmount);
    assert!(amount >= MIN_STAKE_FROST, EStakeBelowThreshold);
    assert!(sw.principal.value() - amount >= MIN_STAKE_FROST, EStakeBelowThreshold);
    StakedWal {
        id: object::new(ctx),
        state: sw.state,
        node_id: sw.node_id,
        principal: sw.principal.split(amount),
        activation_epoch: sw.activation_epoch,
    }
}

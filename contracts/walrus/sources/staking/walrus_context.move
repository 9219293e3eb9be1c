/// What a staking pool must know of the network to apply its rules.
module walrus::walrus_context;

use sui::vec_map::VecMap;

public struct WalrusContext has drop {
    /// The current epoch.
    epoch: u32,
    /// Whether the committee of the next epoch is chosen.
    committee_selected: bool,
    /// The current committee.
    committee: VecMap<ID, vector<u16>>,
}

public(package) fun new(epoch: u32, committee_selected: bool, committee: VecMap<ID, vector<u16>>): WalrusContext {
    WalrusContext { epoch, committee_selected, committee }
}

public(package) fun epoch(self: &WalrusContext): u32 {
    self.epoch
}

public(package) fun committee_selected(self: &WalrusContext): bool {
    self.committee_selected
}

public(package) fun committee(self: &WalrusContext): &VecMap<ID, vector<u16>> {
    &self.committee
}

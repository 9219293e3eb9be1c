/// Who gets what part of an offer's revenue.
///
/// Parts are basis points and sum to 10,000. Each payee is entitled to `floor(all revenue ever × part / 10,000)` less what was paid
/// out, so no number of tiny payments rounds anybody's part away; less than one unit per payee waits in the offer.
module floe::split;

/// Parts sum to 10,000, each at least 1.
const EBadSum: u64 = 0;
/// There are 1 to 16 payees.
const EBadCount: u64 = 1;
/// At least one payee is an account.
const ENoAccount: u64 = 2;
/// That payee is an account, or an upstream offer.
const EWrongParty: u64 = 3;

const WHOLE: u64 = 10_000;
const MAX_PAYEES: u64 = 16;

/// Where a part goes.
public enum Party has copy, drop, store {
    /// A seller's address.
    Account { account: address },
    /// The offer of a dataset that this one is made from; it splits the part further.
    Upstream { offer: ID },
}

public struct Payee has copy, drop, store {
    party: Party,
    basis_points: u64,
    paid_out: u128,
}

public struct Split has copy, drop, store {
    payees: vector<Payee>,
}

/// A split without payees.
public fun new(): Split {
    Split { payees: vector[] }
}

/// Adds a seller.
public fun account(self: &mut Split, account: address, basis_points: u64) {
    self.payees.push_back(Payee { party: Party::Account { account }, basis_points, paid_out: 0 })
}

/// Adds the offer of an upstream dataset, in the same coin.
public fun upstream(self: &mut Split, offer: ID, basis_points: u64) {
    self.payees.push_back(Payee { party: Party::Upstream { offer }, basis_points, paid_out: 0 })
}

public fun count(self: &Split): u64 {
    self.payees.length()
}

/// The address of a payee that is an account.
public fun account_of(self: &Split, index: u64): address {
    match (&self.payees[index].party) {
        Party::Account { account } => *account,
        _ => abort EWrongParty,
    }
}

/// The offer of a payee that is one.
public fun upstream_of(self: &Split, index: u64): ID {
    match (&self.payees[index].party) {
        Party::Upstream { offer } => *offer,
        _ => abort EWrongParty,
    }
}

/// What a payee can have of all revenue ever.
public fun due(self: &Split, index: u64, earned: u128): u64 {
    let payee = &self.payees[index];
    (earned * (payee.basis_points as u128) / (WHOLE as u128) - payee.paid_out) as u64
}

/// Marks what is due as paid out, and tells how much that is.
public(package) fun take(self: &mut Split, index: u64, earned: u128): u64 {
    let due = self.due(index, earned);
    let payee = &mut self.payees[index];
    payee.paid_out = payee.paid_out + (due as u128);
    due
}

/// Refuses parts that do not make a whole, or that were paid out before.
public(package) fun check(self: &Split) {
    let count = self.payees.length();
    assert!(count >= 1 && count <= MAX_PAYEES, EBadCount);
    let mut sum = 0;
    let mut has_account = false;
    let mut i = 0;
    while (i < count) {
        let payee = &self.payees[i];
        assert!(payee.basis_points >= 1 && payee.basis_points <= WHOLE, EBadSum);
        sum = sum + payee.basis_points;
        match (&payee.party) {
            Party::Account { account: _ } => has_account = true,
            _ => (),
        };
        i = i + 1;
    };
    assert!(sum == WHOLE, EBadSum);
    assert!(has_account, ENoAccount);
}

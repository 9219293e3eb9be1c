/// What a lease gives: for what, how long, to how many, and what comes back when it ends early. Fixed when an offer is made; each
/// lease carries its own copy.
module floe::terms;

/// A period is at least 1 and at most a hundred years of milliseconds.
const EBadPeriod: u64 = 0;
/// A lease has 1 to 10,000 seats.
const EBadSeats: u64 = 1;
/// The digest of the licence text has 32 bytes.
const EBadLicence: u64 = 2;
/// Uses are 1 to 1,000,000 a period, each of which opens something for at least 1.
const EBadUses: u64 = 3;

const MAX_PERIOD: u64 = 3_155_760_000_000;
const MAX_SEATS: u64 = 10_000;
const MAX_USES: u64 = 1_000_000;

/// What the holder gets back who ends a lease early.
public enum Refund has copy, drop, store {
    /// Nothing.
    Never,
    /// The price of periods that have not begun.
    Unstarted,
    /// The part of the price that the remaining time is of the whole, rounded down.
    ProRata,
    /// Everything, until so long after buying.
    Within { time: u64 },
}

public struct Terms has copy, drop, store {
    /// One artifact, or all under the policy (a subscription).
    artifact: Option<address>,
    /// Times and periods are epochs of the ledger; else milliseconds.
    in_epochs: bool,
    period: u64,
    /// How many addresses may use a lease, its holder counted.
    seats: u64,
    transferable: bool,
    /// Uses that one period includes; 0: as many as one likes.
    uses: u64,
    /// For how long one use opens one artifact to one address.
    opening: u64,
    refund: Refund,
    /// SHA-256 of the licence text.
    licence: vector<u8>,
}

/// Terms for one seat, all artifacts, not transferable, unlimited use, no refunds.
public fun new(in_epochs: bool, period: u64, licence: vector<u8>): Terms {
    assert!(period >= 1 && period <= MAX_PERIOD, EBadPeriod);
    assert!(licence.length() == 32, EBadLicence);
    Terms {
        artifact: option::none(),
        in_epochs,
        period,
        seats: 1,
        transferable: false,
        uses: 0,
        opening: 0,
        refund: Refund::Never,
        licence,
    }
}

/// Only this artifact.
public fun only(self: &mut Terms, artifact: address) {
    self.artifact = option::some(artifact);
}

public fun with_seats(self: &mut Terms, seats: u64) {
    assert!(seats >= 1 && seats <= MAX_SEATS, EBadSeats);
    self.seats = seats;
}

public fun make_transferable(self: &mut Terms) {
    self.transferable = true;
}

/// Pay per use: a period includes so many uses, each of which opens one artifact to one address for a time.
public fun pay_per_use(self: &mut Terms, uses: u64, opening: u64) {
    assert!(uses >= 1 && uses <= MAX_USES && opening >= 1 && opening <= MAX_PERIOD, EBadUses);
    self.uses = uses;
    self.opening = opening;
}

public fun refund_unstarted(self: &mut Terms) {
    self.refund = Refund::Unstarted;
}

public fun refund_pro_rata(self: &mut Terms) {
    self.refund = Refund::ProRata;
}

public fun refund_within(self: &mut Terms, time: u64) {
    assert!(time >= 1 && time <= MAX_PERIOD, EBadPeriod);
    self.refund = Refund::Within { time };
}

/// Do the terms speak of this artifact?
public fun covers(self: &Terms, artifact: address): bool {
    self.artifact.is_none() || *self.artifact.borrow() == artifact
}

public fun in_epochs(self: &Terms): bool {
    self.in_epochs
}

public fun period(self: &Terms): u64 {
    self.period
}

public fun seats(self: &Terms): u64 {
    self.seats
}

public fun is_transferable(self: &Terms): bool {
    self.transferable
}

public fun uses(self: &Terms): u64 {
    self.uses
}

public fun is_pay_per_use(self: &Terms): bool {
    self.uses > 0
}

public fun opening(self: &Terms): u64 {
    self.opening
}

public fun refund(self: &Terms): &Refund {
    &self.refund
}

public fun licence(self: &Terms): vector<u8> {
    self.licence
}

/// Can anything ever come back?
public fun is_refundable(self: &Terms): bool {
    match (&self.refund) {
        Refund::Never => false,
        _ => true,
    }
}

/// Picks the answer for this refund rule: what is unstarted, what is pro rata, what was paid if it was bought that long ago.
public(package) fun choose_refund(self: &Terms, unstarted: u64, pro_rata: u64, paid: u64, age: u64): u64 {
    match (&self.refund) {
        Refund::Never => 0,
        Refund::Unstarted => unstarted,
        Refund::ProRata => pro_rata,
        Refund::Within { time } => if (age < *time) paid else 0,
    }
}

/// The rule of a policy: conditions, combined by all-of and any-of.
///
/// A rule is a list of nodes in postfix order: conditions push an answer, `AllOf` and `AnyOf` take that many answers and push one.
/// A rule never changes once a policy has it, so what was bought under it stays.
module floe::rule;

/// The nodes do not make one tree: too few answers for a combinator, an answer left over, or a combinator of nothing.
const EMalformed: u64 = 0;
/// A rule has 1 to 32 nodes.
const EBadSize: u64 = 1;
/// Approvers are 1 to 32 different addresses, and at least one and at most all of them are needed.
const EBadApprovers: u64 = 2;

const MAX_NODES: u64 = 32;
const MAX_APPROVERS: u64 = 32;

/// A condition or a combinator.
public enum Node has copy, drop, store {
    /// Everybody.
    Open,
    /// The caller's Sui address is on the policy's list.
    SuiMember,
    /// An Ethereum address on the policy's list signed for the caller.
    EthereumMember,
    /// A Solana key on the policy's list signed for the caller.
    SolanaMember,
    /// The caller has a seat of a lease that runs.
    Lease,
    /// From a time on (time lock).
    NotBefore { ms: u64 },
    /// Until just before a time.
    NotAfter { ms: u64 },
    /// So many of the approvers have approved of the caller.
    Approvals { approvers: vector<address>, needed: u64 },
    /// All of the last `count` answers.
    AllOf { count: u64 },
    /// One of the last `count` answers.
    AnyOf { count: u64 },
}

/// A tree of nodes. Checked when it is put into a policy.
public struct Rule has copy, drop, store {
    nodes: vector<Node>,
}

/// What is known of a caller.
public struct Evidence has drop {
    now_ms: u64,
    is_sui_member: bool,
    is_ethereum_member: bool,
    is_solana_member: bool,
    has_lease: bool,
    approved_by: vector<address>,
}

/// A rule without nodes; add them in postfix order.
public fun new(): Rule {
    Rule { nodes: vector[] }
}

public fun open(self: &mut Rule) {
    self.nodes.push_back(Node::Open)
}

public fun sui_member(self: &mut Rule) {
    self.nodes.push_back(Node::SuiMember)
}

public fun ethereum_member(self: &mut Rule) {
    self.nodes.push_back(Node::EthereumMember)
}

public fun solana_member(self: &mut Rule) {
    self.nodes.push_back(Node::SolanaMember)
}

public fun lease(self: &mut Rule) {
    self.nodes.push_back(Node::Lease)
}

public fun not_before(self: &mut Rule, ms: u64) {
    self.nodes.push_back(Node::NotBefore { ms })
}

public fun not_after(self: &mut Rule, ms: u64) {
    self.nodes.push_back(Node::NotAfter { ms })
}

public fun approvals(self: &mut Rule, approvers: vector<address>, needed: u64) {
    self.nodes.push_back(Node::Approvals { approvers, needed })
}

public fun all_of(self: &mut Rule, count: u64) {
    self.nodes.push_back(Node::AllOf { count })
}

public fun any_of(self: &mut Rule, count: u64) {
    self.nodes.push_back(Node::AnyOf { count })
}

/// May `account` approve somewhere in this rule?
public fun is_approver(self: &Rule, account: address): bool {
    let mut i = 0;
    while (i < self.nodes.length()) {
        match (&self.nodes[i]) {
            Node::Approvals { approvers, needed: _ } => if (approvers.contains(&account)) return true,
            _ => (),
        };
        i = i + 1;
    };
    false
}

/// Refuses a rule that is no tree, or whose approvers make no sense.
public(package) fun check(self: &Rule) {
    assert!(self.nodes.length() >= 1 && self.nodes.length() <= MAX_NODES, EBadSize);
    let mut answers = 0;
    let mut i = 0;
    while (i < self.nodes.length()) {
        match (&self.nodes[i]) {
            Node::Approvals { approvers, needed } => check_approvers(approvers, *needed),
            _ => (),
        };
        let taken = operands(&self.nodes[i]);
        assert!(taken <= answers, EMalformed);
        answers = answers - taken + 1;
        i = i + 1;
    };
    assert!(answers == 1, EMalformed);
}

/// Does the rule hold for somebody of whom this is known?
public(package) fun holds(self: &Rule, evidence: &Evidence): bool {
    let mut answers = vector[];
    let mut i = 0;
    while (i < self.nodes.length()) {
        let answer = match (&self.nodes[i]) {
            Node::Open => true,
            Node::SuiMember => evidence.is_sui_member,
            Node::EthereumMember => evidence.is_ethereum_member,
            Node::SolanaMember => evidence.is_solana_member,
            Node::Lease => evidence.has_lease,
            Node::NotBefore { ms } => evidence.now_ms >= *ms,
            Node::NotAfter { ms } => evidence.now_ms < *ms,
            Node::Approvals { approvers, needed } => votes(approvers, &evidence.approved_by) >= *needed,
            Node::AllOf { count } => count_true(&mut answers, *count) == *count,
            Node::AnyOf { count } => count_true(&mut answers, *count) > 0,
        };
        answers.push_back(answer);
        i = i + 1;
    };
    answers.length() == 1 && answers[0]
}

/// What is known of a caller.
public(package) fun evidence(
    now_ms: u64,
    is_sui_member: bool,
    is_ethereum_member: bool,
    is_solana_member: bool,
    has_lease: bool,
    approved_by: vector<address>,
): Evidence {
    Evidence { now_ms, is_sui_member, is_ethereum_member, is_solana_member, has_lease, approved_by }
}

/// How many answers a node takes. A combinator of nothing takes more than there can be.
fun operands(node: &Node): u64 {
    match (node) {
        Node::AllOf { count } => if (*count == 0) MAX_NODES + 1 else *count,
        Node::AnyOf { count } => if (*count == 0) MAX_NODES + 1 else *count,
        _ => 0,
    }
}

fun check_approvers(approvers: &vector<address>, needed: u64) {
    let count = approvers.length();
    assert!(count <= MAX_APPROVERS && needed >= 1 && needed <= count, EBadApprovers);
    let mut i = 0;
    while (i < count) {
        // Somebody who is listed twice would have two votes.
        let (_, first) = approvers.index_of(&approvers[i]);
        assert!(first == i, EBadApprovers);
        i = i + 1;
    }
}

fun votes(approvers: &vector<address>, approved_by: &vector<address>): u64 {
    let mut count = 0;
    let mut i = 0;
    while (i < approvers.length()) {
        if (approved_by.contains(&approvers[i])) count = count + 1;
        i = i + 1;
    };
    count
}

fun count_true(answers: &mut vector<bool>, count: u64): u64 {
    let mut holding = 0;
    let mut i = 0;
    while (i < count) {
        if (answers.pop_back()) holding = holding + 1;
        i = i + 1;
    };
    holding
}

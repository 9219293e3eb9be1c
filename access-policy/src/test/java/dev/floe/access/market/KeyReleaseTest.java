package dev.floe.access.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.access.market.MarketModel.ALease;
import dev.floe.access.market.MarketModel.APolicy;
import dev.floe.access.market.MarketModel.AProof;
import dev.floe.access.market.MarketModel.APurchase;
import dev.floe.access.market.MarketModel.AnOffer;
import dev.floe.access.market.MarketModel.Request;
import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionFailedException;
import dev.floe.testkit.Campaign;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Random owners, renters and strangers on the embedded ledger, held against an independent model: no wrong
/// release, no wrong refusal, no unit of money lost or made.
final class KeyReleaseTest {

    private static final long MOST_REQUESTS = 1_000_000;
    private static final int REQUESTS_PER_STEP = 40;
    private static final int USERS = 6;
    private static final String OWNER = "owner";
    private static final List<String> PAYEES = List.of("payee0", "payee1", "payee2");
    private static final int[] PARTS = {3_333, 6_000, 667};

    private final FloeLedger world;
    private final RandomGenerator random;
    private final MarketModel model = new MarketModel();
    private final List<ForeignKey> foreign = new ArrayList<>();
    private long released;
    private long refused;
    private long done;
    private long failed;

    KeyReleaseTest() throws IOException {
        world = new FloeLedger("key release", Duration.ofSeconds(20));
        random = world.seed.child(99).random();
    }

    @Test
    void keysAndMoneyGoWhereTheModelSays() {
        try (world) {
            setUp();
            long requests = Math.min(MOST_REQUESTS, Campaign.inputs());
            for (long i = 0; i < requests; i++) {
                if (i % REQUESTS_PER_STEP == 0) {
                    act();
                    compareMoney();
                }
                request();
            }
            payEverybody();
            System.out.println("key release: " + released + " released, " + refused + " refused, none wrongly; " + done
                    + " transactions done, " + failed + " refused as predicted");
            if (requests >= 10_000) {
                assertThat(List.of(released, refused)).allMatch(count -> count > requests / 50);
                assertThat(List.of(done, failed)).allMatch(count -> count > 20);
            }
        }
    }

    private Address user(int number) {
        return world.address("user" + number);
    }

    private void setUp() {
        for (int i = 0; i < 2; i++) {
            foreign.add(new ForeignKey.Ethereum(BigInteger.valueOf(1_000 + i)));
            foreign.add(new ForeignKey.Solana(
                    Bytes.copyOf(world.seed.child(500 + i).entropy().bytes(32))));
        }
        now();
        String soon = Instant.ofEpochMilli(model.now + 20_000).toString();
        String later = Instant.ofEpochMilli(model.now + 60_000).toString();
        for (String rule : List.of(
                "lease",
                "lease",
                "member",
                "eth-member or sol-member",
                "2 of " + user(0) + "," + user(1) + "," + user(2),
                "(member or lease) and not-before " + soon,
                "lease and eth-member",
                "open and not-after " + soon,
                "member and (sol-member or not-before " + later + ") or lease and 1 of " + user(3))) {
            Rule parsed = RuleText.parse(rule);
            Policy policy = world.createPolicy(OWNER, parsed);
            model.policies.put(policy.id(), new APolicy(parsed));
            if (parsed.mentions(Rule.LeaseHolder.class)) {
                createOffer(policy.id());
                createOffer(policy.id());
            }
        }
    }

    private void createOffer(Address policy) {
        boolean inEpochs = random.nextInt(4) == 0;
        long period = inEpochs ? 1 + random.nextInt(2) : 2_000 + random.nextInt(60_000);
        Terms terms = Terms.of(inEpochs, period, Digest.ZERO).withSeats(1 + random.nextInt(3));
        if (random.nextBoolean()) {
            terms = terms.only(artifact());
        }
        if (random.nextBoolean()) {
            terms = terms.transferable();
        }
        if (random.nextInt(3) == 0) {
            terms = terms.payPerUse(1 + random.nextInt(3), inEpochs ? 1 : 5_000 + random.nextInt(30_000));
        }
        terms = terms.refundable(
                switch (random.nextInt(4)) {
                    case 0 -> new Terms.Refund.Never();
                    case 1 -> new Terms.Refund.Unstarted();
                    case 2 -> new Terms.Refund.ProRata();
                    default -> new Terms.Refund.Within(inEpochs ? 1 : 5_000);
                });
        long price = random.nextInt(10_000);
        List<Payee> payees = new ArrayList<>();
        for (int i = 0; i < PARTS.length; i++) {
            payees.add(Payee.account(world.address(PAYEES.get(i)), PARTS[i]));
        }
        ExecutedTransaction made = world.execute(
                OWNER,
                world.actions.createOffer(
                        world.market.cap(world.address(OWNER), policy), StructTag.SUI, terms, price, 0, payees));
        StructTag type = new StructTag(world.at.first(), "offer", "Offer", List.of(StructTag.SUI));
        model.offers.put(made.created(world.ledger, type).id(), new AnOffer(policy, terms, price, PARTS));
    }

    private void now() {
        model.now = world.time.clock().millis();
        model.epoch = world.ledger.info().epoch();
    }

    private Address artifact() {
        return FloeLedger.artifact(1 + random.nextInt(3));
    }

    private <K, V> Optional<Map.Entry<K, V>> pick(Map<K, V> map) {
        return map.entrySet().stream()
                .skip(map.isEmpty() ? 0 : random.nextInt(map.size()))
                .findFirst();
    }

    /// Time passes, and somebody does something.
    private void act() {
        if (random.nextInt(3) == 0) {
            long step = random.nextInt(3_000);
            Optional<ALease> near = pick(model.leases).map(Map.Entry::getValue);
            if (near.isPresent() && !near.get().purchases.isEmpty() && random.nextBoolean()) {
                APurchase purchase = near.get().purchases.getLast();
                long border = purchase.from + purchase.length - model.now - random.nextInt(2);
                step = border > 0 && border < 30_000 ? border : step;
            }
            world.time.advance(Duration.ofMillis(step));
            // Epochs end with the next transaction.
            world.ledger.faucet(world.address(OWNER), 1);
            now();
        }
        int who = random.nextInt(USERS);
        switch (random.nextInt(14)) {
            case 0 -> grant();
            case 1 -> revokeMember();
            case 2 -> rotate();
            case 3 -> approve(who);
            case 4, 5, 6 -> rent(who);
            default -> ofLease(who);
        }
    }

    private boolean attempt(String who, Transaction tx, boolean expected) {
        boolean succeeded = tryIt(who, tx).isPresent();
        assertThat(succeeded).as("%s transaction of %s", world.seed, who).isEqualTo(expected);
        return succeeded;
    }

    private Optional<ExecutedTransaction> tryIt(String who, Transaction tx) {
        try {
            ExecutedTransaction executed = world.execute(who, tx);
            done++;
            return Optional.of(executed);
        } catch (TransactionFailedException _) {
            failed++;
            return Optional.empty();
        }
    }

    private void grant() {
        Map.Entry<Address, APolicy> policy = pick(model.policies).orElseThrow();
        long until = random.nextInt(4) == 0 ? PolicyActions.FOREVER : model.now + random.nextInt(60_000) - 2_000;
        Member member = anyMember();
        boolean expected = Long.compareUnsigned(until, model.now) > 0;
        Address cap = world.market.cap(world.address(OWNER), policy.getKey());
        if (attempt(OWNER, world.policies.grant(policy.getKey(), cap, member, until), expected)) {
            policy.getValue().members.put(member, until);
        }
    }

    private Member anyMember() {
        return random.nextBoolean()
                ? new Member.Sui(user(random.nextInt(USERS)))
                : foreign.get(random.nextInt(foreign.size())).member();
    }

    private void revokeMember() {
        Map.Entry<Address, APolicy> policy = pick(model.policies).orElseThrow();
        Member member = pick(policy.getValue().members).map(Map.Entry::getKey).orElseGet(this::anyMember);
        boolean expected = policy.getValue().members.containsKey(member);
        Address cap = world.market.cap(world.address(OWNER), policy.getKey());
        if (attempt(OWNER, world.policies.revoke(policy.getKey(), cap, member), expected)) {
            policy.getValue().members.remove(member);
        }
    }

    private void rotate() {
        Map.Entry<Address, APolicy> policy = pick(model.policies).orElseThrow();
        Address cap = world.market.cap(world.address(OWNER), policy.getKey());
        attempt(OWNER, world.policies.rotate(policy.getKey(), cap), true);
        policy.getValue().period++;
    }

    private void approve(int who) {
        Map.Entry<Address, APolicy> policy = pick(model.policies).orElseThrow();
        boolean isApprover =
                policy.getValue().rule.describe().contains(user(who).toString());
        Address applicant = user(random.nextInt(USERS));
        boolean withdraws = random.nextInt(3) == 0;
        Transaction tx = withdraws
                ? world.policies.withdrawApproval(policy.getKey(), applicant)
                : world.policies.approve(policy.getKey(), applicant);
        if (attempt("user" + who, tx, isApprover)) {
            var approvers = policy.getValue().approvals.computeIfAbsent(applicant, _ -> new HashSet<>());
            if (withdraws) {
                approvers.remove(user(who));
            } else {
                approvers.add(user(who));
            }
        }
    }

    private void rent(int who) {
        Map.Entry<Address, AnOffer> picked = pick(model.offers).orElseThrow();
        AnOffer offer = picked.getValue();
        Offer known = world.market.offer(picked.getKey());
        long count = 1L + random.nextInt(3);
        long from = random.nextInt(4) == 0 ? model.at(offer.terms) + random.nextInt(3_000) - 500 : 0;
        long paid = offer.price * count + (random.nextInt(8) == 0 ? 1 : 0);
        long at = model.at(offer.terms);
        boolean expected = !offer.paused
                && paid == offer.price * count
                && (from == 0 || from >= at && from - at <= 1_000 * offer.terms.period());
        Transaction tx = new Transaction();
        world.actions.rent(tx, known, coin(tx, paid), count, from == 0 ? OptionalLong.empty() : OptionalLong.of(from));
        Optional<ExecutedTransaction> executed = tryIt("user" + who, tx);
        assertThat(executed.isPresent()).as("%s rent", world.seed).isEqualTo(expected);
        executed.ifPresent(transaction -> {
            Address id = world.created(transaction, "lease", "Lease").id();
            ALease lease = new ALease(picked.getKey(), user(who));
            lease.purchases.add(new APurchase(offer.terms, offer.price, count, from == 0 ? at : from, at));
            model.leases.put(id, lease);
            model.pay(offer, count);
        });
    }

    private Argument coin(Transaction tx, long amount) {
        return tx.splitCoins(tx.gas(), tx.u64(amount)).nested(0);
    }

    private void ofLease(int anybody) {
        Optional<Map.Entry<Address, ALease>> picked = recentLease();
        if (picked.isEmpty()) {
            return;
        }
        Address id = picked.get().getKey();
        ALease lease = picked.get().getValue();
        AnOffer offer = model.offer(lease.offer);
        // Mostly the holder, whose leases make the interesting cases.
        int who = random.nextInt(4) == 0 ? anybody : number(lease.holder);
        String name = "user" + who;
        boolean mayChange = user(who).equals(lease.holder) && lease.state == Lease.State.ACTIVE;
        Address other = user(random.nextInt(USERS));
        Offer known = world.market.offer(lease.offer);
        long at = model.at(offer.terms);
        switch (random.nextInt(10)) {
            case 0, 1 -> renew(id, lease, offer, known, name, mayChange, at);
            case 2 -> refund(id, lease, offer, known, who);
            case 3 -> revokeLease(id, lease, offer, known);
            case 4 -> {
                if (attempt(OWNER, world.actions.settle(known, List.of(id)), true)) {
                    model.settle(lease);
                }
            }
            case 5 -> assign(id, lease, offer, name, mayChange, other);
            case 6 -> {
                boolean expected = mayChange && lease.users.contains(other);
                if (attempt(name, world.actions.releaseSeat(id, other), expected)) {
                    lease.users.remove(other);
                }
            }
            case 7 -> passOn(id, lease, offer, name, mayChange, other);
            case 8 -> open(id, lease, offer, who, at);
            default -> changeOffer(offer, known);
        }
    }

    private int number(Address address) {
        for (int i = 0; i < USERS; i++) {
            if (user(i).equals(address)) {
                return i;
            }
        }
        throw new IllegalStateException("nobody has " + address);
    }

    private void renew(Address id, ALease lease, AnOffer offer, Offer known, String name, boolean mayChange, long at) {
        long count = 1L + random.nextInt(2);
        List<APurchase> left = new ArrayList<>(lease.purchases);
        left.removeIf(purchase -> purchase.from + purchase.length <= at && purchase.refund(offer.terms, at) == 0);
        boolean expected = mayChange && !offer.paused && left.size() < MarketModel.MAX_PURCHASES;
        Transaction tx = new Transaction();
        world.actions.renew(tx, known, id, coin(tx, offer.price * count), count);
        if (attempt(name, tx, expected)) {
            model.pay(offer, count);
            model.settle(lease);
            lease.purchases.retainAll(left);
            long end = lease.purchases.stream()
                    .mapToLong(one -> one.from + one.length)
                    .max()
                    .orElse(0);
            long from = offer.terms.uses() == 0 ? Math.max(end, at) : at;
            lease.purchases.add(new APurchase(offer.terms, offer.price, count, from, at));
            lease.assigned = lease.users.size();
        }
    }

    private void refund(Address id, ALease lease, AnOffer offer, Offer known, int who) {
        boolean expected = user(who).equals(lease.holder) && lease.state == Lease.State.ACTIVE;
        Optional<ExecutedTransaction> executed = tryIt("user" + who, world.actions.refund(known, id, user(who)));
        assertThat(executed.isPresent()).as("%s refund", world.seed).isEqualTo(expected);
        executed.ifPresent(transaction -> assertThat(amount(transaction, "Refunded"))
                .as("%s refund of %s", world.seed, offer.terms)
                .isEqualTo(model.end(lease, Lease.State.REFUNDED)));
    }

    private void revokeLease(Address id, ALease lease, AnOffer offer, Offer known) {
        if (random.nextInt(3) != 0) {
            return;
        }
        Transaction tx = new Transaction();
        Address cap = world.market.cap(world.address(OWNER), offer.policy);
        world.actions.revoke(tx, known, cap, id, coin(tx, 1_000_000), world.address(OWNER));
        Optional<ExecutedTransaction> executed = tryIt(OWNER, tx);
        assertThat(executed.isPresent()).as("%s revoke", world.seed).isEqualTo(lease.state == Lease.State.ACTIVE);
        executed.ifPresent(transaction -> assertThat(amount(transaction, "LeaseRevoked"))
                .as("%s revocation of %s", world.seed, offer.terms)
                .isEqualTo(model.end(lease, Lease.State.REVOKED)));
    }

    /// The amount with which an event ends.
    private static long amount(ExecutedTransaction transaction, String event) {
        Bytes contents = transaction.events().stream()
                .filter(one -> one.type().name().equals(event))
                .findFirst()
                .orElseThrow()
                .contents();
        return BcsReader.of(event, contents.slice(contents.size() - 8, contents.size()))
                .u64();
    }

    private void assign(Address id, ALease lease, AnOffer offer, String name, boolean mayChange, Address other) {
        boolean expected = mayChange && !MarketModel.hasSeat(lease, other) && lease.assigned + 1 < offer.terms.seats();
        if (attempt(name, world.actions.assignSeat(id, other), expected)) {
            lease.users.add(other);
            lease.assigned++;
        }
    }

    private void passOn(Address id, ALease lease, AnOffer offer, String name, boolean mayChange, Address other) {
        if (!name.equals("user" + number(lease.holder))) {
            return;
        }
        Address ticket = world.market.ticket(lease.holder, id);
        if (attempt(name, world.actions.transfer(id, ticket, other), mayChange && offer.terms.isTransferable())) {
            lease.holder = other;
            lease.users.clear();
        }
    }

    private void open(Address id, ALease lease, AnOffer offer, int who, long at) {
        Address artifact = artifact();
        Optional<APurchase> paying = lease.purchases.stream()
                .filter(purchase -> purchase.runs(at) && purchase.usesLeft > 0)
                .findFirst();
        boolean expected = offer.terms.uses() > 0
                && lease.state == Lease.State.ACTIVE
                && offer.terms.artifact().map(artifact::equals).orElse(true)
                && MarketModel.hasSeat(lease, user(who))
                && paying.isPresent();
        if (attempt("user" + who, world.actions.open(id, artifact), expected)) {
            APurchase purchase = paying.orElseThrow();
            purchase.usesLeft--;
            lease.openings.put(
                    MarketModel.opening(user(who), artifact),
                    Math.min(at + offer.terms.opening(), purchase.from + purchase.length));
        }
    }

    private void changeOffer(AnOffer offer, Offer known) {
        Address cap = world.market.cap(world.address(OWNER), offer.policy);
        switch (random.nextInt(3)) {
            case 0 -> {
                offer.price = random.nextInt(10_000);
                attempt(OWNER, world.actions.setPrice(known, cap, offer.price), true);
            }
            case 1 -> {
                offer.paused = !offer.paused && random.nextInt(3) == 0;
                attempt(OWNER, world.actions.setPaused(known, cap, offer.paused), true);
            }
            default -> payOut(offer, known);
        }
    }

    private void payOut(AnOffer offer, Offer known) {
        attempt(OWNER, world.actions.payOut(known), true);
        for (int i = 0; i < PARTS.length; i++) {
            offer.paidOut[i] = offer.paidOut[i].add(offer.due(i));
        }
    }

    private void compareMoney() {
        Map.Entry<Address, AnOffer> picked = pick(model.offers).orElseThrow();
        Offer offer = world.market.offer(picked.getKey());
        AnOffer expected = picked.getValue();
        assertThat(offer.escrow()).as("%s escrow", world.seed).isEqualTo(expected.escrow);
        assertThat(offer.earned()).as("%s earned", world.seed).isEqualTo(expected.earned);
        assertThat(BigInteger.valueOf(offer.revenue()))
                .as("%s revenue", world.seed)
                .isEqualTo(expected.revenue());
        long held = model.leases.values().stream()
                .filter(lease -> lease.offer.equals(picked.getKey()))
                .mapToLong(ALease::held)
                .sum();
        assertThat(held).as("%s held", world.seed).isEqualTo(expected.escrow);
        pick(model.leases)
                .ifPresent(
                        lease -> assertThat(world.market.lease(lease.getKey()).held())
                                .as("%s held by a lease", world.seed)
                                .isEqualTo(lease.getValue().held()));
    }

    private void payEverybody() {
        model.offers.forEach((id, offer) -> payOut(offer, world.market.offer(id)));
        for (int i = 0; i < PARTS.length; i++) {
            int payee = i;
            BigInteger expected = model.offers.values().stream()
                    .map(offer -> offer.paidOut[payee])
                    .reduce(BigInteger.ZERO, BigInteger::add);
            long balance = world.ledger
                    .balance(world.address(PAYEES.get(i)), StructTag.SUI)
                    .coins();
            assertThat(BigInteger.valueOf(balance - FloeLedger.GIFT)).isEqualTo(expected);
        }
    }

    /// Mostly one of the last few, since old ones are over.
    private Optional<Map.Entry<Address, ALease>> recentLease() {
        if (random.nextInt(6) == 0) {
            return pick(model.leases);
        }
        List<Map.Entry<Address, ALease>> all = List.copyOf(model.leases.entrySet());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1 - random.nextInt(Math.min(all.size(), 12))));
    }

    private void request() {
        Map.Entry<Address, APolicy> policy = pick(model.policies).orElseThrow();
        Optional<Map.Entry<Address, ALease>> lease = random.nextInt(4) == 0 ? Optional.empty() : recentLease();
        Address user = user(random.nextInt(USERS));
        Address passed = policy.getKey();
        if (lease.isPresent() && random.nextInt(8) != 0) {
            passed = model.offer(lease.get().getValue().offer).policy;
            user = random.nextInt(4) == 0 ? user : lease.get().getValue().holder;
        }
        Address bound = random.nextInt(12) == 0 ? policy.getKey() : passed;
        long period = model.policy(bound).period + random.nextInt(3) - 1;
        KeyId key = new KeyId(bound, artifact(), Math.max(0, period));
        List<AProof> proofs = new ArrayList<>();
        List<Bytes> signed = new ArrayList<>();
        for (int i = random.nextInt(12) == 0 ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            ForeignKey signer = foreign.get(random.nextInt(foreign.size()));
            Address forPolicy = random.nextInt(8) == 0 ? policy.getKey() : passed;
            Address forUser = random.nextInt(8) == 0 ? user(0) : user;
            long month = 30L * 24 * 60 * 60 * 1000;
            long until = model.now + (random.nextInt(6) == 0 ? random.nextInt(2) : month + random.nextInt(3) - 2);
            proofs.add(new AProof(signer.member(), forPolicy, forUser, until));
            signed.add(signer.prove(forPolicy, forUser, Instant.ofEpochMilli(until)));
        }
        if (lease.isEmpty() && proofs.size() > 1) {
            proofs = proofs.subList(0, 1);
        }
        int cut = random.nextInt(40) == 0 ? 1 + random.nextInt(72) : 0;
        Request request = new Request(user, cut == 0, key, passed, lease.map(Map.Entry::getKey), List.copyOf(proofs));
        Bytes id = key.toBytes();
        Transaction tx = call(id.slice(0, id.size() - cut), request, signed.subList(0, proofs.size()));
        Optional<ExecutionError> refusal = world.simulate(user, tx.resolve(world.ledger));
        boolean expected = model.allows(request);
        assertThat(refusal.isEmpty())
                .as(
                        "%s at %d: %s, rule %s",
                        world.seed,
                        model.now,
                        request,
                        model.policy(passed).rule.describe())
                .isEqualTo(expected);
        refusal.ifPresent(error -> assertThat(error).isInstanceOf(ExecutionError.MoveAbort.class));
        if (expected) {
            released++;
        } else {
            refused++;
        }
    }

    private Transaction call(Bytes id, Request request, List<Bytes> proofs) {
        Transaction tx = new Transaction();
        List<Argument> arguments =
                new ArrayList<>(List.of(tx.bytes(id), tx.object(world.at.release()), tx.object(request.policy())));
        request.lease().ifPresent(lease -> arguments.add(tx.object(lease)));
        String function = "access::seal_approve";
        if (request.lease().isPresent() && (!proofs.isEmpty() || random.nextInt(8) == 0)) {
            arguments.add(tx.pure(Pure.vector(proofs.stream().map(Pure::bytes).toList())));
            function += "_all";
        } else if (request.lease().isPresent()) {
            function += "_lease";
        } else if (!proofs.isEmpty()) {
            arguments.add(tx.bytes(proofs.getFirst()));
            function += "_proof";
        }
        arguments.add(tx.clock());
        tx.call(world.at.target(function), List.of(), arguments.toArray(Argument[]::new));
        return tx;
    }
}

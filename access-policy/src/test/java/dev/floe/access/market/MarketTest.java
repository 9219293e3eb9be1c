package dev.floe.access.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.access.Identity;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionFailedException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Policies, offers and leases on an embedded ledger that runs the real bytecode.
final class MarketTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Address ART = FloeLedger.artifact(7);

    @SuppressWarnings("NullAway.Init")
    private FloeLedger world;

    @BeforeEach
    void open() throws IOException {
        world = new FloeLedger("market");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Offer offer(Policy policy, Terms terms, long price) {
        ExecutedTransaction made = world.execute(
                "seller",
                world.actions.createOffer(
                        world.market.cap(world.address("seller"), policy.id()),
                        StructTag.SUI,
                        terms,
                        price,
                        0,
                        List.of(
                                Payee.account(world.address("seller"), 7_500),
                                Payee.account(world.address("maker"), 2_500))));
        return Offer.of(made.effects().changed().stream()
                .filter(change -> change.isCreated())
                .map(change -> world.ledger.object(change.id()))
                .findFirst()
                .orElseThrow());
    }

    private Lease rent(String who, Offer offer, long periods) {
        Transaction tx = new Transaction();
        Argument payment = Coins.take(tx, world.ledger, world.address(who), offer.coin(), offer.cost(periods));
        world.actions.rent(tx, offer, payment, periods, OptionalLong.empty());
        return Lease.of(world.created(world.execute(who, tx), "lease", "Lease"));
    }

    @Test
    void aRenterHasKeysForADayAndTheSellersHaveTheMoney() {
        Policy policy = world.createPolicy("seller", new Rule.LeaseHolder());
        Offer offer = offer(policy, Terms.of(false, DAY, Digest.ZERO), 1_001);
        KeyId key = policy.keyOf(ART);
        assertThat(world.ask(world.address("renter"), List.of(key), Evidence.NONE))
                .isPresent();

        Lease lease = rent("renter", offer, 1);
        Evidence evidence = Evidence.lease(lease.id());
        assertThat(world.ask(world.address("renter"), List.of(key, policy.keyOf(FloeLedger.artifact(8))), evidence))
                .isEmpty();
        assertThat(world.ask(world.address("thief"), List.of(key), evidence)).isPresent();
        assertThat(world.market.leaseFor(world.address("renter"), key)).contains(lease);
        assertThat(world.market.leasesSoldBy(offer.id())).containsExactly(lease);
        assertThat(world.market.offersFor(policy.id())).extracting(Offer::id).containsExactly(offer.id());

        world.time.advance(Duration.ofMillis(DAY - 1));
        assertThat(world.ask(world.address("renter"), List.of(key), evidence)).isEmpty();
        world.time.advance(Duration.ofMillis(1));
        assertThat(world.ask(world.address("renter"), List.of(key), evidence)).isPresent();
        assertThat(world.market.leaseFor(world.address("renter"), key)).isEmpty();

        long before =
                world.ledger.balance(world.address("maker"), StructTag.SUI).coins();
        world.execute("renter", world.actions.payOut(offer));
        assertThat(world.ledger.balance(world.address("maker"), StructTag.SUI).coins() - before)
                .isEqualTo(250);
        assertThat(world.market.offer(offer.id()).revenue()).isEqualTo(1_001 - 250 - 750);
        assertThat(world.market.offer(offer.id()).earned()).isEqualTo(BigInteger.valueOf(1_001));
    }

    @Test
    void whoIsRefusedIsToldWhatToRent() {
        Policy policy = world.createPolicy("seller", new Rule.LeaseHolder());
        RentAdvisor advisor = new RentAdvisor(world.market);
        Identity identity = policy.keyOf(ART).identity(world.at.first());
        Address renter = world.address("renter");
        assertThat(advisor.advice(identity, renter).orElseThrow()).contains("Nobody offers a lease");
        Offer offer = offer(policy, Terms.of(false, DAY, Digest.ZERO), 1_001);
        assertThat(advisor.advice(identity, renter).orElseThrow())
                .contains("0.000001001 SUI for 24h", "floe rent " + offer.id());
        Lease lease = rent("renter", offer, 1);
        world.time.advance(Duration.ofDays(2));
        assertThat(advisor.advice(identity, renter).orElseThrow()).contains("--renew " + lease.id());
        assertThat(advisor.advice(new Identity(Address.SUI, identity.innerId()), renter))
                .isEmpty();
        assertThat(advisor.advice(new Identity(world.at.first(), Bytes.EMPTY), renter))
                .isEmpty();
    }

    @Test
    void keysOfOtherChainsOpenWhatTheirListSays() {
        Policy policy = world.createPolicy(
                "seller", RuleText.parse("eth-member or (sol-member and not-before 2026-01-02T00:00:00Z)"));
        ForeignKey ethereum = new ForeignKey.Ethereum(BigInteger.valueOf(77));
        ForeignKey solana = new ForeignKey.Solana(Digest.ZERO.bytes());
        Address cap = world.market.cap(world.address("seller"), policy.id());
        KeyId key = policy.keyOf(ART);
        Instant until = world.time.clock().instant().plus(Duration.ofDays(2));
        Address user = world.address("session");
        Evidence byEthereum = Evidence.proof(ethereum.prove(policy.id(), user, until));
        Evidence bySolana = Evidence.proof(solana.prove(policy.id(), user, until));
        assertThat(world.ask(user, List.of(key), byEthereum)).isPresent();

        world.execute("seller", world.policies.grant(policy.id(), cap, ethereum.member(), PolicyActions.FOREVER));
        world.execute("seller", world.policies.grant(policy.id(), cap, solana.member(), PolicyActions.FOREVER));
        assertThat(world.ask(user, List.of(key), byEthereum)).isEmpty();
        assertThat(world.ask(world.address("thief"), List.of(key), byEthereum)).isPresent();
        assertThat(world.ask(user, List.of(key), bySolana)).isPresent();
        world.time.advance(Duration.ofDays(1));
        assertThat(world.ask(user, List.of(key), bySolana)).isEmpty();
        world.execute("seller", world.policies.revoke(policy.id(), cap, ethereum.member()));
        assertThat(world.ask(user, List.of(key), byEthereum)).isPresent();
        world.time.advance(Duration.ofDays(1));
        assertThat(world.ask(user, List.of(key), bySolana)).isPresent();
    }

    @Test
    void aRuleReadsBackAsItWasWritten() {
        Rule rule = RuleText.parse("(member or lease or 2 of " + Address.ofLong(1) + "," + Address.ofLong(2)
                + ") and not-after 2027-01-01T00:00:00Z and (open or sol-member)");
        Policy policy = world.createPolicy("seller", rule);
        assertThat(policy.rule()).isEqualTo(rule);
        assertThat(RuleText.parse(rule.describe())).isEqualTo(rule);
        assertThat(policy.name()).isEqualTo("test");
    }

    @Test
    void termsReadBackAsTheyWereWritten() {
        Policy policy = world.createPolicy("seller", new Rule.LeaseHolder());
        Terms terms = Terms.of(
                        true, 5, Digest.copyOf(Bytes.parseHex("ab".repeat(32)).toByteArray()))
                .only(ART)
                .withSeats(9)
                .transferable()
                .payPerUse(3, 2)
                .refundable(new Terms.Refund.Within(4));
        assertThat(offer(policy, terms, 0).terms()).isEqualTo(terms);
    }

    @Test
    void whoDoesNotOwnAPolicyIsTold() {
        Policy policy = world.createPolicy("seller", new Rule.Open());
        assertThatThrownBy(() -> world.market.cap(world.address("thief"), policy.id()))
                .isInstanceOf(DataException.Denied.class)
                .hasMessageContaining("does not own it");
        assertThatThrownBy(() -> world.market.offer(policy.id())).isInstanceOf(DataException.NotFound.class);
        assertThatThrownBy(() -> world.market.policy(Address.CLOCK)).isInstanceOf(DataException.NotFound.class);
    }

    @Test
    void aPaymentThatIsNotThePriceIsRefused() {
        Policy policy = world.createPolicy("seller", new Rule.LeaseHolder());
        Offer offer = offer(policy, Terms.of(false, DAY, Digest.ZERO), 1_000);
        world.execute(
                "seller", world.actions.setPrice(offer, world.market.cap(world.address("seller"), policy.id()), 999));
        assertThatThrownBy(() -> rent("renter", offer, 1)).isInstanceOf(TransactionFailedException.class);
        assertThat(rent("renter", world.market.offer(offer.id()), 1).purchases())
                .hasSize(1);
    }
}

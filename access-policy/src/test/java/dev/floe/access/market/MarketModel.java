package dev.floe.access.market;

import dev.floe.ledger.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Policies, offers and leases once more, in plain Java, written from ADR 0014 and not from the Move code.
final class MarketModel {

    static final int MAX_PURCHASES = 16;

    long now;
    long epoch;
    final Map<Address, APolicy> policies = new LinkedHashMap<>();
    final Map<Address, AnOffer> offers = new LinkedHashMap<>();
    final Map<Address, ALease> leases = new LinkedHashMap<>();

    static final class APolicy {
        final Rule rule;
        long period;
        final Map<Member, Long> members = new HashMap<>();
        final Map<Address, Set<Address>> approvals = new HashMap<>();

        APolicy(Rule rule) {
            this.rule = rule;
        }
    }

    static final class AnOffer {
        final Address policy;
        final Terms terms;
        final int[] parts;
        final BigInteger[] paidOut;
        long price;
        boolean paused;
        long escrow;
        BigInteger earned = BigInteger.ZERO;

        AnOffer(Address policy, Terms terms, long price, int... parts) {
            this.policy = policy;
            this.terms = terms;
            this.price = price;
            this.parts = parts;
            this.paidOut = new BigInteger[parts.length];
            Arrays.fill(paidOut, BigInteger.ZERO);
        }

        BigInteger due(int payee) {
            return earned.multiply(BigInteger.valueOf(parts[payee]))
                    .divide(BigInteger.valueOf(10_000))
                    .subtract(paidOut[payee]);
        }

        BigInteger revenue() {
            BigInteger left = earned;
            for (BigInteger paid : paidOut) {
                left = left.subtract(paid);
            }
            return left;
        }
    }

    static final class ALease {
        final Address offer;
        Address holder;
        final Set<Address> users = new HashSet<>();
        long assigned;
        Lease.State state = Lease.State.ACTIVE;
        final List<APurchase> purchases = new ArrayList<>();
        final Map<String, Long> openings = new HashMap<>();

        ALease(Address offer, Address holder) {
            this.offer = offer;
            this.holder = holder;
        }

        long held() {
            return purchases.stream().mapToLong(purchase -> purchase.held).sum();
        }
    }

    static final class APurchase {
        final long from;
        final long count;
        final long price;
        final long boughtAt;
        final long length;
        final long uses;
        long usesLeft;
        long held;

        APurchase(Terms terms, long price, long count, long from, long boughtAt) {
            this.from = from;
            this.count = count;
            this.price = price;
            this.boughtAt = boughtAt;
            this.length = terms.period() * count;
            this.uses = terms.uses() * count;
            this.usesLeft = uses;
            this.held = terms.refund() instanceof Terms.Refund.Never ? 0 : price * count;
        }

        boolean runs(long at) {
            return at >= from && at < from + length;
        }

        /// Of the whole price; exact fractions, then rounded down.
        long proRata(long at) {
            long left = Math.clamp(from + length - at, 0, length);
            return fraction(price * count, left, length);
        }

        long refund(Terms terms, long at) {
            long due = switch (terms.refund()) {
                case Terms.Refund.Never _ -> 0;
                case Terms.Refund.ProRata _ -> proRata(at);
                case Terms.Refund.Within within -> at - boughtAt < within.time() ? price * count : 0;
                case Terms.Refund.Unstarted _ -> {
                    long unstarted = 0;
                    for (long i = 0; i < count; i++) {
                        unstarted += from + i * (length / count) > at ? price : 0;
                    }
                    yield unstarted;
                }
            };
            return Math.min(held, unused(due));
        }

        long unused(long amount) {
            return uses == 0 ? amount : fraction(amount, usesLeft, uses);
        }

        private static long fraction(long amount, long part, long whole) {
            return BigInteger.valueOf(amount)
                    .multiply(BigInteger.valueOf(part))
                    .divide(BigInteger.valueOf(whole))
                    .longValueExact();
        }
    }

    /// A proof as a caller brings it.
    record AProof(Member member, Address policy, Address user, long until) {}

    /// A request as key servers see it.
    record Request(
            Address user,
            boolean hasGoodLength,
            KeyId key,
            Address policy,
            Optional<Address> lease,
            List<AProof> proofs) {}

    APolicy policy(Address id) {
        return Objects.requireNonNull(policies.get(id));
    }

    AnOffer offer(Address id) {
        return Objects.requireNonNull(offers.get(id));
    }

    ALease lease(Address id) {
        return Objects.requireNonNull(leases.get(id));
    }

    boolean allows(Request request) {
        APolicy policy = policy(request.policy());
        KeyId key = request.key();
        boolean isBound = request.hasGoodLength()
                && key.policy().equals(request.policy())
                && Long.compareUnsigned(key.period(), policy.period) <= 0;
        if (!isBound) {
            return false;
        }
        Set<Class<?>> proven = new HashSet<>();
        for (AProof proof : request.proofs()) {
            if (proof.until() <= now || proof.until() - now > 30L * 24 * 60 * 60 * 1000) {
                return false;
            }
            boolean isForThis =
                    proof.policy().equals(request.policy()) && proof.user().equals(request.user());
            if (!isForThis && proof.member() instanceof Member.Solana) {
                return false;
            }
            if (isForThis && isMember(policy, proof.member())) {
                proven.add(proof.member().getClass());
            }
        }
        boolean hasLease = request.lease()
                .map(id -> leaseOpens(lease(id), request.policy(), request.user(), key.artifact()))
                .orElse(false);
        return holds(policy.rule, policy, request.user(), proven, hasLease);
    }

    private boolean holds(Rule rule, APolicy policy, Address user, Set<Class<?>> proven, boolean hasLease) {
        return switch (rule) {
            case Rule.Open _ -> true;
            case Rule.SuiMember _ -> isMember(policy, new Member.Sui(user));
            case Rule.EthereumMember _ -> proven.contains(Member.Ethereum.class);
            case Rule.SolanaMember _ -> proven.contains(Member.Solana.class);
            case Rule.LeaseHolder _ -> hasLease;
            case Rule.NotBefore from -> now >= from.millis();
            case Rule.NotAfter until -> now < until.millis();
            case Rule.Approvals k ->
                k.approvers().stream()
                                .filter(policy.approvals.getOrDefault(user, Set.of())::contains)
                                .count()
                        >= k.needed();
            case Rule.AllOf all -> all.parts().stream().allMatch(part -> holds(part, policy, user, proven, hasLease));
            case Rule.AnyOf any -> any.parts().stream().anyMatch(part -> holds(part, policy, user, proven, hasLease));
        };
    }

    private boolean isMember(APolicy policy, Member member) {
        Long until = policy.members.get(member);
        return until != null && Long.compareUnsigned(now, until) < 0;
    }

    private boolean leaseOpens(ALease lease, Address policy, Address user, Address artifact) {
        AnOffer offer = offer(lease.offer);
        long at = at(offer.terms);
        return offer.policy.equals(policy)
                && lease.state == Lease.State.ACTIVE
                && offer.terms.artifact().map(artifact::equals).orElse(true)
                && hasSeat(lease, user)
                && lease.purchases.stream().anyMatch(purchase -> purchase.runs(at))
                && (offer.terms.uses() == 0 || at < lease.openings.getOrDefault(opening(user, artifact), 0L));
    }

    long at(Terms terms) {
        return terms.inEpochs() ? epoch : now;
    }

    static boolean hasSeat(ALease lease, Address user) {
        return lease.holder.equals(user) || lease.users.contains(user);
    }

    static String opening(Address user, Address artifact) {
        return user + " " + artifact;
    }

    void earn(AnOffer offer, long amount) {
        offer.earned = offer.earned.add(BigInteger.valueOf(amount));
    }

    void settle(ALease lease) {
        AnOffer offer = offer(lease.offer);
        for (APurchase purchase : lease.purchases) {
            long earned = purchase.held - purchase.refund(offer.terms, at(offer.terms));
            purchase.held -= earned;
            offer.escrow -= earned;
            earn(offer, earned);
        }
    }

    /// Takes a payment for `count` periods.
    void pay(AnOffer offer, long count) {
        if (offer.terms.refund() instanceof Terms.Refund.Never) {
            earn(offer, offer.price * count);
        } else {
            offer.escrow += offer.price * count;
        }
    }

    /// What the holder gets; the lease is over.
    long end(ALease lease, Lease.State state) {
        AnOffer offer = offer(lease.offer);
        long at = at(offer.terms);
        long back = 0;
        long held = lease.held();
        for (APurchase purchase : lease.purchases) {
            long refund = purchase.refund(offer.terms, at);
            back += state == Lease.State.REFUNDED ? refund : Math.max(refund, purchase.unused(purchase.proRata(at)));
            purchase.held = 0;
        }
        lease.state = state;
        offer.escrow -= held;
        earn(offer, held - Math.min(held, back));
        return back;
    }
}

package dev.floe.access.market;

import dev.floe.access.DenialAdvisor;
import dev.floe.access.Identity;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells who was refused what the policy asks for, and for leases which offer, which price and which command. Says
/// nothing of identities of other packages, nor when the ledger cannot be asked: advice must not hide the refusal.
public final class RentAdvisor implements DenialAdvisor {

    private static final int MOST_OFFERS = 3;

    private final Market market;

    /// An advisor for the policies of a deployment.
    public RentAdvisor(Market market) {
        this.market = market;
    }

    @Override
    public Optional<String> advice(Identity identity, Address user) {
        if (!identity.packageId().equals(market.at().first())
                || identity.innerId().size() != KeyId.SIZE_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(advice(KeyId.parse(identity.innerId()), user));
        } catch (DataException _) {
            return Optional.empty();
        }
    }

    private String advice(KeyId key, Address user) {
        Policy policy = market.policy(key.policy());
        List<String> sentences = new ArrayList<>();
        sentences.add("The policy asks for: " + policy.rule().describe() + ".");
        if (Long.compareUnsigned(key.period(), policy.period()) > 0) {
            sentences.add("Key period " + Long.toUnsignedString(key.period()) + " has not begun; the current one is "
                    + Long.toUnsignedString(policy.period()) + ".");
        } else if (policy.rule().mentions(Rule.LeaseHolder.class)) {
            sentences.addAll(leases(key, user));
            sentences.addAll(offers(key));
        }
        return String.join(" ", sentences);
    }

    private List<String> leases(KeyId key, Address user) {
        List<String> sentences = new ArrayList<>();
        for (Lease lease : market.leasesOf(user)) {
            if (!lease.policy().equals(key.policy())) {
                continue;
            }
            boolean runs = lease.runs(market.now(lease.terms()));
            if (runs && lease.terms().uses() != 0) {
                sentences.add("Your lease " + lease.id() + " is paid per use: floe leases " + lease.id() + " --open "
                        + key.artifact() + ".");
            } else if (!runs && lease.state() == Lease.State.ACTIVE) {
                sentences.add("Your lease " + lease.id() + " does not run now; renew it with floe rent " + lease.offer()
                        + " --renew " + lease.id() + ".");
            }
        }
        return sentences.subList(0, Math.min(sentences.size(), MOST_OFFERS));
    }

    private List<String> offers(KeyId key) {
        List<String> sentences = market.offersFor(key.policy()).stream()
                .filter(Offer::isSelling)
                .filter(offer ->
                        offer.terms().artifact().map(key.artifact()::equals).orElse(true))
                .sorted((a, b) -> Long.compareUnsigned(a.price(), b.price()))
                .limit(MOST_OFFERS)
                .map(offer -> "Offer " + offer.id() + ": " + MarketWords.amount(offer.price(), offer.coin()) + " for "
                        + MarketWords.length(offer.terms(), offer.terms().period()) + "; rent it with floe rent "
                        + offer.id() + ".")
                .toList();
        return sentences.isEmpty() ? List.of("Nobody offers a lease for it now.") : sentences;
    }
}

package dev.floe.access.market;

import dev.floe.access.DenialAdvisor;
import dev.floe.access.Identity;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells who was refused which offers of the market open the data, for how much, and the command that rents.
///
/// @param market where to look
public record MarketAdvisor(Market market) implements DenialAdvisor {

    private static final int MAX_SHOWN = 3;

    @Override
    public Optional<String> advice(Identity identity, Address user) {
        if (!identity.packageId().equals(market.at().first())
                || identity.innerId().size() != KeyId.SIZE_BYTES) {
            return Optional.empty();
        }
        KeyId key = KeyId.parse(identity.innerId());
        try {
            List<Offer> offers = market.offersFor(key.policy()).stream()
                    .filter(Offer::isSelling)
                    .filter(offer ->
                            offer.terms().artifact().orElse(key.artifact()).equals(key.artifact()))
                    .toList();
            return Optional.of(offers.isEmpty() ? nothing(key) : text(offers));
        } catch (DataException e) {
            return Optional.of("The market could not be asked for offers (" + e.getMessage() + "); try again");
        }
    }

    private static String nothing(KeyId key) {
        return "No offer sells a lease for it; ask the owner of policy " + key.policy() + " for access";
    }

    private static String text(List<Offer> offers) {
        List<String> lines = new ArrayList<>();
        for (Offer offer : offers.subList(0, Math.min(MAX_SHOWN, offers.size()))) {
            lines.add("offer " + offer.id() + " costs " + Long.toUnsignedString(offer.price()) + " " + offer.coin()
                    + " for " + Long.toUnsignedString(offer.terms().period())
                    + (offer.terms().inEpochs() ? " epochs" : " ms") + "; rent it with: floe rent " + offer.id());
        }
        String more = offers.size() > MAX_SHOWN ? " (and " + (offers.size() - MAX_SHOWN) + " more)" : "";
        return "No lease of yours opens it: " + String.join("; ", lines) + more;
    }
}

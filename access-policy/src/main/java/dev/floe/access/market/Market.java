package dev.floe.access.market;

import dev.floe.format.BcsReader;
import dev.floe.format.DataException;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Event;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LedgerInfo;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.Page;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// What the ledger says of policies, offers and leases of one deployment. Every call asks the ledger; nothing is
/// kept.
public final class Market {

    private static final int PAGE = 100;
    private static final int MAX_OBJECTS = 10_000;

    private final Ledger ledger;
    private final FloePackage at;
    private final Time time;

    /// The market of a deployment.
    ///
    /// @param time tells how far the ledger's clock has gone since its newest checkpoint
    public Market(Ledger ledger, FloePackage at, Time time) {
        this.ledger = ledger;
        this.at = at;
        this.time = time;
    }

    /// Where the package is.
    public FloePackage at() {
        return at;
    }

    /// A policy.
    ///
    /// @throws DataException.NotFound if there is no such policy of this deployment
    public Policy policy(Address id) {
        return Policy.of(owned(id, "policy", "Policy"));
    }

    /// An offer.
    ///
    /// @throws DataException.NotFound if there is no such offer of this deployment
    public Offer offer(Address id) {
        return Offer.of(owned(id, "offer", "Offer"));
    }

    /// A lease.
    ///
    /// @throws DataException.NotFound if there is no such lease of this deployment
    public Lease lease(Address id) {
        return Lease.of(owned(id, "lease", "Lease"));
    }

    /// The moment in the unit of the terms.
    public long now(Terms terms) {
        LedgerInfo info = ledger.info();
        return terms.inEpochs()
                ? info.epoch()
                : Math.max(info.time().toEpochMilli(), time.clock().millis());
    }

    /// All offers, oldest first; at most 10,000.
    public List<Offer> offers() {
        return objects(created("offer", "OfferCreated")).stream().map(Offer::of).toList();
    }

    /// Offers of leases for a policy.
    public List<Offer> offersFor(Address policy) {
        return offers().stream().filter(offer -> offer.policy().equals(policy)).toList();
    }

    /// Leases whose holder is `owner`.
    public List<Lease> leasesOf(Address owner) {
        return tickets(owner).keySet().stream()
                .map(this::leaseIfThere)
                .flatMap(Optional::stream)
                .filter(lease -> lease.holder().equals(owner))
                .toList();
    }

    /// A lease of `owner` for a key that runs now, if there is one; the one that runs longest.
    public Optional<Lease> leaseFor(Address owner, KeyId key) {
        return leasesOf(owner).stream()
                .filter(lease -> lease.policy().equals(key.policy())
                        && lease.terms().artifact().map(key.artifact()::equals).orElse(true)
                        && lease.runs(now(lease.terms())))
                .max((a, b) -> Long.compareUnsigned(a.until(), b.until()));
    }

    /// Leases that an offer has sold, oldest first; at most 10,000.
    public List<Lease> leasesSoldBy(Address offer) {
        List<Address> ids = new ArrayList<>();
        each("market", "Rented", event -> {
            BcsReader in = BcsReader.of("Rented", event.contents());
            Address of = Address.read(in);
            Address.read(in);
            if (of.equals(offer)) {
                ids.add(Address.read(in));
            }
        });
        return objects(ids).stream().map(Lease::of).toList();
    }

    /// The ticket of a lease.
    ///
    /// @throws DataException.NotFound if `owner` has none for it
    public Address ticket(Address owner, Address lease) {
        Address ticket = tickets(owner).get(lease);
        if (ticket == null) {
            throw new DataException.NotFound("lease " + lease + ": " + owner + " holds no ticket of it");
        }
        return ticket;
    }

    /// The capability of a policy that `owner` holds.
    ///
    /// @throws DataException.Denied if `owner` does not own the policy
    public Address cap(Address owner, Address policy) {
        for (SuiObject object : all(owner, at.type("policy", "PolicyCap"))) {
            BcsReader in = MarketObjects.contents(object, "policy", "PolicyCap");
            Address.read(in);
            if (Address.read(in).equals(policy)) {
                return object.id();
            }
        }
        throw new DataException.Denied("policy " + policy + ": " + owner
                + " does not own it; use the key that created it, or that its PolicyCap " + "was sent to");
    }

    private Optional<Lease> leaseIfThere(Address id) {
        try {
            return Optional.of(lease(id));
        } catch (DataException.NotFound _) {
            return Optional.empty();
        }
    }

    /// Lease to ticket.
    private Map<Address, Address> tickets(Address owner) {
        Map<Address, Address> tickets = new LinkedHashMap<>();
        for (SuiObject object : all(owner, at.type("lease", "Ticket"))) {
            BcsReader in = MarketObjects.contents(object, "lease", "Ticket");
            Address.read(in);
            tickets.put(Address.read(in), object.id());
        }
        return tickets;
    }

    private SuiObject owned(Address id, String module, String name) {
        SuiObject object = ledger.object(id);
        StructTag type = object.data() instanceof MoveObject move ? move.type() : StructTag.UID;
        if (!type.is(at.first(), module, name)) {
            throw new DataException.NotFound("object " + id + ": expected a " + module + "::" + name + " of package "
                    + at.first() + ", got " + type);
        }
        return object;
    }

    private List<SuiObject> all(Address owner, StructTag type) {
        return Page.all(MAX_OBJECTS, page -> ledger.ownedObjects(owner, type, page));
    }

    /// The ids that events of creation start with.
    private List<Address> created(String module, String event) {
        List<Address> ids = new ArrayList<>();
        each(module, event, one -> ids.add(Address.read(BcsReader.of(event, one.contents()))));
        return ids;
    }

    private void each(String module, String name, Consumer<Event> action) {
        EventQuery query = EventQuery.of(new EventFilter.Type(at.type(module, name)));
        EventCursor cursor = EventCursor.START;
        for (int seen = 0; seen < MAX_OBJECTS; ) {
            EventPage page = ledger.events(query, cursor, 1000);
            page.events().forEach(entry -> action.accept(entry.event()));
            seen += page.events().size();
            if (page.atTip()) {
                return;
            }
            cursor = page.next();
        }
    }

    private List<SuiObject> objects(List<Address> ids) {
        List<SuiObject> objects = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += PAGE) {
            List<Address> some = ids.subList(i, Math.min(ids.size(), i + PAGE));
            Map<Address, SuiObject> found = ledger.objects(some);
            some.stream().map(found::get).filter(Objects::nonNull).forEach(objects::add);
        }
        return objects;
    }
}

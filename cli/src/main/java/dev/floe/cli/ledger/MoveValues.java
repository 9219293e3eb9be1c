package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveJson;
import dev.floe.ledger.move.MoveVerificationException;
import dev.floe.ledger.move.MoveVm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Shows the contents of objects and events with the names and types of their fields: those that the packages on
/// the ledger say. For one thread.
final class MoveValues {

    /// Packages that one type may need, with all that they are linked with.
    private static final int MAX_PACKAGES = 500;

    private final Ledger ledger;
    private final Set<Address> loaded = new HashSet<>();
    private MoveVm packages = MoveVm.empty();

    MoveValues(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The fields of a value; empty if the packages of its type are not there or do not fit.
    Optional<JsonNode> decode(StructTag type, Bytes contents) {
        try {
            load(type);
            return Optional.of(MoveJson.render(packages.type(type), contents, new Json()));
        } catch (DataException.Corrupt
                | DataException.NotFound
                | MoveVerificationException
                | MoveException
                | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Brings in the packages that the type names and, in turn, those that they are linked with.
    private void load(TypeTag type) {
        switch (type) {
            case TypeTag.Primitive _ -> {}
            case TypeTag.Vector(TypeTag element) -> load(element);
            case StructTag struct -> {
                load(struct.address());
                struct.typeParams().forEach(this::load);
            }
        }
    }

    private void load(Address first) {
        Deque<Address> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Address id = open.pop();
            if (!loaded.add(id)) {
                continue;
            }
            if (loaded.size() > MAX_PACKAGES) {
                throw new DataException.Corrupt("type: it needs more than " + MAX_PACKAGES + " packages");
            }
            SuiObject object = ledger.object(id);
            if (!(object.data() instanceof MovePackage pkg)) {
                throw new DataException.Corrupt("object " + id + ": expected a package");
            }
            packages = packages.with(pkg);
            pkg.linkage().values().forEach(link -> open.add(link.upgradedId()));
        }
    }

    private static final class Json implements MoveJson.Form<JsonNode> {
        private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

        @Override
        public JsonNode bool(boolean value) {
            return MAKE.booleanNode(value);
        }

        @Override
        public JsonNode number(long value) {
            return MAKE.numberNode(value);
        }

        @Override
        public JsonNode text(String value) {
            return MAKE.textNode(value);
        }

        @Override
        public JsonNode none() {
            return MAKE.nullNode();
        }

        @Override
        public JsonNode list(List<JsonNode> elements) {
            ArrayNode list = MAKE.arrayNode();
            elements.forEach(list::add);
            return list;
        }

        @Override
        public JsonNode object(SequencedMap<String, JsonNode> fields) {
            ObjectNode object = MAKE.objectNode();
            fields.forEach(object::set);
            return object;
        }
    }
}

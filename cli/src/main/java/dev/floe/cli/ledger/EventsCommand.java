package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.host.Deadline;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Event;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventFollower;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.StructTag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe events`.
@Command(
        name = "events",
        description = {
            "List events, oldest first: cursor, checkpoint, transaction, type, fields.",
            "Give the cursor of the last one you handled to --after to go on without a gap or a repeat.",
            "With --follow and --json there is one JSON document on each line."
        })
public final class EventsCommand extends FloeCommand {

    private static final Duration POLL = Duration.ofDays(1);

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Option(names = "--follow", description = "Keep waiting for new ones.")
    private boolean follow;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "",
            description = "Only events of this type; without type arguments, all its instances.")
    private String type = "";

    @Option(
            names = "--sender",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Only events of this sender's transactions.")
    private String sender = "";

    @Option(
            names = "--module",
            paramLabel = "PKG::MODULE",
            defaultValue = "",
            description = "Only events of calls into this module.")
    private String module = "";

    @Option(names = "--after", paramLabel = "CURSOR", defaultValue = "", description = "Only those after this place.")
    private String after = "";

    @Option(
            names = "--from-checkpoint",
            paramLabel = "N",
            defaultValue = "0",
            description = "Not before this checkpoint. Default: ${DEFAULT-VALUE}.")
    private long fromCheckpoint;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "At most so many; 0 for no limit. Default: 1000, with --follow no limit.")
    private int limit;

    @Override
    protected int run(Output out) throws Exception {
        EventQuery query = EventQuery.of(filter()).from(fromCheckpoint);
        EventCursor cursor = after.isEmpty() ? EventCursor.START : EventCursor.parse(after);
        int most = limit > 0 ? limit : follow ? Integer.MAX_VALUE : 1000;
        try (Ledger ledger = network.connect()) {
            MoveValues values = new MoveValues(ledger);
            EventFollower follower = new EventFollower(ledger, query, cursor);
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            ArrayNode events = document.putArray("events");
            for (int i = 0; i < most; i++) {
                Deadline deadline = Deadline.in(new SystemTime(), follow ? POLL : Duration.ZERO);
                Optional<EventPage.Entry> next = follower.next(deadline);
                if (next.isEmpty()) {
                    if (follow) {
                        continue;
                    }
                    break;
                }
                show(out, next.get(), values, events);
            }
            if (!follow) {
                out.json(document);
            }
            return 0;
        }
    }

    private void show(Output out, EventPage.Entry entry, MoveValues values, ArrayNode events) {
        Event event = entry.event();
        Optional<JsonNode> fields = values.decode(event.type(), event.contents());
        out.line(entry.cursor() + "  " + entry.checkpoint() + "  " + entry.transaction() + "  " + event.type() + "  "
                + fields.map(JsonNode::toString)
                        .orElseGet(() -> "0x" + event.contents().toHex()));
        ObjectNode json = json(event)
                .put("cursor", entry.cursor().toString())
                .put("checkpoint", entry.checkpoint())
                .put("transaction", entry.transaction().toString())
                .put("index", entry.index());
        fields.ifPresent(decoded -> json.set("fields", decoded));
        if (follow && out.isJson()) {
            byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
            out.raw().write(line, 0, line.length);
            out.raw().flush();
        } else if (!follow) {
            events.add(json);
        }
    }

    private EventFilter filter() {
        int given = (type.isEmpty() ? 0 : 1) + (sender.isEmpty() ? 0 : 1) + (module.isEmpty() ? 0 : 1);
        if (given > 1) {
            throw new IllegalArgumentException("events: give one of --type, --sender and --module");
        }
        if (!type.isEmpty()) {
            return new EventFilter.Type(StructTag.parse(type));
        }
        if (!sender.isEmpty()) {
            return new EventFilter.Sender(Address.parse(sender));
        }
        if (!module.isEmpty()) {
            String[] parts = module.split("::", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("--module: expected PKG::MODULE, got '" + module + "'");
            }
            return new EventFilter.Module(Address.parse(parts[0]), parts[1]);
        }
        return new EventFilter.All();
    }

    static ObjectNode json(Event event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("package", event.packageId().toString())
                .put("module", event.module())
                .put("sender", event.sender().toString())
                .put("type", event.type().toString())
                .put("contents", event.contents().toHex());
    }
}

package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.util.List;

/// An event that a Move call emitted.
///
/// @param packageId the package of the function that the transaction's command called
/// @param module    the module of that function
/// @param sender    the transaction's sender
/// @param type      the event's type; its address is that of the package that defines it
/// @param contents  the BCS of the event
public record Event(Address packageId, String module, Address sender, StructTag type, Bytes contents) {

    /// Most bytes of one event that are read; Sui's own limit is 256 KB.
    public static final int MAX_CONTENTS = 1 << 20;

    private static final int MAX_EVENTS = 1 << 16;

    public Event {
        Identifiers.require("event: module", module);
    }

    /// Reads an event.
    public static Event read(BcsReader in) {
        return new Event(
                Address.read(in),
                Identifiers.read(in),
                Address.read(in),
                StructTag.readStruct(in),
                Bytes.copyOf(in.bytes(MAX_CONTENTS)));
    }

    /// Writes the event.
    public void write(BcsWriter out) {
        packageId.write(out);
        out.string(module);
        sender.write(out);
        type.writeStruct(out);
        out.bytes(contents);
    }

    /// The BCS of all events of a transaction.
    public static byte[] listToBcs(List<Event> events) {
        return new BcsWriter().vector(events, (out, event) -> event.write(out)).toByteArray();
    }

    /// Parses the BCS of all events of a transaction.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is anything else
    public static List<Event> parseList(Bytes bcs) {
        BcsReader in = BcsReader.of("events", bcs);
        List<Event> events = in.vector(MAX_EVENTS, Event::read);
        in.end();
        return events;
    }

    /// The digest that effects name for these events.
    public static Digest digestOf(List<Event> events) {
        return Digests.typed("TransactionEvents", listToBcs(events));
    }
}

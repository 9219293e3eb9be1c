package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import dev.floe.ledger.Event;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.TypedValue;
import dev.floe.ledger.Wallet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs a transaction and tells what it did.
public final class TransactionReport {

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Output out;
    private final Ledger ledger;

    private TransactionReport(Output out, Ledger ledger) {
        this.out = out;
        this.ledger = ledger;
    }

    /// Executes, or with `--dry-run` simulates, and prints the result. Failures of execution are thrown.
    public static void run(Output out, Wallet wallet, Transaction transaction, GasOptions gas) {
        TransactionReport report = new TransactionReport(out, wallet.ledger());
        if (gas.dryRun()) {
            Simulation simulation = wallet.simulate(transaction).requireSuccess();
            report.simulated(simulation);
        } else {
            report.executed(wallet.execute(transaction, gas.budget()));
        }
        out.json(report.document);
    }

    private void executed(ExecutedTransaction executed) {
        out.line("transaction " + executed.digest());
        document.put("digest", executed.digest().toString());
        changes(executed.effects());
        events(executed.events());
        end(executed.effects());
    }

    private void simulated(Simulation simulation) {
        out.line("simulated; nothing was changed");
        document.put("simulated", true);
        ArrayNode results = document.putArray("results");
        for (Simulation.CommandResult result : simulation.results()) {
            ArrayNode values = results.addArray();
            for (TypedValue value : result.returned()) {
                out.line("returns " + value.type() + " = 0x" + value.bcs().toHex());
                values.addObject()
                        .put("type", value.type().toString())
                        .put("bcs", value.bcs().toHex());
            }
        }
        events(simulation.events());
        end(simulation.effects());
    }

    private void changes(TransactionEffects effects) {
        List<ObjectChange> written = effects.changed().stream()
                .filter(change -> change.isCreated()
                        || change.input() instanceof ObjectChange.Input.NotExist
                                && change.output() instanceof ObjectChange.Output.ObjectWrite)
                .toList();
        Map<Address, SuiObject> objects =
                ledger.objects(written.stream().map(ObjectChange::id).toList());
        ArrayNode created = document.putArray("created");
        for (ObjectChange change : written) {
            boolean isPackage = change.output() instanceof ObjectChange.Output.PackageWrite;
            SuiObject object = objects.get(change.id());
            String type = isPackage
                    ? "package"
                    : object != null && object.data() instanceof MoveObject move
                            ? move.type().toString()
                            : "gone since";
            if (isPackage) {
                document.put("package", change.id().toString());
            }
            out.line((isPackage ? "package " : "created ") + change.id() + (isPackage ? "" : "  " + type));
            created.addObject().put("id", change.id().toString()).put("type", type);
        }
        ids("mutated", effects.changed().stream().filter(ObjectChange::isMutated));
        ids("deleted", effects.changed().stream().filter(ObjectChange::isDeleted));
    }

    private void ids(String name, Stream<ObjectChange> changes) {
        ArrayNode ids = document.putArray(name);
        changes.forEach(change -> {
            out.detail(name + " " + change.id());
            ids.add(change.id().toString());
        });
    }

    private void events(List<Event> events) {
        ArrayNode list = document.putArray("events");
        for (Event event : events) {
            out.line("event   " + event.type() + "  0x" + event.contents().toHex());
            list.add(EventsCommand.json(event));
        }
    }

    private void end(TransactionEffects effects) {
        out.line("gas     " + effects.gas().net() + " MIST");
        document.put("gas", Long.toString(effects.gas().net()));
        document.set("effects", SdkEffects.json(effects));
    }
}

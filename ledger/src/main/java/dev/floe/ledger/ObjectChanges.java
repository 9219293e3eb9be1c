package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.ledger.ObjectChange.AccumulatorValue;
import dev.floe.ledger.ObjectChange.IdOperation;
import dev.floe.ledger.ObjectChange.IndexedDigest;
import dev.floe.ledger.ObjectChange.Input;
import dev.floe.ledger.ObjectChange.Output;

/// BCS of object changes.
final class ObjectChanges {

    private static final int MAX_EVENTS = 1 << 16;

    private ObjectChanges() {}

    static ObjectChange read(BcsReader in) {
        return new ObjectChange(Address.read(in), readInput(in), readOutput(in), readOperation(in));
    }

    static void write(BcsWriter out, ObjectChange change) {
        change.id().write(out);
        switch (change.input()) {
            case Input.NotExist _ -> out.uleb(0);
            case Input.Exist exist -> {
                exist.digest().write(out.uleb(1).u64(exist.version()));
                exist.owner().write(out);
            }
        }
        switch (change.output()) {
            case Output.NotExist _ -> out.uleb(0);
            case Output.ObjectWrite write -> {
                write.digest().write(out.uleb(1));
                write.owner().write(out);
            }
            case Output.PackageWrite write -> write.digest().write(out.uleb(2).u64(write.version()));
            case Output.AccumulatorWrite write -> {
                write.address().write(out.uleb(3));
                write.type().write(out);
                out.uleb(write.split() ? 1 : 0);
                writeValue(out, write.value());
            }
        }
        out.uleb(
                switch (change.idOperation()) {
                    case NONE -> 0;
                    case CREATED -> 1;
                    case DELETED -> 2;
                });
    }

    private static IdOperation readOperation(BcsReader in) {
        return switch (in.tag(3)) {
            case 0 -> IdOperation.NONE;
            case 1 -> IdOperation.CREATED;
            default -> IdOperation.DELETED;
        };
    }

    private static Input readInput(BcsReader in) {
        return in.tag(2) == 0 ? new Input.NotExist() : new Input.Exist(in.u64(), ObjectDigest.read(in), Owner.read(in));
    }

    private static Output readOutput(BcsReader in) {
        return switch (in.tag(4)) {
            case 0 -> new Output.NotExist();
            case 1 -> new Output.ObjectWrite(ObjectDigest.read(in), Owner.read(in));
            case 2 -> new Output.PackageWrite(in.u64(), ObjectDigest.read(in));
            default -> new Output.AccumulatorWrite(Address.read(in), TypeTag.read(in), in.tag(2) == 1, readValue(in));
        };
    }

    private static AccumulatorValue readValue(BcsReader in) {
        return switch (in.tag(3)) {
            case 0 -> new AccumulatorValue.Amount(in.u64());
            case 1 -> new AccumulatorValue.Amounts(in.u64(), in.u64());
            default ->
                new AccumulatorValue.Events(
                        in.vector(MAX_EVENTS, from -> new IndexedDigest(from.u64(), Digests.read(from))));
        };
    }

    private static void writeValue(BcsWriter out, AccumulatorValue value) {
        switch (value) {
            case AccumulatorValue.Amount amount -> out.uleb(0).u64(amount.amount());
            case AccumulatorValue.Amounts amounts ->
                out.uleb(1).u64(amounts.first()).u64(amounts.second());
            case AccumulatorValue.Events events ->
                out.uleb(2).vector(events.digests(), (to, event) -> {
                    to.u64(event.index());
                    Digests.write(to, event.digest());
                });
        }
    }
}

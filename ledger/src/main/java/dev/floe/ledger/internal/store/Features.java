package dev.floe.ledger.internal.store;

import dev.floe.ledger.Address;
import dev.floe.ledger.Command;
import dev.floe.ledger.Event;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.HistoryFilter.Condition;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import java.util.List;

/// A Bloom filter of 128 bits for each transaction, two bits for each thing it can be asked by. Queries over the
/// whole history look at these bits and read only the records that may match: with 15 features about one in 25 is
/// read in vain.
final class Features {

    private Features() {}

    /// The bits of one transaction.
    record Bits(long low, long high) {
        static final Bits NONE = new Bits(0, 0);

        Bits with(char kind, Address address, String... names) {
            long hash = hash(kind, address, names);
            return set((int) hash & 127).set((int) (hash >>> 32) & 127);
        }

        private Bits set(int bit) {
            return bit < 64 ? new Bits(low | 1L << bit, high) : new Bits(low, high | 1L << bit - 64);
        }

        boolean covers(Bits wanted) {
            return (wanted.low & ~low) == 0 && (wanted.high & ~high) == 0;
        }
    }

    static Bits of(LedgerTransaction transaction) {
        Bits bits = Bits.NONE;
        TransactionData data = transaction.data().orElse(null);
        if (data == null) {
            bits = sender(bits, Address.ZERO);
        } else {
            bits = affected(
                    sender(affected(bits, data.sender()), data.sender()),
                    data.gas().owner());
            for (Command command : data.kind().commands()) {
                if (command instanceof Command.MoveCall call) {
                    bits = bits.with('p', call.packageId())
                            .with('m', call.packageId(), call.module())
                            .with('f', call.packageId(), call.module(), call.function());
                }
            }
        }
        for (ObjectChange change : transaction.effects().changed()) {
            bits = object(bits, change.id());
            if (change.input() instanceof ObjectChange.Input.Exist exist) {
                bits = owner(bits, exist.owner());
            }
            if (change.output() instanceof ObjectChange.Output.ObjectWrite write) {
                bits = owner(bits, write.owner());
            }
            if (change.output() instanceof ObjectChange.Output.PackageWrite) {
                bits = bits.with('w', Address.ZERO);
            }
        }
        for (var unchanged : transaction.effects().unchanged()) {
            bits = object(bits, unchanged.id());
        }
        for (Event event : transaction.events()) {
            StructTag type = event.type();
            bits = bits.with('e', event.packageId(), event.module())
                    .with('y', type.address(), type.module())
                    .with('t', type.address(), type.module(), type.name());
        }
        return bits;
    }

    /// For each term the bits that a match must have.
    static List<Bits> of(HistoryFilter filter) {
        return filter.terms().stream().map(Features::ofTerm).toList();
    }

    private static Bits ofTerm(List<Condition> term) {
        Bits bits = Bits.NONE;
        for (Condition condition : term) {
            bits = switch (condition) {
                case Condition.Sender(Address address) -> sender(bits, address);
                case Condition.AffectedAddress(Address address) -> affected(bits, address);
                case Condition.AffectedObject(Address id) -> object(bits, id);
                case Condition.Calls calls -> calls(bits, calls);
                case Condition.Emits(Address pkg, String module) -> bits.with('e', pkg, module);
                case Condition.EventModule(Address pkg, String module) -> bits.with('y', pkg, module);
                case Condition.EventType(StructTag type) -> bits.with('t', type.address(), type.module(), type.name());
                case Condition.PackageWrite _ -> bits.with('w', Address.ZERO);
                case Condition.Not _ -> bits;
            };
        }
        return bits;
    }

    private static Bits calls(Bits bits, Condition.Calls calls) {
        if (calls.module().isEmpty()) {
            return bits.with('p', calls.packageId());
        }
        return calls.function().isEmpty()
                ? bits.with('m', calls.packageId(), calls.module().get())
                : bits.with(
                        'f',
                        calls.packageId(),
                        calls.module().get(),
                        calls.function().get());
    }

    private static Bits owner(Bits bits, Owner owner) {
        Address address = State.ownerOf(owner);
        return address == null ? bits : affected(bits, address);
    }

    private static Bits sender(Bits bits, Address address) {
        return bits.with('s', address);
    }

    private static Bits affected(Bits bits, Address address) {
        return bits.with('a', address);
    }

    private static Bits object(Bits bits, Address id) {
        return bits.with('o', id);
    }

    private static long hash(char kind, Address address, String... names) {
        long hash = (0xCBF29CE484222325L ^ kind) * 0x100000001B3L;
        for (int i = 0; i < Address.SIZE_BYTES; i++) {
            hash = (hash ^ address.bytes().get(i)) * 0x100000001B3L;
        }
        for (String name : names) {
            for (int i = 0; i < name.length(); i++) {
                hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
            }
            hash = (hash ^ ':') * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        return hash ^ hash >>> 29;
    }
}

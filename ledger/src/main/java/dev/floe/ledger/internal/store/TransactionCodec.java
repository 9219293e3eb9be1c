package dev.floe.ledger.internal.store;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Digests;
import dev.floe.ledger.Event;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionEffects;
import java.util.ArrayList;
import java.util.List;

/// The body of a transaction record, in BCS: number, checkpoint, time (`u64` each), the transaction's bytes,
/// signatures,
/// effects, events, written objects.
final class TransactionCodec {

    private static final int MAX_SIGNATURE = 8192;
    private static final int MAX_LIST = 1 << 16;

    private TransactionCodec() {}

    static byte[] encode(LedgerTransaction transaction) {
        BcsWriter out = new BcsWriter()
                .u64(transaction.number())
                .u64(transaction.checkpoint())
                .u64(transaction.timestampMillis())
                .bytes(transaction.bcs())
                .vector(transaction.signatures(), BcsWriter::bytes);
        transaction.effects().write(out);
        return out.vector(transaction.events(), (to, event) -> event.write(to))
                .vector(transaction.written(), (to, object) -> object.write(to))
                .toByteArray();
    }

    static LedgerTransaction decode(byte[] body) {
        BcsReader in = BcsReader.of("transaction record", body);
        LedgerTransaction transaction = new LedgerTransaction(
                in.u64(),
                in.u64(),
                in.u64(),
                Bytes.copyOf(in.bytes(LogFile.MAX_BODY)),
                in.vector(MAX_LIST, from -> Bytes.copyOf(from.bytes(MAX_SIGNATURE))),
                TransactionEffects.read(in),
                in.vector(MAX_LIST, Event::read),
                in.vector(MAX_LIST, SuiObject::read));
        in.end();
        return transaction;
    }

    /// Ids of objects that the transaction removed from the table: deleted or wrapped.
    static List<Address> removed(TransactionEffects effects) {
        List<Address> removed = new ArrayList<>();
        for (ObjectChange change : effects.changed()) {
            if (change.output() instanceof ObjectChange.Output.NotExist) {
                removed.add(change.id());
            }
        }
        return removed;
    }

    /// The digest of Sui's `CheckpointContents` for these transactions.
    static Digest contentsDigest(List<LedgerTransaction> transactions, List<Digest> effectsDigests) {
        BcsWriter out = new BcsWriter().uleb(0).uleb(transactions.size());
        for (int i = 0; i < transactions.size(); i++) {
            transactions.get(i).digest().write(out);
            Digests.write(out, effectsDigests.get(i));
        }
        out.vector(transactions, (to, transaction) -> to.vector(transaction.signatures(), BcsWriter::bytes));
        return Digests.typed("CheckpointContents", out.toByteArray());
    }
}

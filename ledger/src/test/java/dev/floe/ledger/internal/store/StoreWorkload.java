package dev.floe.ledger.internal.store;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.host.FileStore;
import dev.floe.ledger.Address;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.Digests;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.GasData;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Owner;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TransactionEffects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups of transactions that create, change and delete coins, made without a Move VM: what a store must keep, in
/// any amount.
final class StoreWorkload {

    private static final int COINS = 5;
    private static final GasCost NOTHING = new GasCost(0, 0, 0, 0);

    private StoreWorkload() {}

    /// Opens the store in `files`, or makes one with a genesis of one transaction.
    static LedgerStore open(FileStore files, long snapshotEveryBytes) throws IOException {
        return LedgerStore.open(files, snapshotEveryBytes, () -> new byte[32], key -> next(key, State.EMPTY, 1));
    }

    /// The next group after `before`; the same for the same state.
    static Group next(LedgerKey key, State before, int transactions) {
        List<LedgerTransaction> all = new ArrayList<>();
        State state = before;
        for (int i = 0; i < transactions; i++) {
            LedgerTransaction transaction = transaction(state, before.checkpoint() + 1);
            all.add(transaction);
            state = state.after(
                    TransactionCodec.removed(transaction.effects()),
                    transaction.written().stream().map(LiveObject::of).toList(),
                    Epochs.after(state.epoch(), transaction));
        }
        return Group.close(key, before, all, state);
    }

    /// Commits the next group and returns its checkpoint: from here on it may be told.
    static Checkpoint commit(LedgerStore store) {
        State state = store.committed();
        Group group = next(store.key(), state, 1 + (int) (state.checkpoint() % 3));
        store.commit(group);
        store.snapshotIfDue();
        return group.checkpoint();
    }

    /// Coin `number % COINS` is created, changed twice, deleted, and so on.
    private static LedgerTransaction transaction(State state, long checkpoint) {
        long number = state.transactions();
        Address sender = Address.ofLong(number % 2);
        Bytes bcs = Bytes.copyOf(new TransactionData(
                        new ProgrammableTransaction(List.of(), List.of()),
                        sender,
                        new GasData(List.of(), sender, 1, number),
                        new Expiration.None())
                .toBcs());
        TransactionDigest digest = new TransactionDigest(Digests.typed("TransactionData", bcs.toByteArray()));
        Address id = Address.ofLong(1_000 + number % COINS);
        LiveObject live = state.get(id);
        ObjectChange.Input input = live == null
                ? new ObjectChange.Input.NotExist()
                : new ObjectChange.Input.Exist(live.version(), live.digest(), live.owner());
        boolean isDeleted = live != null && number / COINS % 4 == 3;
        List<SuiObject> written = isDeleted ? List.of() : List.of(coin(id, number, digest));
        ObjectChange change = isDeleted
                ? new ObjectChange(id, input, new ObjectChange.Output.NotExist(), ObjectChange.IdOperation.DELETED)
                : new ObjectChange(
                        id,
                        input,
                        new ObjectChange.Output.ObjectWrite(
                                written.getFirst().digest(), written.getFirst().owner()),
                        live == null ? ObjectChange.IdOperation.CREATED : ObjectChange.IdOperation.NONE);
        TransactionEffects effects = new TransactionEffects(
                new ExecutionStatus.Success(),
                state.epoch().number(),
                NOTHING,
                digest,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                number + 1,
                List.of(change),
                List.of(),
                Optional.<Digest>empty());
        return new LedgerTransaction(
                number,
                checkpoint,
                state.epoch().clockMillis(),
                bcs,
                List.of(Bytes.copyOf(new byte[(int) (number % 3) * 700])),
                effects,
                List.of(),
                written);
    }

    private static SuiObject coin(Address id, long number, TransactionDigest digest) {
        return new SuiObject(
                MoveObject.coin(id, StructTag.SUI, number + 1, number),
                new Owner.AddressOwner(Address.ofLong(number % 2)),
                digest,
                0);
    }
}

package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.List;

/// A transaction that the embedded ledger makes itself, without sender and signature. Its BCS is that of a
/// `TransactionData` whose kind is a system kind, sent by `0x0` with an empty payment.
///
/// Source of kinds and fields: MystenLabs/sui `crates/sui-types/src/transaction.rs`, `TransactionKind`.
public sealed interface SystemTransaction {

    /// Kind 2: the objects that exist from the start.
    ///
    /// @param objects the objects, all at version 1
    record Genesis(List<GenesisObject> objects) implements SystemTransaction {
        public Genesis {
            objects = List.copyOf(objects);
        }
    }

    /// An object of the genesis transaction.
    ///
    /// @param data  the value or package
    /// @param owner its owner
    record GenesisObject(ObjectData data, Owner owner) {}

    /// Kind 3: what each checkpoint begins with when time has passed; it sets the clock.
    ///
    /// @param epoch           the epoch, unsigned
    /// @param round           number of the checkpoint, unsigned
    /// @param timestampMillis the time that transactions of the checkpoint see, unsigned
    record Prologue(long epoch, long round, long timestampMillis) implements SystemTransaction {}

    /// Kind 1: the next epoch begins.
    ///
    /// @param epoch                the new epoch, unsigned
    /// @param protocolVersion      what the ledger reports as protocol version, unsigned
    /// @param gas                  gas of the epoch that ends
    /// @param epochStartMillis     when the new epoch began
    record ChangeEpoch(long epoch, long protocolVersion, GasCost gas, long epochStartMillis)
            implements SystemTransaction {}

    /// The BCS of the whole transaction.
    default byte[] toBcs() {
        BcsWriter out = new BcsWriter().uleb(0);
        switch (this) {
            case Genesis genesis ->
                out.uleb(2).vector(genesis.objects(), (to, object) -> {
                    object.data().write(to.uleb(0));
                    object.owner().write(to);
                });
            case Prologue prologue ->
                out.uleb(3).u64(prologue.epoch()).u64(prologue.round()).u64(prologue.timestampMillis());
            case ChangeEpoch change ->
                out.uleb(1)
                        .u64(change.epoch())
                        .u64(change.protocolVersion())
                        .u64(change.gas().storage())
                        .u64(change.gas().computation())
                        .u64(change.gas().storageRebate())
                        .u64(change.gas().nonRefundableStorageFee())
                        .u64(change.epochStartMillis())
                        .uleb(0);
        }
        Address.ZERO.write(out);
        new GasData(List.of(), Address.ZERO, 1, 0).write(out);
        new Expiration.None().write(out);
        return out.toByteArray();
    }

    /// Parses the BCS of one system transaction.
    ///
    /// @throws DataException.Corrupt if `bcs` is anything else
    static SystemTransaction parse(Bytes bcs) {
        BcsReader in = BcsReader.of("system transaction", bcs);
        in.tag(1);
        SystemTransaction transaction = switch (in.tag(4)) {
            case 1 -> {
                long epoch = in.u64();
                long protocolVersion = in.u64();
                long storage = in.u64();
                GasCost gas = new GasCost(in.u64(), storage, in.u64(), in.u64());
                long start = in.u64();
                in.tag(1);
                yield new ChangeEpoch(epoch, protocolVersion, gas, start);
            }
            case 2 -> new Genesis(in.vector(1 << 16, SystemTransaction::readGenesisObject));
            case 3 -> new Prologue(in.u64(), in.u64(), in.u64());
            default -> throw in.corrupt("not a system transaction");
        };
        Address.read(in);
        GasData.read(in);
        Expiration.read(in);
        in.end();
        return transaction;
    }

    /// The digest that names the transaction on the ledger.
    default TransactionDigest digest() {
        return new TransactionDigest(Digests.typed("TransactionData", toBcs()));
    }

    private static GenesisObject readGenesisObject(BcsReader in) {
        in.tag(1);
        return new GenesisObject(ObjectData.read(in), Owner.read(in));
    }
}

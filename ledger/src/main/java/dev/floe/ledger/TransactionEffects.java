package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.util.List;
import java.util.Optional;

/// What a transaction did. BCS: enum tag 1 (version 2), then the fields in order.
///
/// @param status            how it ended
/// @param epoch             the epoch of execution, unsigned
/// @param gas               what it cost
/// @param transaction       the transaction
/// @param gasObjectIndex    which of `changed` is the gas coin
/// @param eventsDigest      digest of its events, if there are any
/// @param dependencies      transactions that wrote its inputs, sorted
/// @param lamportVersion    the version of all objects it wrote, unsigned
/// @param changed           objects it wrote or removed, sorted by id
/// @param unchanged         consensus objects it named and did not change
/// @param auxiliaryData     digest of further data
public record TransactionEffects(
        ExecutionStatus status,
        long epoch,
        GasCost gas,
        TransactionDigest transaction,
        Optional<Integer> gasObjectIndex,
        Optional<Digest> eventsDigest,
        List<TransactionDigest> dependencies,
        long lamportVersion,
        List<ObjectChange> changed,
        List<UnchangedConsensusObject> unchanged,
        Optional<Digest> auxiliaryData) {

    private static final int MAX_LIST = 1 << 16;
    private static final int VERSION_2 = 1;

    public TransactionEffects {
        dependencies = List.copyOf(dependencies);
        changed = List.copyOf(changed);
        unchanged = List.copyOf(unchanged);
    }

    /// Reads effects; only version 2 is known.
    public static TransactionEffects read(BcsReader in) {
        if (in.tag(2) != VERSION_2) {
            throw in.corrupt("effects of version 1 are not supported; the transaction is older than this client");
        }
        return new TransactionEffects(
                ExecutionStatus.read(in),
                in.u64(),
                GasCost.read(in),
                TransactionDigest.read(in),
                in.option(TransactionEffects::readIndex),
                in.option(Digests::read),
                in.vector(MAX_LIST, TransactionDigest::read),
                in.u64(),
                in.vector(MAX_LIST, ObjectChange::read),
                in.vector(MAX_LIST, UnchangedConsensusObject::read),
                in.option(Digests::read));
    }

    /// Parses the BCS of exactly one transaction's effects.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is anything else
    public static TransactionEffects parse(Bytes bcs) {
        BcsReader in = BcsReader.of("effects", bcs);
        TransactionEffects effects = read(in);
        in.end();
        return effects;
    }

    /// Writes the effects.
    public void write(BcsWriter out) {
        out.uleb(VERSION_2);
        status.write(out);
        out.u64(epoch);
        gas.write(out);
        transaction.write(out);
        out.option(gasObjectIndex, (to, index) -> to.u32(index))
                .option(eventsDigest, Digests::write)
                .vector(dependencies, (to, digest) -> digest.write(to))
                .u64(lamportVersion)
                .vector(changed, (to, change) -> change.write(to))
                .vector(unchanged, (to, object) -> object.write(to))
                .option(auxiliaryData, Digests::write);
    }

    /// The BCS bytes.
    public byte[] toBcs() {
        BcsWriter out = new BcsWriter();
        write(out);
        return out.toByteArray();
    }

    /// The digest of these effects.
    public Digest digest() {
        return Digests.typed("TransactionEffects", toBcs());
    }

    /// The gas coin's change, if there is a gas coin.
    public Optional<ObjectChange> gasObject() {
        return gasObjectIndex.filter(index -> index < changed.size()).map(changed::get);
    }

    private static int readIndex(BcsReader in) {
        long index = in.u32();
        if (index > MAX_LIST) {
            throw in.corrupt("index of the gas object " + index + " is over " + MAX_LIST);
        }
        return (int) index;
    }
}

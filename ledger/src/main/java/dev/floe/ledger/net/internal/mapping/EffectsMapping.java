package dev.floe.ledger.net.internal.mapping;

import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.UnchangedConsensusObject;
import dev.floe.sui.rpc.EffectsProto;
import dev.floe.sui.rpc.EffectsProto.ChangedObject;
import dev.floe.sui.rpc.EffectsProto.UnchangedConsensusObject.UnchangedConsensusObjectKind;
import java.util.Optional;
import java.util.function.Function;

/// Effects as messages.
public final class EffectsMapping {

    private static final int VERSION = 2;

    private EffectsMapping() {}

    /// Effects, with their BCS and all parts.
    ///
    /// @param typeOf the type of a changed object, `package` for packages; empty if not known any more
    /// @param errors renders why it failed
    public static EffectsProto.TransactionEffects effects(
            TransactionEffects effects, Function<Address, Optional<String>> typeOf, ErrorMapping errors) {
        EffectsProto.TransactionEffects.Builder out = EffectsProto.TransactionEffects.newBuilder()
                .setBcs(Bcs.named("TransactionEffects", effects.toBcs()))
                .setDigest(Base58.encode(effects.digest()))
                .setVersion(VERSION)
                .setStatus(errors.status(effects.status()))
                .setEpoch(effects.epoch())
                .setGasUsed(gas(effects.gas()))
                .setTransactionDigest(effects.transaction().toString())
                .setLamportVersion(effects.lamportVersion());
        effects.eventsDigest().map(Base58::encode).ifPresent(out::setEventsDigest);
        effects.auxiliaryData().map(Base58::encode).ifPresent(out::setAuxiliaryDataDigest);
        effects.dependencies().stream().map(TransactionDigest::toString).forEach(out::addDependencies);
        for (ObjectChange change : effects.changed()) {
            out.addChangedObjects(change(change, effects.lamportVersion(), typeOf));
        }
        effects.gasObjectIndex()
                .filter(index -> index < out.getChangedObjectsCount())
                .map(out::getChangedObjects)
                .ifPresent(out::setGasObject);
        effects.unchanged().forEach(object -> out.addUnchangedConsensusObjects(unchanged(object)));
        return out.build();
    }

    /// What it cost.
    public static EffectsProto.GasCostSummary gas(GasCost gas) {
        return EffectsProto.GasCostSummary.newBuilder()
                .setComputationCost(gas.computation())
                .setStorageCost(gas.storage())
                .setStorageRebate(gas.storageRebate())
                .setNonRefundableStorageFee(gas.nonRefundableStorageFee())
                .build();
    }

    private static ChangedObject change(
            ObjectChange change, long lamportVersion, Function<Address, Optional<String>> typeOf) {
        ChangedObject.Builder out =
                ChangedObject.newBuilder().setObjectId(change.id().toString());
        switch (change.input()) {
            case ObjectChange.Input.NotExist none ->
                out.setInputState(ChangedObject.InputObjectState.INPUT_OBJECT_STATE_DOES_NOT_EXIST);
            case ObjectChange.Input.Exist exist ->
                out.setInputState(ChangedObject.InputObjectState.INPUT_OBJECT_STATE_EXISTS)
                        .setInputVersion(exist.version())
                        .setInputDigest(exist.digest().toString())
                        .setInputOwner(ObjectMapping.owner(exist.owner()));
        }
        switch (change.output()) {
            case ObjectChange.Output.NotExist none ->
                out.setOutputState(ChangedObject.OutputObjectState.OUTPUT_OBJECT_STATE_DOES_NOT_EXIST);
            case ObjectChange.Output.ObjectWrite write ->
                out.setOutputState(ChangedObject.OutputObjectState.OUTPUT_OBJECT_STATE_OBJECT_WRITE)
                        .setOutputVersion(lamportVersion)
                        .setOutputDigest(write.digest().toString())
                        .setOutputOwner(ObjectMapping.owner(write.owner()));
            case ObjectChange.Output.PackageWrite write ->
                out.setOutputState(ChangedObject.OutputObjectState.OUTPUT_OBJECT_STATE_PACKAGE_WRITE)
                        .setOutputVersion(write.version())
                        .setOutputDigest(write.digest().toString())
                        .setOutputOwner(ObjectMapping.owner(new dev.floe.ledger.Owner.Immutable()));
            case ObjectChange.Output.AccumulatorWrite write ->
                out.setOutputState(ChangedObject.OutputObjectState.OUTPUT_OBJECT_STATE_ACCUMULATOR_WRITE)
                        .setAccumulatorWrite(accumulator(write));
        }
        typeOf.apply(change.id()).ifPresent(out::setObjectType);
        return out.setIdOperation(
                        switch (change.idOperation()) {
                            case NONE -> ChangedObject.IdOperation.NONE;
                            case CREATED -> ChangedObject.IdOperation.CREATED;
                            case DELETED -> ChangedObject.IdOperation.DELETED;
                        })
                .build();
    }

    private static EffectsProto.AccumulatorWrite accumulator(ObjectChange.Output.AccumulatorWrite write) {
        EffectsProto.AccumulatorWrite.Builder out = EffectsProto.AccumulatorWrite.newBuilder()
                .setAddress(write.address().toString())
                .setAccumulatorType(write.type().toCompactString())
                .setOperation(
                        write.split()
                                ? EffectsProto.AccumulatorWrite.AccumulatorOperation.SPLIT
                                : EffectsProto.AccumulatorWrite.AccumulatorOperation.MERGE);
        switch (write.value()) {
            case ObjectChange.AccumulatorValue.Amount amount ->
                out.setValueKind(EffectsProto.AccumulatorWrite.AccumulatorValue.INTEGER)
                        .setIntegerValue(amount.amount());
            case ObjectChange.AccumulatorValue.Amounts amounts ->
                out.setValueKind(EffectsProto.AccumulatorWrite.AccumulatorValue.INTEGER_TUPLE)
                        .addIntegerTuple(amounts.first())
                        .addIntegerTuple(amounts.second());
            case ObjectChange.AccumulatorValue.Events events -> {
                out.setValueKind(EffectsProto.AccumulatorWrite.AccumulatorValue.EVENT_DIGEST);
                events.digests()
                        .forEach(event -> out.addEventDigestValue(EffectsProto.EventDigestEntry.newBuilder()
                                .setEventIndex(event.index())
                                .setDigest(Base58.encode(event.digest()))));
            }
        }
        return out.build();
    }

    private static EffectsProto.UnchangedConsensusObject unchanged(UnchangedConsensusObject object) {
        EffectsProto.UnchangedConsensusObject.Builder out = EffectsProto.UnchangedConsensusObject.newBuilder()
                .setObjectId(object.id().toString());
        switch (object.kind()) {
            case UnchangedConsensusObject.Kind.ReadOnlyRoot root ->
                out.setKind(UnchangedConsensusObjectKind.READ_ONLY_ROOT)
                        .setVersion(root.version())
                        .setDigest(root.digest().toString());
            case UnchangedConsensusObject.Kind.MutateEnded ended ->
                out.setKind(UnchangedConsensusObjectKind.MUTATE_CONSENSUS_STREAM_ENDED)
                        .setVersion(ended.version());
            case UnchangedConsensusObject.Kind.ReadEnded ended ->
                out.setKind(UnchangedConsensusObjectKind.READ_CONSENSUS_STREAM_ENDED)
                        .setVersion(ended.version());
            case UnchangedConsensusObject.Kind.Cancelled cancelled ->
                out.setKind(UnchangedConsensusObjectKind.CANCELED).setVersion(cancelled.version());
            case UnchangedConsensusObject.Kind.PerEpochConfig config ->
                out.setKind(UnchangedConsensusObjectKind.PER_EPOCH_CONFIG);
        }
        return out.build();
    }
}

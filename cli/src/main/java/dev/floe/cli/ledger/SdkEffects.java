package dev.floe.cli.ledger;

import static dev.floe.cli.ledger.SdkJson.one;
import static dev.floe.cli.ledger.SdkJson.owner;
import static dev.floe.cli.ledger.SdkJson.u64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Digest;
import dev.floe.ledger.Base58;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.ObjectChange.AccumulatorValue;
import dev.floe.ledger.ObjectChange.Input;
import dev.floe.ledger.ObjectChange.Output;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.UnchangedConsensusObject.Kind;
import java.util.Optional;

/// Effects of transactions in the JSON form of the official TypeScript SDK.
final class SdkEffects {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode TRUE = JSON.booleanNode(true);

    private SdkEffects() {}

    static JsonNode json(TransactionEffects effects) {
        ObjectNode json = JSON.objectNode();
        json.set("status", status(effects.status()));
        json.set("executedEpoch", u64(effects.epoch()));
        json.set("gasUsed", gas(effects.gas()));
        json.put("transactionDigest", effects.transaction().toString());
        json.set(
                "gasObjectIndex",
                effects.gasObjectIndex().<JsonNode>map(JSON::numberNode).orElse(JSON.nullNode()));
        json.set("eventsDigest", digest(effects.eventsDigest()));
        ArrayNode dependencies = json.putArray("dependencies");
        effects.dependencies().forEach(dependency -> dependencies.add(dependency.toString()));
        json.set("lamportVersion", u64(effects.lamportVersion()));
        ArrayNode changed = json.putArray("changedObjects");
        effects.changed()
                .forEach(
                        change -> changed.addArray().add(change.id().toString()).add(change(change)));
        ArrayNode unchanged = json.putArray("unchangedConsensusObjects");
        effects.unchanged()
                .forEach(object ->
                        unchanged.addArray().add(object.id().toString()).add(kind(object.kind())));
        json.set("auxDataDigest", digest(effects.auxiliaryData()));
        return one("V2", json);
    }

    static JsonNode status(ExecutionStatus status) {
        return switch (status) {
            case ExecutionStatus.Success _ -> one("Success", TRUE);
            case ExecutionStatus.Failure failure -> {
                ObjectNode json = JSON.objectNode();
                json.set("error", SdkErrors.json(failure.error()));
                json.set("command", failure.command().map(SdkJson::u64).orElse(JSON.nullNode()));
                yield one("Failure", json);
            }
        };
    }

    private static JsonNode gas(GasCost gas) {
        ObjectNode json = JSON.objectNode();
        json.set("computationCost", u64(gas.computation()));
        json.set("storageCost", u64(gas.storage()));
        json.set("storageRebate", u64(gas.storageRebate()));
        json.set("nonRefundableStorageFee", u64(gas.nonRefundableStorageFee()));
        return json;
    }

    private static JsonNode change(ObjectChange change) {
        ObjectNode json = JSON.objectNode();
        json.set(
                "inputState",
                switch (change.input()) {
                    case Input.NotExist _ -> one("NotExist", TRUE);
                    case Input.Exist exist ->
                        one("Exist", pair(versionDigest(exist.version(), exist.digest()), owner(exist.owner())));
                });
        json.set(
                "outputState",
                switch (change.output()) {
                    case Output.NotExist _ -> one("NotExist", TRUE);
                    case Output.ObjectWrite write ->
                        one("ObjectWrite", pair(JSON.textNode(write.digest().toString()), owner(write.owner())));
                    case Output.PackageWrite write ->
                        one("PackageWrite", versionDigest(write.version(), write.digest()));
                    case Output.AccumulatorWrite write -> one("AccumulatorWriteV1", accumulator(write));
                });
        json.set(
                "idOperation",
                one(
                        switch (change.idOperation()) {
                            case NONE -> "None";
                            case CREATED -> "Created";
                            case DELETED -> "Deleted";
                        },
                        TRUE));
        return json;
    }

    private static JsonNode accumulator(Output.AccumulatorWrite write) {
        ObjectNode json = JSON.objectNode();
        json.putObject("address")
                .put("address", write.address().toString())
                .put("ty", write.type().toString());
        json.set("operation", one(write.split() ? "Split" : "Merge", TRUE));
        json.set(
                "value",
                switch (write.value()) {
                    case AccumulatorValue.Amount amount -> one("Integer", u64(amount.amount()));
                    case AccumulatorValue.Amounts amounts ->
                        one("IntegerTuple", pair(u64(amounts.first()), u64(amounts.second())));
                    case AccumulatorValue.Events events -> {
                        ArrayNode list = JSON.arrayNode();
                        events.digests()
                                .forEach(event -> list.add(
                                        pair(u64(event.index()), JSON.textNode(Base58.encode(event.digest())))));
                        yield one("EventDigest", list);
                    }
                });
        return json;
    }

    private static JsonNode kind(Kind kind) {
        return switch (kind) {
            case Kind.ReadOnlyRoot root -> one("ReadOnlyRoot", versionDigest(root.version(), root.digest()));
            case Kind.MutateEnded ended -> one("MutateConsensusStreamEnded", u64(ended.version()));
            case Kind.ReadEnded ended -> one("ReadConsensusStreamEnded", u64(ended.version()));
            case Kind.Cancelled cancelled -> one("Cancelled", u64(cancelled.version()));
            case Kind.PerEpochConfig _ -> one("PerEpochConfig", TRUE);
        };
    }

    private static JsonNode versionDigest(long version, ObjectDigest digest) {
        return pair(u64(version), JSON.textNode(digest.toString()));
    }

    private static JsonNode pair(JsonNode first, JsonNode second) {
        return JSON.arrayNode().add(first).add(second);
    }

    private static JsonNode digest(Optional<Digest> digest) {
        return digest.<JsonNode>map(value -> JSON.textNode(Base58.encode(value)))
                .orElse(JSON.nullNode());
    }
}

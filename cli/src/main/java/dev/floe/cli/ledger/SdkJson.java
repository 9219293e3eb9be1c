package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Bytes;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;

/// Objects, owners and types in the JSON form of the official TypeScript SDK: enums are objects with the case's
/// name, 64-bit numbers are text, bytes are arrays of numbers, maps are lists of pairs.
final class SdkJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SdkJson() {}

    static JsonNode object(SuiObject object) {
        ObjectNode json = JSON.objectNode();
        switch (object.data()) {
            case MoveObject move -> json.putObject("data").set("Move", move(move));
            case MovePackage pkg -> json.putObject("data").set("Package", movePackage(pkg));
        }
        json.set("owner", owner(object.owner()));
        json.put("previousTransaction", object.previousTransaction().toString());
        json.put("storageRebate", Long.toUnsignedString(object.storageRebate()));
        return json;
    }

    static JsonNode owner(Owner owner) {
        return switch (owner) {
            case Owner.AddressOwner o ->
                one("AddressOwner", JSON.textNode(o.address().toString()));
            case Owner.ObjectOwner o ->
                one("ObjectOwner", JSON.textNode(o.parent().toString()));
            case Owner.Shared o -> one("Shared", one("initialSharedVersion", u64(o.initialSharedVersion())));
            case Owner.Immutable _ -> one("Immutable", JSON.booleanNode(true));
            case Owner.ConsensusAddress o -> {
                ObjectNode json = JSON.objectNode();
                json.set("startVersion", u64(o.startVersion()));
                json.put("owner", o.owner().toString());
                yield one("ConsensusAddressOwner", json);
            }
        };
    }

    static JsonNode type(TypeTag type) {
        return switch (type) {
            case TypeTag.Primitive primitive -> one(primitive.toString(), JSON.nullNode());
            case TypeTag.Vector vector -> one("vector", type(vector.element()));
            case StructTag struct -> one("struct", struct(struct));
        };
    }

    static JsonNode u64(long value) {
        return JSON.textNode(Long.toUnsignedString(value));
    }

    static ObjectNode one(String name, JsonNode value) {
        ObjectNode json = JSON.objectNode();
        json.set(name, value);
        return json;
    }

    private static ObjectNode struct(StructTag struct) {
        ObjectNode json = JSON.objectNode();
        json.put("address", struct.address().toString());
        json.put("module", struct.module());
        json.put("name", struct.name());
        ArrayNode params = json.putArray("typeParams");
        struct.typeParams().forEach(param -> params.add(type(param)));
        return json;
    }

    private static JsonNode move(MoveObject move) {
        ObjectNode json = JSON.objectNode();
        json.set("type", objectType(move.type()));
        json.put("hasPublicTransfer", move.hasPublicTransfer());
        json.set("version", u64(move.version()));
        json.set("contents", bytes(move.contents()));
        return json;
    }

    private static JsonNode objectType(StructTag type) {
        if (type.equals(StructTag.GAS_COIN)) {
            return one("GasCoin", JSON.booleanNode(true));
        }
        if (type.isCoin()) {
            return one("Coin", JSON.textNode(type.typeParams().getFirst().toString()));
        }
        if (type.is(dev.floe.ledger.Address.SUI_SYSTEM, "staking_pool", "StakedSui")) {
            return one("StakedSui", JSON.booleanNode(true));
        }
        return one("Other", struct(type));
    }

    private static JsonNode movePackage(MovePackage pkg) {
        ObjectNode json = JSON.objectNode();
        json.put("id", pkg.id().toString());
        json.set("version", u64(pkg.version()));
        ArrayNode modules = json.putArray("moduleMap");
        pkg.modules().forEach((name, code) -> modules.addArray().add(name).add(bytes(code)));
        ArrayNode origins = json.putArray("typeOriginTable");
        pkg.typeOrigins()
                .forEach(origin -> origins.addObject()
                        .put("moduleName", origin.module())
                        .put("datatypeName", origin.datatype())
                        .put("package", origin.packageId().toString()));
        ArrayNode linkage = json.putArray("linkageTable");
        pkg.linkage()
                .forEach((original, link) -> linkage.addArray()
                        .add(original.toString())
                        .addObject()
                        .put("upgradedId", link.upgradedId().toString())
                        .put("upgradedVersion", Long.toUnsignedString(link.upgradedVersion())));
        return json;
    }

    private static JsonNode bytes(Bytes content) {
        ArrayNode array = JSON.arrayNode(content.size());
        for (int i = 0; i < content.size(); i++) {
            array.add(content.get(i) & 0xFF);
        }
        return array;
    }
}

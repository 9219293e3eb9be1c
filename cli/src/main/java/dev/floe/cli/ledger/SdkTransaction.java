package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Base58;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TypeTag;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads the JSON form of complete transactions that the official TypeScript SDK writes (`tx.getData()`, version
/// 2). An enum is an object with the case's name; `$kind` beside it is optional. A missing expiration is none, a
/// missing gas owner is the sender. Every violation is [IllegalArgumentException].
final class SdkTransaction {

    private SdkTransaction() {}

    /// The transaction in `json`.
    static TransactionData read(JsonNode json) {
        Address sender = address(field(json, "sender"));
        ProgrammableTransaction kind = new ProgrammableTransaction(
                list(field(json, "inputs"), SdkTransaction::input),
                list(field(json, "commands"), SdkTransaction::command));
        JsonNode gas = field(json, "gasData");
        JsonNode owner = gas.path("owner");
        GasData gasData = new GasData(
                list(field(gas, "payment"), SdkTransaction::ref),
                isAbsent(owner) ? sender : address(owner),
                u64(field(gas, "price")),
                u64(field(gas, "budget")));
        return new TransactionData(kind, sender, gasData, expiration(json.path("expiration")));
    }

    private static CallArg input(JsonNode json) {
        if (json.has("Pure")) {
            return new CallArg.Pure(base64(field(json.get("Pure"), "bytes")));
        }
        if (json.has("Object")) {
            return object(json.get("Object"));
        }
        if (json.has("FundsWithdrawal")) {
            return withdrawal(json.get("FundsWithdrawal"));
        }
        throw unknown("input", json);
    }

    private static ObjectArg object(JsonNode json) {
        if (json.has("ImmOrOwnedObject")) {
            return new ObjectArg.ImmOrOwned(ref(json.get("ImmOrOwnedObject")));
        }
        if (json.has("SharedObject")) {
            JsonNode shared = json.get("SharedObject");
            return new ObjectArg.Shared(
                    address(field(shared, "objectId")),
                    u64(field(shared, "initialSharedVersion")),
                    field(shared, "mutable").asBoolean());
        }
        if (json.has("Receiving")) {
            return new ObjectArg.Receiving(ref(json.get("Receiving")));
        }
        throw unknown("object input", json);
    }

    private static CallArg withdrawal(JsonNode json) {
        JsonNode from = field(json, "withdrawFrom");
        CallArg.WithdrawFrom source;
        if (from.has("Sender")) {
            source = new CallArg.WithdrawFrom.Sender();
        } else if (from.has("Sponsor")) {
            source = new CallArg.WithdrawFrom.Sponsor();
        } else if (from.has("SenderAllowance")) {
            JsonNode by = from.get("SenderAllowance");
            source = new CallArg.WithdrawFrom.SenderAllowance(
                    address(field(by, "funder")), address(field(by, "allowance")));
        } else {
            throw unknown("source of funds", from);
        }
        return new CallArg.FundsWithdrawal(
                u64(field(field(json, "reservation"), "MaxAmountU64")),
                type(field(field(json, "typeArg"), "Balance")),
                source);
    }

    private static Command command(JsonNode json) {
        if (json.has("MoveCall")) {
            JsonNode call = json.get("MoveCall");
            return new Command.MoveCall(
                    address(field(call, "package")),
                    text(field(call, "module")),
                    text(field(call, "function")),
                    list(field(call, "typeArguments"), SdkTransaction::type),
                    arguments(call, "arguments"));
        }
        if (json.has("TransferObjects")) {
            JsonNode transfer = json.get("TransferObjects");
            return new Command.TransferObjects(arguments(transfer, "objects"), argument(field(transfer, "address")));
        }
        if (json.has("SplitCoins")) {
            JsonNode split = json.get("SplitCoins");
            return new Command.SplitCoins(argument(field(split, "coin")), arguments(split, "amounts"));
        }
        if (json.has("MergeCoins")) {
            JsonNode merge = json.get("MergeCoins");
            return new Command.MergeCoins(argument(field(merge, "destination")), arguments(merge, "sources"));
        }
        if (json.has("Publish")) {
            JsonNode publish = json.get("Publish");
            return new Command.Publish(modules(publish), dependencies(publish));
        }
        if (json.has("MakeMoveVec")) {
            JsonNode make = json.get("MakeMoveVec");
            JsonNode type = make.path("type");
            return new Command.MakeMoveVec(
                    isAbsent(type) ? Optional.empty() : Optional.of(type(type)), arguments(make, "elements"));
        }
        if (json.has("Upgrade")) {
            JsonNode upgrade = json.get("Upgrade");
            return new Command.Upgrade(
                    modules(upgrade),
                    dependencies(upgrade),
                    address(field(upgrade, "package")),
                    argument(field(upgrade, "ticket")));
        }
        throw unknown("command", json);
    }

    private static Argument argument(JsonNode json) {
        if (json.has("GasCoin")) {
            return new Argument.GasCoin();
        }
        if (json.has("Input")) {
            return new Argument.Input(index(json.get("Input")));
        }
        if (json.has("Result")) {
            return new Argument.Result(index(json.get("Result")));
        }
        if (json.has("NestedResult")) {
            JsonNode nested = json.get("NestedResult");
            return new Argument.NestedResult(index(nested.path(0)), index(nested.path(1)));
        }
        throw unknown("argument", json);
    }

    private static Expiration expiration(JsonNode json) {
        if (isAbsent(json) || json.has("None")) {
            return new Expiration.None();
        }
        if (json.has("Epoch")) {
            return new Expiration.Epoch(u64(json.get("Epoch")));
        }
        if (json.has("ValidDuring")) {
            return window(json.get("ValidDuring"));
        }
        if (json.has("Validity")) {
            JsonNode validity = json.get("Validity");
            JsonNode allowed = validity.path("allowedProposers");
            return new Expiration.Validity(
                    window(validity),
                    isAbsent(allowed)
                            ? Optional.empty()
                            : Optional.of(new Expiration.AllowedProposers(
                                    u64(field(allowed, "epoch")),
                                    list(field(allowed, "proposers"), JsonNode::asLong))));
        }
        throw unknown("expiration", json);
    }

    private static Expiration.ValidDuring window(JsonNode json) {
        return new Expiration.ValidDuring(
                optional(json.path("minEpoch")),
                optional(json.path("maxEpoch")),
                optional(json.path("minTimestamp")),
                optional(json.path("maxTimestamp")),
                Base58.decodeDigest(text(field(json, "chain"))),
                field(json, "nonce").asLong());
    }

    private static ObjectRef ref(JsonNode json) {
        return new ObjectRef(
                address(field(json, "objectId")),
                u64(field(json, "version")),
                ObjectDigest.parse(text(field(json, "digest"))));
    }

    private static List<Argument> arguments(JsonNode json, String name) {
        return list(field(json, name), SdkTransaction::argument);
    }

    private static List<Bytes> modules(JsonNode json) {
        return list(field(json, "modules"), SdkTransaction::base64);
    }

    private static List<Address> dependencies(JsonNode json) {
        return list(field(json, "dependencies"), SdkTransaction::address);
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> read) {
        List<T> items = new ArrayList<>();
        json.forEach(item -> items.add(read.apply(item)));
        return items;
    }

    private static Optional<Long> optional(JsonNode json) {
        return isAbsent(json) ? Optional.empty() : Optional.of(u64(json));
    }

    private static long u64(JsonNode json) {
        return Long.parseUnsignedLong(json.asText());
    }

    private static int index(JsonNode json) {
        if (!json.isIntegralNumber()) {
            throw unknown("index", json);
        }
        return json.asInt();
    }

    private static Address address(JsonNode json) {
        return Address.parseLenient(text(json));
    }

    private static TypeTag type(JsonNode json) {
        return TypeTag.parse(text(json));
    }

    private static Bytes base64(JsonNode json) {
        return Bytes.copyOf(Base64.getDecoder().decode(text(json)));
    }

    private static String text(JsonNode json) {
        if (!json.isTextual()) {
            throw unknown("text", json);
        }
        return json.asText();
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (isAbsent(value)) {
            throw new IllegalArgumentException("transaction: the field " + name + " is missing");
        }
        return value;
    }

    private static boolean isAbsent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    private static IllegalArgumentException unknown(String what, JsonNode json) {
        String shown = json.toString();
        return new IllegalArgumentException("transaction: not a known " + what + ": "
                + (shown.length() <= 100 ? shown : shown.substring(0, 100) + "…"));
    }
}

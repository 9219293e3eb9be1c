package dev.floe.ledger.net.internal.service;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.sui.rpc.ObjectProto;
import dev.floe.sui.rpc.TransactionProto;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a complete transaction of one that names objects by id only and leaves out gas.
final class Resolver {

    /// The largest budget, in MIST; Sui's `max_tx_gas`.
    static final long MAX_BUDGET = 50_000_000_000L;

    private final LocalLedger ledger;

    Resolver(LocalLedger ledger) {
        this.ledger = ledger;
    }

    /// The transaction of a request, complete but for gas that only a simulation can find: a missing price becomes
    /// the reference price, a missing budget the largest one.
    TransactionData resolve(TransactionProto.Transaction request) {
        if (request.getBcs().hasValue() && !request.getBcs().getValue().isEmpty()) {
            try {
                return TransactionData.parse(Bcs.bytes(request.getBcs().getValue()));
            } catch (DataException.Corrupt | IllegalArgumentException e) {
                throw RpcException.invalid("transaction.bcs", String.valueOf(e.getMessage()));
            }
        }
        if (!request.getKind().hasProgrammableTransaction()) {
            throw RpcException.missing("transaction.kind.programmable_transaction");
        }
        Address sender = Requests.address("transaction.sender", request.hasSender(), request.getSender());
        TransactionProto.ProgrammableTransaction program = request.getKind().getProgrammableTransaction();
        List<Command> commands = Commands.all(program.getCommandsList());
        List<CallArg> inputs = inputs(program.getInputsList(), commands);
        return new TransactionData(
                new ProgrammableTransaction(inputs, commands),
                sender,
                gas(request.getGasPayment(), sender),
                expiration(request.getExpiration()));
    }

    private GasData gas(TransactionProto.GasPayment gas, Address sender) {
        Commands.bound("gas_payment.objects", gas.getObjectsCount());
        return new GasData(
                gas.getObjectsList().stream().map(Resolver::reference).toList(),
                gas.hasOwner() ? Requests.address("gas_payment.owner", true, gas.getOwner()) : sender,
                gas.hasPrice() ? gas.getPrice() : ledger.info().referenceGasPrice(),
                gas.hasBudget() ? gas.getBudget() : MAX_BUDGET);
    }

    private static ObjectRef reference(ObjectProto.ObjectReference reference) {
        return new ObjectRef(
                Requests.address("object_id", reference.hasObjectId(), reference.getObjectId()),
                reference.getVersion(),
                digest(reference.getDigest()));
    }

    private static ObjectDigest digest(String text) {
        return Requests.parse("digest", true, text, ObjectDigest::parse);
    }

    private static Expiration expiration(TransactionProto.TransactionExpiration expiration) {
        return switch (expiration.getKind()) {
            case TRANSACTION_EXPIRATION_KIND_UNKNOWN, NONE -> new Expiration.None();
            case EPOCH -> new Expiration.Epoch(expiration.getEpoch());
            case VALID_DURING -> window(expiration);
            case VALIDITY ->
                new Expiration.Validity(
                        window(expiration),
                        expiration.hasAllowedProposers()
                                ? Optional.of(new Expiration.AllowedProposers(
                                        expiration.getAllowedProposers().getEpoch(),
                                        expiration.getAllowedProposers().getProposersList().stream()
                                                .map(Integer::toUnsignedLong)
                                                .toList()))
                                : Optional.empty());
            case UNRECOGNIZED -> throw RpcException.invalid("expiration.kind", "expiration.kind: unknown");
        };
    }

    private static Expiration.ValidDuring window(TransactionProto.TransactionExpiration expiration) {
        return new Expiration.ValidDuring(
                expiration.hasMinEpoch() ? Optional.of(expiration.getMinEpoch()) : Optional.empty(),
                expiration.hasEpoch() ? Optional.of(expiration.getEpoch()) : Optional.empty(),
                expiration.hasMinTimestamp()
                        ? Optional.of(Bcs.instant(expiration.getMinTimestamp()).toEpochMilli())
                        : Optional.empty(),
                expiration.hasMaxTimestamp()
                        ? Optional.of(Bcs.instant(expiration.getMaxTimestamp()).toEpochMilli())
                        : Optional.empty(),
                Requests.parse("expiration.chain", true, expiration.getChain(), Base58::decodeDigest),
                Integer.toUnsignedLong(expiration.getNonce()));
    }

    private List<CallArg> inputs(List<TransactionProto.Input> inputs, List<Command> commands) {
        Commands.bound("inputs", inputs.size());
        Set<Address> wanted = new HashSet<>();
        for (TransactionProto.Input input : inputs) {
            if (needsObject(input)) {
                wanted.add(Requests.address("inputs.object_id", true, input.getObjectId()));
            }
        }
        boolean literal = inputs.stream().anyMatch(TransactionProto.Input::hasLiteral);
        InputUses uses = new InputUses(ledger, wanted.isEmpty() && !literal ? List.of() : commands);
        Map<Address, SuiObject> objects = wanted.isEmpty() ? Map.of() : ledger.objects(wanted);
        List<CallArg> resolved = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            resolved.add(input(i, inputs.get(i), uses, objects));
        }
        return resolved;
    }

    private static boolean needsObject(TransactionProto.Input input) {
        return switch (input.getKind()) {
            case PURE, FUNDS_WITHDRAWAL, UNRECOGNIZED -> false;
            case INPUT_KIND_UNKNOWN -> input.hasObjectId();
            case IMMUTABLE_OR_OWNED, RECEIVING -> !input.hasVersion() || !input.hasDigest();
            case SHARED -> !input.hasVersion() || !(input.hasMutable() || input.hasMutability());
        };
    }

    private static CallArg input(
            int index, TransactionProto.Input input, InputUses uses, Map<Address, SuiObject> objects) {
        if (needsObject(input)) {
            Address id = Address.parse(input.getObjectId());
            SuiObject object = objects.get(id);
            if (object == null) {
                throw RpcException.notFound("Object " + id + " not found");
            }
            return object(index, input, uses, object);
        }
        return switch (input.getKind()) {
            case PURE -> new CallArg.Pure(Bcs.bytes(input.getPure()));
            case IMMUTABLE_OR_OWNED -> new ObjectArg.ImmOrOwned(reference(input));
            case RECEIVING -> new ObjectArg.Receiving(reference(input));
            case SHARED ->
                new ObjectArg.Shared(
                        Requests.address("inputs.object_id", input.hasObjectId(), input.getObjectId()),
                        input.getVersion(),
                        isMutable(input));
            case FUNDS_WITHDRAWAL -> withdrawal(input.getFundsWithdrawal());
            case INPUT_KIND_UNKNOWN -> {
                if (input.hasPure()) {
                    yield new CallArg.Pure(Bcs.bytes(input.getPure()));
                }
                if (input.hasLiteral()) {
                    Bytes value = Literals.encode(index, input.getLiteral(), uses.of(index));
                    yield new CallArg.Pure(value);
                }
                throw RpcException.missing("inputs.kind");
            }
            case UNRECOGNIZED -> throw RpcException.invalid("inputs.kind", "inputs.kind: unknown");
        };
    }

    private static boolean isMutable(TransactionProto.Input input) {
        return input.hasMutable()
                ? input.getMutable()
                : input.getMutability() == TransactionProto.Input.Mutability.MUTABLE;
    }

    /// An input given by id, by its owner and its uses. What else the client said must be true.
    private static CallArg object(int index, TransactionProto.Input input, InputUses uses, SuiObject object) {
        return switch (object.owner()) {
            case Owner.AddressOwner owned -> {
                boolean receiving = input.getKind() == TransactionProto.Input.InputKind.RECEIVING
                        || input.getKind() == TransactionProto.Input.InputKind.INPUT_KIND_UNKNOWN
                                && uses.isReceiving(index);
                ObjectRef ref = checked(input, object);
                yield receiving ? new ObjectArg.Receiving(ref) : new ObjectArg.ImmOrOwned(ref);
            }
            case Owner.Immutable immutable -> new ObjectArg.ImmOrOwned(checked(input, object));
            case Owner.Shared shared -> shared(index, input, uses, object, shared.initialSharedVersion());
            case Owner.ConsensusAddress consensus -> shared(index, input, uses, object, consensus.startVersion());
            case Owner.ObjectOwner child ->
                throw RpcException.invalid(
                        "inputs.object_id",
                        "object " + object.id() + " is owned by object " + child.parent()
                                + " and cannot be an input; use its parent");
        };
    }

    private static CallArg shared(
            int index, TransactionProto.Input input, InputUses uses, SuiObject object, long start) {
        if (input.hasVersion() && input.getVersion() != start && input.getVersion() != object.version()) {
            throw mismatch(object, "initial shared version", input.getVersion(), start);
        }
        boolean given = input.hasMutable() || input.hasMutability();
        return new ObjectArg.Shared(object.id(), start, given ? isMutable(input) : uses.isMutable(index));
    }

    private static ObjectRef checked(TransactionProto.Input input, SuiObject object) {
        if (input.hasVersion() && input.getVersion() != object.version()) {
            throw mismatch(object, "version", input.getVersion(), object.version());
        }
        ObjectRef ref = object.ref();
        if (input.hasDigest() && !input.getDigest().equals(ref.digest().toString())) {
            throw RpcException.invalid(
                    "inputs.digest",
                    "object " + object.id() + ": digest is " + ref.digest() + ", got " + input.getDigest());
        }
        return ref;
    }

    private static RpcException mismatch(SuiObject object, String what, long given, long actual) {
        return RpcException.invalid(
                "inputs.version",
                "object " + object.id() + ": " + what + " is " + Long.toUnsignedString(actual) + ", got "
                        + Long.toUnsignedString(given));
    }

    private static ObjectRef reference(TransactionProto.Input input) {
        return new ObjectRef(
                Requests.address("inputs.object_id", input.hasObjectId(), input.getObjectId()),
                input.getVersion(),
                digest(input.getDigest()));
    }

    private static CallArg withdrawal(TransactionProto.FundsWithdrawal funds) {
        CallArg.WithdrawFrom from = switch (funds.getSource()) {
            case SENDER -> new CallArg.WithdrawFrom.Sender();
            case SPONSOR -> new CallArg.WithdrawFrom.Sponsor();
            case SENDER_ALLOWANCE ->
                new CallArg.WithdrawFrom.SenderAllowance(
                        Requests.address("funds_withdrawal.funder", funds.hasFunder(), funds.getFunder()),
                        Requests.address("funds_withdrawal.allowance", funds.hasAllowance(), funds.getAllowance()));
            case SOURCE_UNKNOWN, UNRECOGNIZED ->
                throw RpcException.of(Code.INVALID_ARGUMENT, "funds_withdrawal.source: unknown");
        };
        return new CallArg.FundsWithdrawal(
                funds.getAmount(),
                Requests.type("funds_withdrawal.coin_type", funds.hasCoinType(), funds.getCoinType()),
                from);
    }
}

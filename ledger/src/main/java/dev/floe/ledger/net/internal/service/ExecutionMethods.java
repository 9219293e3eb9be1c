package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import dev.floe.format.DataException;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalSimulation;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TypedValue;
import dev.floe.ledger.UserSignature;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.mapping.TransactionMapping;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.sui.rpc.ExecutedTransactionProto.ExecutedTransaction;
import dev.floe.sui.rpc.SignatureProto;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.CommandOutput;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.CommandResult;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.ExecuteTransactionRequest;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.ExecuteTransactionResponse;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.SimulateTransactionRequest;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.SimulateTransactionResponse;
import dev.floe.sui.rpc.TransactionProto;
import java.util.ArrayList;
import java.util.List;

/// `sui.rpc.v2.TransactionExecutionService`. A failure during execution is an answer with a failed status, never an
/// RPC error.
final class ExecutionMethods {

    private static final String SERVICE = "sui.rpc.v2.TransactionExecutionService/";
    private static final int MAX_SIGNATURES = 8;

    private final LocalLedger ledger;
    private final Rendering rendering;
    private final Resolver resolver;
    private final GasSelection gasSelection;

    ExecutionMethods(LocalLedger ledger, Rendering rendering) {
        this.ledger = ledger;
        this.rendering = rendering;
        this.resolver = new Resolver(ledger);
        this.gasSelection = new GasSelection(ledger);
    }

    List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.unary(SERVICE + "ExecuteTransaction", ExecuteTransactionRequest.parser(), this::execute),
                RpcMethod.unary(SERVICE + "SimulateTransaction", SimulateTransactionRequest.parser(), this::simulate));
    }

    private ExecuteTransactionResponse execute(ExecuteTransactionRequest request) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(), request.hasReadMask(), ExecutedTransaction.getDescriptor(), "digest", "effects");
        if (!request.hasTransaction()) {
            throw RpcException.missing("transaction");
        }
        TransactionData data = resolver.resolve(request.getTransaction());
        SignedTransaction signed = new SignedTransaction(data, signatures(request.getSignaturesList()));
        LedgerTransaction done;
        try {
            done = ledger.submit(signed);
        } catch (DataException.Denied e) {
            throw RpcException.refused("signatures", Reasons.SIGNATURE, String.valueOf(e.getMessage()));
        } catch (DataException.NotFound e) {
            throw RpcException.refused("transaction", Reasons.INPUT_NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw RpcException.refused("transaction", Reasons.INPUT_STALE, String.valueOf(e.getMessage()));
        }
        return ExecuteTransactionResponse.newBuilder()
                .setTransaction(rendering.executed(done, mask))
                .build();
    }

    private static List<UserSignature> signatures(List<SignatureProto.UserSignature> signatures) {
        if (signatures.size() > MAX_SIGNATURES) {
            throw RpcException.invalid("signatures", "signatures: " + signatures.size() + ", expected 1 or 2");
        }
        List<UserSignature> out = new ArrayList<>();
        for (SignatureProto.UserSignature signature : signatures) {
            ByteString serialized = signature.getBcs().getValue();
            try {
                out.add(UserSignature.parse(Bcs.bytes(serialized)));
            } catch (DataException.Corrupt e) {
                throw RpcException.refused("signatures", Reasons.SIGNATURE, String.valueOf(e.getMessage()));
            }
        }
        return out;
    }

    private SimulateTransactionResponse simulate(SimulateTransactionRequest request) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(), request.hasReadMask(), SimulateTransactionResponse.getDescriptor(), "*");
        if (!request.hasTransaction()) {
            throw RpcException.missing("transaction");
        }
        boolean isChecked = request.getChecks() != SimulateTransactionRequest.TransactionChecks.DISABLED;
        TransactionProto.Transaction asked = request.getTransaction();
        TransactionData data = resolver.resolve(asked);
        LocalSimulation simulated;
        try {
            if (isChecked && request.getDoGasSelection()) {
                boolean hasBudget =
                        asked.getBcs().hasValue() || asked.getGasPayment().hasBudget();
                data = gasSelection.complete(data, hasBudget);
            }
            simulated = ledger.simulateLocally(data, isChecked ? Ledger.Checks.FULL : Ledger.Checks.RELAXED);
        } catch (DataException.NotFound e) {
            throw RpcException.refused("transaction", Reasons.INPUT_NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (DataException.Denied | DataException.Corrupt e) {
            throw RpcException.invalid("transaction", String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw RpcException.refused("transaction", Reasons.INPUT_STALE, String.valueOf(e.getMessage()));
        }
        return answer(data, simulated, mask);
    }

    private SimulateTransactionResponse answer(TransactionData data, LocalSimulation simulated, ReadMask mask) {
        Simulation simulation = simulated.simulation();
        ExecutedTransaction.Builder transaction =
                ExecutedTransaction.newBuilder().setDigest(data.digest().toString());
        if (mask.wants("transaction.transaction")) {
            transaction.setTransaction(TransactionMapping.transaction(data));
        }
        rendering.outcome(transaction, Rendering.Outcome.of(simulated), mask.below("transaction"));
        SimulateTransactionResponse.Builder out = SimulateTransactionResponse.newBuilder()
                .setTransaction(transaction)
                .setSuggestedGasPrice(ledger.info().referenceGasPrice());
        if (mask.wants("command_outputs")) {
            boolean json = mask.wants("command_outputs.return_values.json")
                    || mask.wants("command_outputs.mutated_by_ref.json");
            simulation.results().forEach(result -> out.addCommandOutputs(result(result, json)));
        }
        return mask.trim(out.build());
    }

    private CommandResult result(Simulation.CommandResult result, boolean json) {
        CommandResult.Builder out = CommandResult.newBuilder();
        result.returned().forEach(value -> out.addReturnValues(output(value, json)));
        result.mutated()
                .forEach(mutated -> out.addMutatedByRef(
                        output(mutated.value(), json).setArgument(TransactionMapping.argument(mutated.argument()))));
        return out.build();
    }

    private CommandOutput.Builder output(TypedValue value, boolean json) {
        CommandOutput.Builder out =
                CommandOutput.newBuilder().setValue(Bcs.named(value.type().toCompactString(), value.bcs()));
        if (json) {
            rendering.json(value.type(), value.bcs()).ifPresent(out::setJson);
        }
        return out;
    }
}

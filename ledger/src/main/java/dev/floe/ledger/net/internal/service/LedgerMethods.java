package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.LedgerEpoch;
import dev.floe.ledger.LedgerInfo;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.mapping.ObjectMapping;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.sui.rpc.CheckpointProto;
import dev.floe.sui.rpc.EpochProto;
import dev.floe.sui.rpc.ExecutedTransactionProto;
import dev.floe.sui.rpc.LedgerServiceProto.BatchGetObjectsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.BatchGetObjectsResponse;
import dev.floe.sui.rpc.LedgerServiceProto.BatchGetTransactionsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.BatchGetTransactionsResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetCheckpointRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetCheckpointResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetEpochRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetEpochResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetObjectRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetObjectResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetObjectResult;
import dev.floe.sui.rpc.LedgerServiceProto.GetServiceInfoRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetServiceInfoResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetTransactionRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetTransactionResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetTransactionResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `sui.rpc.v2.LedgerService`, what is not a list.
final class LedgerMethods {

    private static final String SERVICE = "sui.rpc.v2.LedgerService/";
    private static final int MAX_BATCH = 1000;

    private final LocalLedger ledger;
    private final Rendering rendering;
    private final Checkpoints checkpoints;

    LedgerMethods(LocalLedger ledger, Rendering rendering, Checkpoints checkpoints) {
        this.ledger = ledger;
        this.rendering = rendering;
        this.checkpoints = checkpoints;
    }

    List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.unary(SERVICE + "GetServiceInfo", GetServiceInfoRequest.parser(), request -> info()),
                RpcMethod.unary(SERVICE + "GetObject", GetObjectRequest.parser(), this::object),
                RpcMethod.unary(SERVICE + "BatchGetObjects", BatchGetObjectsRequest.parser(), this::objects),
                RpcMethod.unary(SERVICE + "GetTransaction", GetTransactionRequest.parser(), this::transaction),
                RpcMethod.unary(
                        SERVICE + "BatchGetTransactions", BatchGetTransactionsRequest.parser(), this::transactions),
                RpcMethod.unary(SERVICE + "GetCheckpoint", GetCheckpointRequest.parser(), this::checkpoint),
                RpcMethod.unary(SERVICE + "GetEpoch", GetEpochRequest.parser(), this::epoch));
    }

    private GetServiceInfoResponse info() {
        LedgerInfo info = ledger.info();
        return GetServiceInfoResponse.newBuilder()
                .setChainId(info.chainId())
                .setChain(LocalChain.NAME)
                .setEpoch(info.epoch())
                .setCheckpointHeight(info.checkpoint())
                .setTimestamp(Bcs.timestamp(info.time()))
                .setLowestAvailableCheckpoint(0)
                .setLowestAvailableCheckpointObjects(0)
                .setServer("floe")
                .build();
    }

    private GetObjectResponse object(GetObjectRequest request) {
        ReadMask mask = ObjectMapping.mask(request.getReadMask(), request.hasReadMask());
        Address id = Requests.address("object_id", request.hasObjectId(), request.getObjectId());
        return GetObjectResponse.newBuilder()
                .setObject(rendering.object(find(id, request), mask))
                .build();
    }

    private SuiObject find(Address id, GetObjectRequest request) {
        return request.hasVersion()
                ? ledger.object(id, request.getVersion())
                        .orElseThrow(() -> RpcException.notFound("Object " + id + " with version "
                                + Long.toUnsignedString(request.getVersion()) + " not found"))
                : ledger.object(id);
    }

    private BatchGetObjectsResponse objects(BatchGetObjectsRequest request) {
        requireBatch("requests", request.getRequestsCount());
        ReadMask mask = ObjectMapping.mask(request.getReadMask(), request.hasReadMask());
        List<Address> live = new ArrayList<>();
        for (GetObjectRequest one : request.getRequestsList()) {
            Address id = Requests.address("object_id", one.hasObjectId(), one.getObjectId());
            if (!one.hasVersion()) {
                live.add(id);
            }
        }
        Map<Address, SuiObject> found = ledger.objects(live);
        ReplySize size = new ReplySize();
        BatchGetObjectsResponse.Builder out = BatchGetObjectsResponse.newBuilder();
        for (GetObjectRequest one : request.getRequestsList()) {
            Address id = Address.parse(one.getObjectId());
            SuiObject object =
                    one.hasVersion() ? ledger.object(id, one.getVersion()).orElse(null) : found.get(id);
            out.addObjects(
                    object == null
                            ? GetObjectResult.newBuilder()
                                    .setError(RpcException.notFound("Object " + id + " not found")
                                            .toStatus())
                            : GetObjectResult.newBuilder().setObject(size.with(rendering.object(object, mask))));
        }
        return out.build();
    }

    private GetTransactionResponse transaction(GetTransactionRequest request) {
        ReadMask mask = transactionMask(request.getReadMask(), request.hasReadMask());
        TransactionDigest digest = Requests.digest("digest", request.hasDigest(), request.getDigest());
        return GetTransactionResponse.newBuilder()
                .setTransaction(rendering.executed(find(digest), mask))
                .build();
    }

    private LedgerTransaction find(TransactionDigest digest) {
        return ledger.logged(digest).orElseThrow(() -> RpcException.notFound("Transaction " + digest + " not found"));
    }

    private BatchGetTransactionsResponse transactions(BatchGetTransactionsRequest request) {
        requireBatch("digests", request.getDigestsCount());
        ReadMask mask = transactionMask(request.getReadMask(), request.hasReadMask());
        ReplySize size = new ReplySize();
        BatchGetTransactionsResponse.Builder out = BatchGetTransactionsResponse.newBuilder();
        for (String text : request.getDigestsList()) {
            GetTransactionResult.Builder result = GetTransactionResult.newBuilder();
            try {
                result.setTransaction(
                        size.with(rendering.executed(find(Requests.digest("digests", true, text)), mask)));
            } catch (RpcException e) {
                if (e.code() == io.grpc.Status.Code.RESOURCE_EXHAUSTED) {
                    throw e;
                }
                result.setError(e.toStatus());
            }
            out.addTransactions(result);
        }
        return out.build();
    }

    static ReadMask transactionMask(com.google.protobuf.FieldMask mask, boolean isSet) {
        return ReadMask.of(mask, isSet, ExecutedTransactionProto.ExecutedTransaction.getDescriptor(), "digest");
    }

    private GetCheckpointResponse checkpoint(GetCheckpointRequest request) {
        ReadMask mask = Checkpoints.mask(request.getReadMask(), request.hasReadMask());
        Checkpoint found = switch (request.getCheckpointIdCase()) {
            case SEQUENCE_NUMBER -> checkpoints.require(request.getSequenceNumber());
            case DIGEST ->
                ledger.checkpoint(Requests.parse("digest", true, request.getDigest(), Base58::decodeDigest))
                        .orElseThrow(() -> RpcException.notFound("Checkpoint " + request.getDigest() + " not found"));
            case CHECKPOINTID_NOT_SET -> checkpoints.require(ledger.info().checkpoint());
        };
        CheckpointProto.Checkpoint message = checkpoints.message(found, mask);
        return GetCheckpointResponse.newBuilder().setCheckpoint(message).build();
    }

    private GetEpochResponse epoch(GetEpochRequest request) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(),
                request.hasReadMask(),
                EpochProto.Epoch.getDescriptor(),
                "epoch",
                "first_checkpoint",
                "last_checkpoint",
                "start",
                "end",
                "reference_gas_price",
                "protocol_config.protocol_version");
        long number = request.hasEpoch() ? request.getEpoch() : ledger.info().epoch();
        LedgerEpoch epoch = ledger.epoch(number)
                .orElseThrow(() -> RpcException.notFound("Epoch " + Long.toUnsignedString(number) + " not found"));
        EpochProto.Epoch.Builder out = EpochProto.Epoch.newBuilder()
                .setEpoch(epoch.number())
                .setFirstCheckpoint(epoch.firstCheckpoint())
                .setStart(Bcs.timestamp(Instant.ofEpochMilli(epoch.startMillis())))
                .setReferenceGasPrice(ledger.info().referenceGasPrice())
                .setCommittee(EpochProto.ValidatorCommittee.newBuilder().setEpoch(epoch.number()))
                .setProtocolConfig(ProtocolSettings.message())
                .setSystemState(
                        ProtocolSettings.systemState(epoch, ledger.info().referenceGasPrice()));
        epoch.end()
                .ifPresent(end -> out.setLastCheckpoint(end.lastCheckpoint())
                        .setEnd(Bcs.timestamp(Instant.ofEpochMilli(end.millis()))));
        return GetEpochResponse.newBuilder().setEpoch(mask.trim(out.build())).build();
    }

    private static void requireBatch(String field, int count) {
        if (count > MAX_BATCH) {
            throw RpcException.invalid(field, field + ": " + count + " elements, limit " + MAX_BATCH);
        }
    }
}

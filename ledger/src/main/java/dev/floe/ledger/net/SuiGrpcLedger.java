package dev.floe.ledger.net;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Balance;
import dev.floe.ledger.Base58;
import dev.floe.ledger.DynamicField;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LedgerInfo;
import dev.floe.ledger.Page;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.UserSignature;
import dev.floe.ledger.net.internal.client.Answers;
import dev.floe.ledger.net.internal.client.EventReader;
import dev.floe.ledger.net.internal.client.Statuses;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.sui.rpc.LedgerServiceGrpc;
import dev.floe.sui.rpc.LedgerServiceProto;
import dev.floe.sui.rpc.MovePackageServiceGrpc;
import dev.floe.sui.rpc.MovePackageServiceProto.GetFunctionRequest;
import dev.floe.sui.rpc.ObjectProto;
import dev.floe.sui.rpc.SignatureProto;
import dev.floe.sui.rpc.StateServiceGrpc;
import dev.floe.sui.rpc.StateServiceProto;
import dev.floe.sui.rpc.TransactionExecutionServiceGrpc;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.ExecuteTransactionRequest;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.SimulateTransactionRequest;
import dev.floe.sui.rpc.TransactionProto;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// A full node, or an embedded ledger in another process, over `sui.rpc.v2`. Values come from the BCS that the node
/// sends, so what it says about them beside the BCS is not trusted.
public final class SuiGrpcLedger implements Ledger {

    /// Objects of 250 KB in batches of 50 must fit; the default of 4 MiB is too small.
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final int BATCH = 50;
    private static final int MAX_IDS = 1000;
    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LAST_POLL = Duration.ofSeconds(2);
    private static final FieldMask OBJECT_MASK = mask("object_id", "bcs");
    private static final FieldMask FIELD_MASK = mask("field_id", "name", "value_type", "kind", "child_id");
    private static final FieldMask TRANSACTION_MASK =
            mask("digest", "transaction.bcs", "signatures", "effects.bcs", "events.bcs", "checkpoint", "timestamp");
    private static final FieldMask SIMULATION_MASK =
            mask("transaction.effects.bcs", "transaction.events.bcs", "command_outputs");

    private final ManagedChannel channel;
    private final Duration timeout;
    private final Time time;

    private SuiGrpcLedger(ManagedChannel channel, Duration timeout, Time time) {
        this.channel = channel;
        this.timeout = timeout;
        this.time = time;
    }

    /// Connects when first used.
    ///
    /// @param endpoint `https://host[:443]`, or `http://host:port` without TLS
    /// @param timeout  of each call
    /// @param time     for waits between polls
    public static SuiGrpcLedger connect(URI endpoint, Duration timeout, Time time) {
        String scheme = String.valueOf(endpoint.getScheme());
        boolean isTls = scheme.equals("https");
        if (!isTls && !scheme.equals("http") || endpoint.getHost() == null) {
            throw new IllegalArgumentException("ledger: expected http://host:port or https://host, got " + endpoint);
        }
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : isTls ? 443 : 80;
        ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(endpoint.getHost(), port)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .userAgent("floe");
        if (isTls) {
            builder.useTransportSecurity();
        } else {
            builder.usePlaintext();
        }
        return new SuiGrpcLedger(builder.build(), timeout, time);
    }

    @Override
    public LedgerInfo info() {
        LedgerServiceProto.GetServiceInfoResponse info = call(
                "info",
                () -> ledgerService().getServiceInfo(LedgerServiceProto.GetServiceInfoRequest.getDefaultInstance()));
        LedgerServiceProto.GetEpochResponse epoch = call(
                "epoch",
                () -> ledgerService()
                        .getEpoch(LedgerServiceProto.GetEpochRequest.newBuilder()
                                .setReadMask(mask("reference_gas_price"))
                                .build()));
        return Answers.parsed(
                "info",
                () -> new LedgerInfo(
                        Base58.decodeDigest(info.getChainId()),
                        info.getEpoch(),
                        info.getCheckpointHeight(),
                        Bcs.instant(info.getTimestamp()),
                        epoch.getEpoch().getReferenceGasPrice()));
    }

    @Override
    public SuiObject object(Address id) {
        SuiObject object = objects(List.of(id)).get(id);
        if (object == null) {
            throw new DataException.NotFound("object " + id + " not found at " + channel.authority());
        }
        return object;
    }

    @Override
    public Map<Address, SuiObject> objects(Collection<Address> ids) {
        if (ids.size() > MAX_IDS) {
            throw new IllegalArgumentException("objects: " + ids.size() + " ids, limit " + MAX_IDS);
        }
        Map<Address, SuiObject> found = new LinkedHashMap<>();
        List<Address> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += BATCH) {
            found.putAll(batch(all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return found;
    }

    private Map<Address, SuiObject> batch(List<Address> ids) {
        LedgerServiceProto.BatchGetObjectsRequest.Builder request =
                LedgerServiceProto.BatchGetObjectsRequest.newBuilder().setReadMask(OBJECT_MASK);
        ids.forEach(id -> request.addRequests(
                LedgerServiceProto.GetObjectRequest.newBuilder().setObjectId(id.toString())));
        LedgerServiceProto.BatchGetObjectsResponse answer =
                call("objects", () -> ledgerService().batchGetObjects(request.build()));
        if (answer.getObjectsCount() != ids.size()) {
            throw new DataException.Corrupt(
                    "objects: asked for " + ids.size() + ", the node answered " + answer.getObjectsCount());
        }
        Map<Address, SuiObject> found = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            LedgerServiceProto.GetObjectResult result = answer.getObjects(i);
            if (result.hasObject()) {
                found.put(ids.get(i), requireId(ids.get(i), result.getObject()));
            } else if (result.getError().getCode() != io.grpc.Status.Code.NOT_FOUND.value()) {
                throw new DataException.Unavailable("object " + ids.get(i) + ": the node answered "
                        + result.getError().getMessage());
            }
        }
        return found;
    }

    private static SuiObject requireId(Address id, ObjectProto.Object answer) {
        SuiObject object = Answers.parsed("object " + id, () -> Answers.object(answer));
        if (!object.id().equals(id)) {
            throw new DataException.Corrupt("object " + id + ": the node answered object " + object.id());
        }
        return object;
    }

    @Override
    public Page<SuiObject> ownedObjects(Address owner, PageRequest page) {
        return owned(owner, Optional.empty(), page);
    }

    @Override
    public Page<SuiObject> ownedObjects(Address owner, StructTag type, PageRequest page) {
        return owned(owner, Optional.of(type), page);
    }

    private Page<SuiObject> owned(Address owner, Optional<StructTag> type, PageRequest page) {
        StateServiceProto.ListOwnedObjectsRequest.Builder request =
                StateServiceProto.ListOwnedObjectsRequest.newBuilder()
                        .setOwner(owner.toString())
                        .setPageSize(page.size())
                        .setReadMask(OBJECT_MASK);
        type.map(StructTag::toCompactString).ifPresent(request::setObjectType);
        token(page).ifPresent(request::setPageToken);
        StateServiceProto.ListOwnedObjectsResponse answer =
                call("owned objects", () -> stateService().listOwnedObjects(request.build()));
        return Answers.parsed(
                "owned objects",
                () -> new Page<>(
                        answer.getObjectsList().stream().map(Answers::object).toList(),
                        Answers.next(answer.hasNextPageToken(), answer.getNextPageToken())));
    }

    @Override
    public Page<DynamicField> dynamicFields(Address parent, PageRequest page) {
        StateServiceProto.ListDynamicFieldsRequest.Builder request =
                StateServiceProto.ListDynamicFieldsRequest.newBuilder()
                        .setParent(parent.toString())
                        .setPageSize(page.size())
                        .setReadMask(FIELD_MASK);
        token(page).ifPresent(request::setPageToken);
        StateServiceProto.ListDynamicFieldsResponse answer =
                call("dynamic fields", () -> stateService().listDynamicFields(request.build()));
        return Answers.parsed(
                "dynamic fields",
                () -> new Page<>(
                        answer.getDynamicFieldsList().stream()
                                .map(Answers::field)
                                .toList(),
                        Answers.next(answer.hasNextPageToken(), answer.getNextPageToken())));
    }

    @Override
    public Balance balance(Address owner, TypeTag coinType) {
        StateServiceProto.GetBalanceResponse answer = call(
                "balance",
                () -> stateService()
                        .getBalance(StateServiceProto.GetBalanceRequest.newBuilder()
                                .setOwner(owner.toString())
                                .setCoinType(coinType.toCompactString())
                                .build()));
        return answer.getBalance().hasCoinType()
                ? Answers.parsed("balance", () -> Answers.balance(answer.getBalance()))
                : new Balance(coinType, 0, 0);
    }

    @Override
    public Page<Balance> balances(Address owner, PageRequest page) {
        StateServiceProto.ListBalancesRequest.Builder request = StateServiceProto.ListBalancesRequest.newBuilder()
                .setOwner(owner.toString())
                .setPageSize(page.size());
        token(page).ifPresent(request::setPageToken);
        StateServiceProto.ListBalancesResponse answer =
                call("balances", () -> stateService().listBalances(request.build()));
        return Answers.parsed(
                "balances",
                () -> new Page<>(
                        answer.getBalancesList().stream().map(Answers::balance).toList(),
                        Answers.next(answer.hasNextPageToken(), answer.getNextPageToken())));
    }

    @Override
    public Simulation simulate(TransactionData transaction, Checks checks) {
        SimulateTransactionRequest request = SimulateTransactionRequest.newBuilder()
                .setTransaction(message(transaction))
                .setReadMask(SIMULATION_MASK)
                .setChecks(
                        checks == Checks.FULL
                                ? SimulateTransactionRequest.TransactionChecks.ENABLED
                                : SimulateTransactionRequest.TransactionChecks.DISABLED)
                .setDoGasSelection(false)
                .build();
        Metadata none = new Metadata();
        AtomicReference<Metadata> headers = new AtomicReference<>(none);
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        var answer = call(
                "simulate",
                () -> executionService()
                        .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                        .simulateTransaction(request));
        return Answers.parsed(
                "simulate", () -> Answers.simulation(answer, Objects.requireNonNullElse(headers.get(), none)));
    }

    @Override
    public ExecutedTransaction execute(SignedTransaction transaction) {
        TransactionDigest digest = transaction.data().digest();
        ExecuteTransactionRequest.Builder request = ExecuteTransactionRequest.newBuilder()
                .setTransaction(message(transaction.data()))
                .setReadMask(TRANSACTION_MASK);
        for (UserSignature signature : transaction.signatures()) {
            request.addSignatures(SignatureProto.UserSignature.newBuilder()
                    .setBcs(ObjectProto.Bcs.newBuilder()
                            .setValue(ByteString.copyFrom(signature.toBytes().asByteBuffer()))));
        }
        var answer = call("execute " + digest, () -> executionService().executeTransaction(request.build()));
        return require(digest, Answers.parsed("execute", () -> Answers.executed(answer.getTransaction())));
    }

    @Override
    public ExecutedTransaction transaction(TransactionDigest digest) {
        var answer = call(
                "transaction " + digest,
                () -> ledgerService()
                        .getTransaction(LedgerServiceProto.GetTransactionRequest.newBuilder()
                                .setDigest(digest.toString())
                                .setReadMask(TRANSACTION_MASK)
                                .build()));
        return require(digest, Answers.parsed("transaction", () -> Answers.executed(answer.getTransaction())));
    }

    private static ExecutedTransaction require(TransactionDigest digest, ExecutedTransaction executed) {
        if (!executed.digest().equals(digest)) {
            throw new DataException.Corrupt(
                    "transaction " + digest + ": the node answered the effects of " + executed.digest());
        }
        return executed;
    }

    @Override
    public ExecutedTransaction await(TransactionDigest digest, Duration atMost) {
        long start = time.nanos();
        Duration wait = FIRST_POLL;
        while (true) {
            try {
                return transaction(digest);
            } catch (DataException.NotFound e) {
                long left = atMost.toNanos() - (time.nanos() - start);
                if (left <= 0) {
                    throw new DataException.Unavailable(
                            "transaction " + digest + " was not executed within " + atMost + "; ask again later", e);
                }
                sleep(Duration.ofNanos(Math.min(left, wait.toNanos())));
                wait = wait.multipliedBy(2).compareTo(LAST_POLL) < 0 ? wait.multipliedBy(2) : LAST_POLL;
            }
        }
    }

    private void sleep(Duration wait) {
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("interrupted while waiting for a transaction", e);
        }
    }

    @Override
    public EventPage events(EventQuery query, EventCursor after, int limit) {
        if (limit < 1 || limit > PageRequest.MAX_SIZE) {
            throw new IllegalArgumentException("events: expected a limit of 1 to 1000, got " + limit);
        }
        return call("events", () -> EventReader.read(ledgerService(), query, after, limit));
    }

    @Override
    public FunctionInfo function(Address packageId, String module, String name) {
        var answer = call(
                "function " + packageId + "::" + module + "::" + name,
                () -> deadline(MovePackageServiceGrpc.newBlockingStub(channel))
                        .getFunction(GetFunctionRequest.newBuilder()
                                .setPackageId(packageId.toString())
                                .setModuleName(module)
                                .setName(name)
                                .build()));
        return Answers.parsed("function", () -> Answers.function(answer.getFunction()));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private LedgerServiceGrpc.LedgerServiceBlockingStub ledgerService() {
        return deadline(LedgerServiceGrpc.newBlockingStub(channel));
    }

    private StateServiceGrpc.StateServiceBlockingStub stateService() {
        return deadline(StateServiceGrpc.newBlockingStub(channel));
    }

    private TransactionExecutionServiceGrpc.TransactionExecutionServiceBlockingStub executionService() {
        return deadline(TransactionExecutionServiceGrpc.newBlockingStub(channel));
    }

    private <S extends AbstractStub<S>> S deadline(S stub) {
        return stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw Statuses.failure("ledger " + channel.authority() + ": " + what, e);
        }
    }

    private static TransactionProto.Transaction message(TransactionData data) {
        return TransactionProto.Transaction.newBuilder()
                .setBcs(ObjectProto.Bcs.newBuilder().setValue(ByteString.copyFrom(data.toBcs())))
                .build();
    }

    private static Optional<ByteString> token(PageRequest page) {
        Bytes token = page.token();
        return token.size() == 0 ? Optional.empty() : Optional.of(ByteString.copyFrom(token.asByteBuffer()));
    }

    private static FieldMask mask(String... paths) {
        return FieldMask.newBuilder()
                .addAllPaths(new ArrayList<>(List.of(paths)))
                .build();
    }
}

package dev.floe.ledger.net.internal.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import dev.floe.format.DataException;
import dev.floe.ledger.net.internal.service.Reasons;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Locale;
import java.util.Optional;

/// Statuses of calls as the failures that the interface promises.
public final class Statuses {

    private Statuses() {}

    /// The failure of a call.
    ///
    /// @param what the call, for the message
    public static RuntimeException failure(String what, StatusRuntimeException e) {
        String text = what + ": " + e.getStatus().getCode() + ": " + described(e);
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> new DataException.NotFound(text, e);
            case PERMISSION_DENIED, UNAUTHENTICATED -> new DataException.Denied(text, e);
            case INVALID_ARGUMENT, OUT_OF_RANGE -> refused(text, e);
            case FAILED_PRECONDITION, ABORTED, ALREADY_EXISTS -> new IllegalStateException(text, e);
            case DATA_LOSS -> new DataException.Corrupt(text, e);
            case UNIMPLEMENTED ->
                new DataException.Unavailable(text + "; this node does not offer it, choose another", e);
            case DEADLINE_EXCEEDED, UNAVAILABLE, RESOURCE_EXHAUSTED, CANCELLED, UNKNOWN, INTERNAL, OK ->
                new DataException.Unavailable(text + "; try again or choose another node", e);
        };
    }

    /// Nodes refuse transactions with one status for all reasons. Ours says which; of others the text has to do.
    private static RuntimeException refused(String text, StatusRuntimeException e) {
        String reason = reason(e).orElse("");
        String lower = text.toLowerCase(Locale.ROOT);
        if (reason.equals(Reasons.INPUT_STALE)
                || lower.contains("for consumption")
                || lower.contains("object version")
                || lower.contains("equivocat")) {
            return new IllegalStateException(text, e);
        }
        if (reason.equals(Reasons.INPUT_NOT_FOUND)
                || lower.contains("could not find the referenced object")
                || lower.contains("notexists")) {
            return new DataException.NotFound(text, e);
        }
        if (reason.equals(Reasons.SIGNATURE) || lower.contains("signature") || lower.contains("signer")) {
            return new DataException.Denied(text, e);
        }
        return new IllegalArgumentException(text, e);
    }

    private static Optional<String> reason(StatusRuntimeException e) {
        Status status = StatusProto.fromThrowable(e);
        if (status == null) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(BadRequest.class)) {
                try {
                    BadRequest request = detail.unpack(BadRequest.class);
                    return request.getFieldViolationsList().stream()
                            .map(BadRequest.FieldViolation::getReason)
                            .findFirst();
                } catch (InvalidProtocolBufferException malformed) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static String described(StatusRuntimeException e) {
        String description = e.getStatus().getDescription();
        Throwable cause = e.getStatus().getCause();
        String text = description == null ? String.valueOf(cause) : description;
        return text.length() <= 1000 ? text : text.substring(0, 1000) + "…";
    }
}

package dev.floe.ledger.net.internal.rpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import java.util.List;

/// A call that ends with a status other than OK. The message goes to the client.
public final class RpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient List<Any> details;

    private RpcException(Code code, String message, List<Any> details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    /// A status with a message for the client.
    public static RpcException of(Code code, String message) {
        return new RpcException(code, message, List.of());
    }

    /// NOT_FOUND.
    public static RpcException notFound(String message) {
        return of(Code.NOT_FOUND, message);
    }

    /// INVALID_ARGUMENT that names the request's field, with the details that Sui's nodes send.
    public static RpcException invalid(String field, String message) {
        return violation(field, message, "FIELD_INVALID");
    }

    /// INVALID_ARGUMENT for a field that must be there.
    public static RpcException missing(String field) {
        return violation(field, "missing " + field, "FIELD_MISSING");
    }

    /// INVALID_ARGUMENT with a reason of our own, which our own client understands.
    public static RpcException refused(String field, String reason, String message) {
        return violation(field, message, reason);
    }

    private static RpcException violation(String field, String message, String reason) {
        BadRequest details = BadRequest.newBuilder()
                .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(field)
                        .setDescription(message)
                        .setReason(reason))
                .build();
        return new RpcException(Code.INVALID_ARGUMENT, message, List.of(Any.pack(details)));
    }

    /// The status code.
    public Code code() {
        return code;
    }

    /// What to tell the client.
    public String text() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }

    /// This status as a message, for batch results and `grpc-status-details-bin`.
    public Status toStatus() {
        return Status.newBuilder()
                .setCode(code.value())
                .setMessage(text())
                .addAllDetails(details)
                .build();
    }

    boolean hasDetails() {
        return !details.isEmpty();
    }
}

package dev.floe.ledger.net.internal.rpc;

import dev.floe.format.DataException;
import io.grpc.Status.Code;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// Failures of handlers as statuses.
final class Failures {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /// The status of a failure. Of a bug the client learns only an id, under which the log has the rest.
    static RpcException of(Throwable failure) {
        return switch (failure) {
            case RpcException status -> status;
            case DataException.NotFound e -> RpcException.of(Code.NOT_FOUND, text(e));
            case DataException.Unavailable e -> RpcException.of(Code.UNAVAILABLE, text(e));
            case DataException.Denied e -> RpcException.of(Code.PERMISSION_DENIED, text(e));
            case DataException.Corrupt e -> RpcException.of(Code.INVALID_ARGUMENT, text(e));
            case IllegalArgumentException e -> RpcException.of(Code.INVALID_ARGUMENT, text(e));
            case IllegalStateException e -> RpcException.of(Code.FAILED_PRECONDITION, text(e));
            default -> {
                String id =
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
                LOG.log(System.Logger.Level.ERROR, "event=call failed id=" + id, failure);
                yield RpcException.of(Code.INTERNAL, "internal error " + id);
            }
        };
    }

    static int httpStatus(Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case FAILED_PRECONDITION, ABORTED, ALREADY_EXISTS -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case UNIMPLEMENTED -> 501;
            default -> 500;
        };
    }

    private static String text(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}

package dev.floe.ledger.net.internal.rpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.function.Function;

/// One method: its path, how to read the request, and what answers it.
///
/// @param path    `package.Service/Method` without leading slash
/// @param parser  reads the request
/// @param handler answers; runs on a virtual thread of its own
/// @param <Q>     the request
public record RpcMethod<Q extends MessageLite>(String path, Parser<Q> parser, Handler<Q> handler) {

    /// Answers one call by sending messages; returning ends the call with OK, throwing with the exception's status.
    ///
    /// @param <Q> the request
    @FunctionalInterface
    public interface Handler<Q> {

        /// Handles one call.
        void handle(Q request, RpcCall call);
    }

    /// A method with one answer.
    public static <Q extends MessageLite> RpcMethod<Q> unary(
            String path, Parser<Q> parser, Function<Q, ? extends MessageLite> answer) {
        return new RpcMethod<>(path, parser, (request, call) -> call.send(answer.apply(request)));
    }

    /// A method with any number of answers.
    public static <Q extends MessageLite> RpcMethod<Q> streaming(String path, Parser<Q> parser, Handler<Q> handler) {
        return new RpcMethod<>(path, parser, handler);
    }
}

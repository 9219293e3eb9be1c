package dev.floe.ledger.net.internal.rpc;

/// A plain HTTP route beside the gRPC methods.
///
/// @param method  `GET` or `POST`
/// @param path    the exact path
/// @param handler answers; runs on a virtual thread of its own
public record HttpRoute(String method, String path, Handler handler) {

    /// Answers one request.
    @FunctionalInterface
    public interface Handler {

        /// Answers a request with that body.
        Answer answer(byte[] body);
    }

    /// An answer in JSON.
    ///
    /// @param status the HTTP status
    /// @param json   the body
    public record Answer(int status, String json) {}
}

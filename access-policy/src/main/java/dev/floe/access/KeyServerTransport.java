package dev.floe.access;

import dev.floe.format.Bytes;
import java.util.Map;
import java.util.Optional;

/// Carries requests to key servers. Safe for concurrent use; calls block, end within the transport's timeout, and
/// end at once when their thread is interrupted.
public interface KeyServerTransport extends AutoCloseable {

    /// An answer.
    ///
    /// @param status HTTP status
    /// @param headers by lower-case name
    /// @param body at most 1 MiB
    record Reply(int status, Map<String, String> headers, Bytes body) {
        public Reply {
            headers = Map.copyOf(headers);
        }
    }

    /// Sends a request: `POST` with a body as JSON, else `GET`.
    ///
    /// @throws dev.floe.format.DataException.Unavailable if there was no answer
    Reply send(String url, Map<String, String> headers, Optional<Bytes> body);

    @Override
    void close();
}

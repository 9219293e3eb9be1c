package dev.floe.ledger.net.internal.rpc;

import com.google.protobuf.MessageLite;

/// A call in progress, as its handler sees it.
public interface RpcCall {

    /// Sends one message. A message is kept until the next one or the end, so that an answer of one message goes
    /// out with its status in one piece; the wait for a slow reader is at most [RpcLimits#writeTimeout].
    ///
    /// @throws RpcException CANCELLED if the client has gone or its deadline has passed
    void send(MessageLite message);

    /// Sends what [#send] still holds back, so that the client sees it now.
    void flush();

    /// Whether the client is still there. Long loops ask, and stop.
    boolean isOpen();

    /// Runs `action` once when the client goes away or the deadline passes; at once if that has happened.
    void onClose(Runnable action);
}

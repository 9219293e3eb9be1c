package dev.floe.ledger.net.internal.service;

import com.google.protobuf.MessageLite;
import dev.floe.ledger.net.internal.rpc.RpcException;
import io.grpc.Status.Code;

/// Keeps one answer within what a client takes: a small request can name many large objects.
final class ReplySize {

    private static final long MAX_BYTES = 60L << 20;

    private long bytes;

    /// `part`, which will be in the answer.
    ///
    /// @throws RpcException RESOURCE_EXHAUSTED if the answer becomes too large
    <M extends MessageLite> M with(M part) {
        bytes += part.getSerializedSize();
        if (bytes > MAX_BYTES) {
            throw RpcException.of(
                    Code.RESOURCE_EXHAUSTED, "the answer is over " + MAX_BYTES + " bytes; ask for less at once");
        }
        return part;
    }
}

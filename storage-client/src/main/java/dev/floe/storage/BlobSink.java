package dev.floe.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes the bytes of a blob piece by piece, in order.
@FunctionalInterface
public interface BlobSink {

    /// The next piece, from position to limit. Valid until this returns.
    void accept(ByteBuffer piece) throws IOException;
}

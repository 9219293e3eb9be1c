package dev.floe.node.net;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;

/// A body as a stream: the client is slowed down to the pace of whoever reads. For one thread.
final class BodyStream extends InputStream {

    /// Pieces asked for in advance; a piece is what came in one read of the socket, at most 64 KiB.
    private static final int PIECES_AHEAD = 4;

    /// A piece, or the end, or why there is no end.
    private sealed interface Part {
        record Piece(Buffer bytes) implements Part {}

        record End() implements Part {}

        record Failed(String why) implements Part {}
    }

    private final Context context;
    private final BodySource source;
    private final long maxBytes;
    private final LinkedBlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private Buffer current = Buffer.buffer();
    private int position;
    private long total;
    private boolean isOver;

    BodyStream(Context context, BodySource source, long maxBytes) {
        this.context = context;
        this.source = source;
        this.maxBytes = maxBytes;
        BodySource.Taker taker = new BodySource.Taker() {
            @Override
            public void part(Buffer bytes) {
                parts.add(new Part.Piece(bytes));
            }

            @Override
            public void end() {
                parts.add(new Part.End());
            }

            @Override
            public void failed(Throwable cause) {
                parts.add(new Part.Failed(String.valueOf(cause.getMessage())));
            }
        };
        context.runOnContext(_ -> {
            source.to(taker);
            source.more(PIECES_AHEAD);
        });
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (length > 0 && position == current.length()) {
            if (isOver || !next()) {
                return -1;
            }
        }
        int count = Math.min(length, current.length() - position);
        current.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    private boolean next() throws IOException {
        Part part;
        try {
            part = parts.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the body", e);
        }
        switch (part) {
            case Part.End _ -> {
                isOver = true;
                return false;
            }
            case Part.Failed failed -> throw new IOException("the body broke off: " + failed.why);
            case Part.Piece piece -> {
                context.runOnContext(_ -> source.more(1));
                current = piece.bytes;
                position = 0;
                total += current.length();
                if (total > maxBytes) {
                    throw new HttpFailure(413, "body of more than " + maxBytes + " bytes");
                }
                return true;
            }
        }
    }
}

package dev.floe.ledger.net.internal.rpc;

import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The three ways a message stands in an HTTP body. A frame is `flag u8, length u32 big-endian, bytes`.
///
/// | content type                  | body                                                              |
/// |-------------------------------|-------------------------------------------------------------------|
/// | `application/grpc[+proto]`    | message frames (flag 0); status in HTTP/2 trailers                |
/// | `application/grpc-web[+proto]`| message frames, last a frame with flag 0x80 and the status as text|
/// | `application/grpc-web-text[+proto]` | the same in Base64, each piece padded by itself             |
enum Wire {
    GRPC("application/grpc"),
    WEB("application/grpc-web"),
    WEB_TEXT("application/grpc-web-text");

    static final int FRAME_HEADER_BYTES = 5;
    private static final int TRAILER_FLAG = 0x80;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    /// The wire of a content type, or null if it is no gRPC at all.
    static @org.jspecify.annotations.Nullable Wire of(String contentType) {
        int end = contentType.indexOf(';');
        String bare = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        if (bare.endsWith("+proto")) {
            bare = bare.substring(0, bare.length() - "+proto".length());
        }
        for (Wire wire : values()) {
            if (wire.contentType.equals(bare)) {
                return wire;
            }
        }
        return null;
    }

    /// The content type of the answer to a request of type `requested`: clients compare it as text.
    String answerType(String requested) {
        return requested.contains("+proto") ? contentType + "+proto" : contentType;
    }

    boolean isWeb() {
        return this != GRPC;
    }

    /// The largest body that can hold a message of `maxMessageBytes`.
    long maxBodyBytes(int maxMessageBytes) {
        long framed = (long) maxMessageBytes + FRAME_HEADER_BYTES;
        return this == WEB_TEXT ? (framed + 2) / 3 * 4 + 4 : framed;
    }

    /// The one message of a request body.
    ///
    /// @throws RpcException if the body is not exactly one uncompressed message
    ByteBuffer requestMessage(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(this == WEB_TEXT ? base64(body) : body);
        if (in.remaining() < FRAME_HEADER_BYTES) {
            throw RpcException.of(
                    Code.INVALID_ARGUMENT, "request: " + in.remaining() + " bytes are less than a frame header of 5");
        }
        int flag = in.get();
        if (flag == 1) {
            throw RpcException.of(
                    Code.UNIMPLEMENTED, "request: compressed messages are not supported; send identity encoding");
        }
        long length = Integer.toUnsignedLong(in.getInt());
        if (flag != 0 || length != in.remaining()) {
            throw RpcException.of(
                    Code.INVALID_ARGUMENT,
                    "request: expected one message frame, got flag " + (flag & 0xFF) + " and length " + length
                            + " with " + in.remaining() + " bytes behind it");
        }
        return in;
    }

    /// A message frame as it stands in the body.
    byte[] message(byte[] message) {
        return encode(frame(0, message));
    }

    /// The frame that ends a gRPC-Web body.
    byte[] trailer(String trailers) {
        return encode(frame(TRAILER_FLAG, trailers.getBytes(StandardCharsets.US_ASCII)));
    }

    /// `text` as the value of `grpc-message`: printable ASCII without `%` stands for itself, other bytes of the
    /// UTF-8 as `%XX`.
    static String percentEncode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(utf8.length);
        for (byte b : utf8) {
            if (b >= ' ' && b <= '~' && b != '%') {
                out.write(b);
            } else {
                out.write('%');
                out.write(HEX[b >> 4 & 15]);
                out.write(HEX[b & 15]);
            }
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    private byte[] encode(byte[] frame) {
        return this == WEB_TEXT ? Base64.getEncoder().encode(frame) : frame;
    }

    private static byte[] frame(int flag, byte[] content) {
        return ByteBuffer.allocate(FRAME_HEADER_BYTES + content.length)
                .put((byte) flag)
                .putInt(content.length)
                .put(content)
                .array();
    }

    /// Base64 whose pieces may be padded one by one.
    private static byte[] base64(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length / 4 * 3);
        int start = 0;
        try {
            while (start < text.length) {
                int end = start;
                while (end < text.length && text[end] != '=') {
                    end++;
                }
                while (end < text.length && text[end] == '=') {
                    end++;
                }
                byte[] piece = new byte[end - start];
                System.arraycopy(text, start, piece, 0, piece.length);
                out.writeBytes(Base64.getDecoder().decode(piece));
                start = end;
            }
        } catch (IllegalArgumentException e) {
            throw RpcException.of(Code.INVALID_ARGUMENT, "request: body is not Base64: " + e.getMessage());
        }
        return out.toByteArray();
    }
}

package dev.floe.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Requests as written, however malformed, over one connection while it lasts.
final class RawHttp implements AutoCloseable {

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    RawHttp(int port) {
        this.port = port;
    }

    /// Sends a request and returns the status of the answer.
    int status(String method, String target, byte[] body) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return exchange(method, target, body);
            } catch (IOException e) {
                close();
                if (attempt == 2) {
                    throw e;
                }
            }
        }
    }

    private int exchange(String method, String target, byte[] body) throws IOException {
        Socket open = socket;
        if (open == null || open.isClosed()) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setSoTimeout(20_000);
            socket = open;
            in = new BufferedInputStream(open.getInputStream());
        }
        InputStream input = java.util.Objects.requireNonNull(in);
        String head = method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n";
        // In one write: else the second waits for the acknowledgement of the first.
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        open.getOutputStream().write(request.toByteArray());
        String line = line(input);
        int status = Integer.parseInt(line.split(" ")[1]);
        int length = 0;
        boolean isClosing = false;
        while (!line.isEmpty()) {
            line = line(input);
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            isClosing |= lower.equals("connection: close");
        }
        if (!method.equals("HEAD")) {
            input.readNBytes(length);
        }
        if (isClosing) {
            close();
        }
        return status;
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = input.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        socket = null;
    }
}

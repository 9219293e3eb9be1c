package dev.floe.node.net;

/// A request that is refused at the edge, with the status to answer.
final class HttpFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}

package dev.floe.host;

import java.io.IOException;

/// A file does not hold what was written to it: not an interrupted write, which is repaired silently, but damage.
public final class CorruptFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param message which file, where, expected against got
    public CorruptFileException(String message) {
        super(message);
    }
}

package dev.floe.host;

import java.io.IOException;

/// Another process, or another store object of this one, holds the exclusive lock of a directory.
public final class StoreLockedException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param message which directory, who holds it, what to do
    public StoreLockedException(String message) {
        super(message);
    }
}

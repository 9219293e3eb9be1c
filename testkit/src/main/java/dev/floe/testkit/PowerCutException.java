package dev.floe.testkit;

import java.io.IOException;

/// The simulated machine has no power any more.
public final class PowerCutException extends IOException {

    private static final long serialVersionUID = 1L;

    PowerCutException(String operation) {
        super("the power was cut at " + operation);
    }
}

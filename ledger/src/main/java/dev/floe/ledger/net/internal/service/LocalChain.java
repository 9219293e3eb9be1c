package dev.floe.ledger.net.internal.service;

/// What the embedded ledger calls itself.
public final class LocalChain {

    /// The chain's name.
    public static final String NAME = "local";

    private LocalChain() {}
}

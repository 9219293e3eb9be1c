package dev.floe.ledger.net.internal.service;

/// Reasons in `google.rpc.BadRequest` details with which our server tells our client what a refusal means. Other
/// nodes do not send them.
public final class Reasons {

    /// A signature is missing or wrong.
    public static final String SIGNATURE = "FLOE_SIGNATURE";
    /// An input has another version by now.
    public static final String INPUT_STALE = "FLOE_INPUT_STALE";
    /// An input does not exist.
    public static final String INPUT_NOT_FOUND = "FLOE_INPUT_NOT_FOUND";

    private Reasons() {}
}

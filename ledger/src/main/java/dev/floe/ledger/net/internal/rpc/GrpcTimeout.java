package dev.floe.ledger.net.internal.rpc;

import java.time.Duration;

/// The header `grpc-timeout`: at most 8 digits and a unit.
final class GrpcTimeout {

    private static final int MAX_DIGITS = 8;

    private GrpcTimeout() {}

    /// The timeout of a header value.
    ///
    /// @throws RpcException INVALID_ARGUMENT if it is none
    static Duration parse(String value) {
        int digits = value.length() - 1;
        if (digits < 1 || digits > MAX_DIGITS || !value.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(value);
        }
        long amount = Long.parseLong(value.substring(0, digits));
        return switch (value.charAt(digits)) {
            case 'H' -> Duration.ofHours(amount);
            case 'M' -> Duration.ofMinutes(amount);
            case 'S' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMillis(amount);
            case 'u' -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case 'n' -> Duration.ofNanos(amount);
            default -> throw bad(value);
        };
    }

    private static RpcException bad(String value) {
        String shown = value.length() <= 20 ? value : value.substring(0, 20) + "…";
        return RpcException.invalid(
                "grpc-timeout", "grpc-timeout: expected up to 8 digits and one of H M S m u n, got '" + shown + "'");
    }
}

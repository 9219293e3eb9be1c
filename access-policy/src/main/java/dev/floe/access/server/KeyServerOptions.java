package dev.floe.access.server;

import dev.floe.ledger.Address;
import java.time.Duration;

/// Settings of a key server.
///
/// @param sealPackage the published Seal package; its `time` module tells whether the ledger is behind
/// @param maxStaleness how far the ledger's time may be behind this machine's
/// @param maxSession longest life of a session that is accepted
/// @param requestsPerMinute how many answers one user gets per minute, evenly refilled
/// @param burst how many of them at once
public record KeyServerOptions(
        Address sealPackage, Duration maxStaleness, Duration maxSession, int requestsPerMinute, int burst) {

    /// As the official server: 2 minutes behind, sessions of 30 minutes; and 600 requests a minute for each user.
    public static KeyServerOptions of(Address sealPackage) {
        return new KeyServerOptions(sealPackage, Duration.ofMinutes(2), Duration.ofMinutes(30), 600, 100);
    }

    public KeyServerOptions {
        if (maxStaleness.isNegative() || maxSession.isNegative() || requestsPerMinute < 1 || burst < 1) {
            throw new IllegalArgumentException("key server: bounds must be positive, got staleness " + maxStaleness
                    + ", session " + maxSession + ", requests " + requestsPerMinute + ", burst " + burst);
        }
    }

    /// With another limit for each user.
    public KeyServerOptions withRate(int perMinute, int atOnce) {
        return new KeyServerOptions(sealPackage, maxStaleness, maxSession, perMinute, atOnce);
    }
}

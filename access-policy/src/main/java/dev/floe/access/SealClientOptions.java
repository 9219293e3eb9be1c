package dev.floe.access;

import dev.floe.ledger.Address;
import java.util.List;
import java.util.Optional;

/// Settings of a [SealClient].
///
/// @param keyServers the servers to encrypt for and to ask
/// @param verifyKeyServers whether a server must prove, once, that it holds the key its object names
/// @param clientType what the client calls itself; aggregators of committees accept only `typescript`, `rust` and
///     `python`
/// @param clientVersion of that client
public record SealClientOptions(
        List<Server> keyServers, boolean verifyKeyServers, String clientType, String clientVersion) {

    /// A key server that the client uses.
    ///
    /// @param id its on-chain object
    /// @param weight how many shares it gets when encrypting
    /// @param url where it answers, instead of what its object says; a must for committees
    /// @param apiKey a header that its operator asks for
    public record Server(Address id, int weight, Optional<String> url, Optional<ApiKey> apiKey) {
        public Server {
            if (weight < 1) {
                throw new IllegalArgumentException("key server " + id + ": weight must be at least 1, got " + weight);
            }
        }

        /// One share, found by its object.
        public static Server of(Address id) {
            return new Server(id, 1, Optional.empty(), Optional.empty());
        }
    }

    /// A header with a secret; prints without it.
    ///
    /// @param header its name
    /// @param value the secret
    public record ApiKey(String header, String value) {
        @Override
        public String toString() {
            return header + ": [secret]";
        }
    }

    public SealClientOptions {
        keyServers = List.copyOf(keyServers);
        long distinct = keyServers.stream().map(Server::id).distinct().count();
        if (keyServers.isEmpty() || distinct != keyServers.size()) {
            throw new IllegalArgumentException("key servers: expected one or more, each once, got " + keyServers.size()
                    + ", " + distinct + " different");
        }
    }

    /// Servers with one share each, verified.
    public static SealClientOptions of(List<Address> keyServers) {
        return new SealClientOptions(keyServers.stream().map(Server::of).toList(), true, "java", "0.1.0");
    }
}

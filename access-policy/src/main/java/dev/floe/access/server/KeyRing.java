package dev.floe.access.server;

import dev.floe.access.MasterKey;
import dev.floe.ledger.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The master keys of a key server, and for which packages each is used.
public sealed interface KeyRing {

    /// A master key and the on-chain object that names its public key.
    ///
    /// @param name of the client it belongs to; for logs
    /// @param key the secret
    /// @param keyServer the on-chain object
    record Held(String name, MasterKey key, Address keyServer) {}

    /// One key for all packages.
    ///
    /// @param only the key
    record Open(Held only) implements KeyRing {}

    /// A key for each client, for that client's packages only.
    ///
    /// @param clients at least one; names, objects, packages and keys are all different
    record Permissioned(List<Client> clients) implements KeyRing {
        public Permissioned {
            clients = List.copyOf(clients);
            Set<Object> seen = new HashSet<>();
            for (Client client : clients) {
                boolean fresh = seen.add(client.held().name())
                        && seen.add(client.held().keyServer())
                        && seen.add(client.held().key().revealScalar());
                for (Address packageId : client.packages()) {
                    fresh = fresh && seen.add(List.of("package", packageId));
                }
                if (!fresh) {
                    throw new IllegalArgumentException("permissioned key server: client '"
                            + client.held().name() + "' shares its name, object, key or a package with another");
                }
            }
            if (clients.isEmpty()) {
                throw new IllegalArgumentException("permissioned key server: at least one client is needed");
            }
        }
    }

    /// A client of a permissioned key server.
    ///
    /// @param held its key
    /// @param packages first versions of its policy packages
    record Client(Held held, Set<Address> packages) {
        public Client {
            packages = Set.copyOf(packages);
        }
    }

    /// The key for a package.
    ///
    /// @param firstPackage its first version
    default Optional<Held> forPackage(Address firstPackage) {
        return switch (this) {
            case Open open -> Optional.of(open.only());
            case Permissioned permissioned ->
                permissioned.clients().stream()
                        .filter(client -> client.packages().contains(firstPackage))
                        .map(Client::held)
                        .findFirst();
        };
    }

    /// The key behind an on-chain object.
    default Optional<Held> behind(Address keyServer) {
        return held().stream()
                .filter(each -> each.keyServer().equals(keyServer))
                .findFirst();
    }

    /// All keys.
    default List<Held> held() {
        return switch (this) {
            case Open open -> List.of(open.only());
            case Permissioned permissioned ->
                permissioned.clients().stream().map(Client::held).toList();
        };
    }
}

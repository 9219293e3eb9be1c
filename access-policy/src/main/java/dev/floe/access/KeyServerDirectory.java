package dev.floe.access;

import dev.floe.format.bls.Curve;
import dev.floe.ledger.Address;
import dev.floe.ledger.Ledger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where a client learns the public keys of key servers. Safe for concurrent use.
@FunctionalInterface
public interface KeyServerDirectory {

    /// Most key servers that are remembered.
    int MAX_REMEMBERED = 10_000;

    /// What is known of a key server.
    ///
    /// @throws dev.floe.format.DataException.NotFound if there is no such key server
    KeyServerInfo info(Address keyServer);

    /// The ledger; each key server is read once, because its key never changes.
    static KeyServerDirectory onChain(Curve curve, Ledger ledger) {
        Map<Address, KeyServerInfo> known = new ConcurrentHashMap<>();
        return id -> {
            KeyServerInfo info = known.get(id);
            if (info == null) {
                info = KeyServerInfo.read(curve, ledger, id);
                if (known.size() < MAX_REMEMBERED) {
                    known.put(id, info);
                }
            }
            return info;
        };
    }
}

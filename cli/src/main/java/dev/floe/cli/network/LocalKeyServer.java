package dev.floe.cli.network;

import dev.floe.access.Ibe;
import dev.floe.access.net.KeyServerHttp;
import dev.floe.access.server.KeyServer;
import dev.floe.access.server.KeyServerFolder;
import dev.floe.access.server.KeyServerOptions;
import dev.floe.access.server.KeyServerRegistration;
import dev.floe.access.server.NameRegistry;
import dev.floe.access.server.ReleaseLog;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.Wallet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A key server that runs.
///
/// @param lock of its folder
/// @param log  its releases
/// @param http its port
record LocalKeyServer(FileStore.StoreLock lock, ReleaseLog log, KeyServerHttp http) implements AutoCloseable {

    /// Makes a key server's secrets and its object on the ledger, one key for all packages; gives the object's id.
    static Address register(Path folder, Wallet wallet, Address sealPackage, String name, String url)
            throws IOException {
        KeyServerFolder server = KeyServerFolder.open(folder, Entropy.system());
        Ibe ibe = new Ibe(Curve.best());
        Address id = KeyServerRegistration.register(
                wallet,
                sealPackage,
                name,
                url,
                ibe.publicKey(server.masterKeys(Optional.empty(), 0).getFirst()));
        server.save(new KeyServerFolder.Settings(sealPackage, Optional.of(id), List.of()));
        return id;
    }

    static LocalKeyServer start(Path folder, Ledger ledger, Time time, String host, int port) throws IOException {
        KeyServerFolder server = KeyServerFolder.open(folder, Entropy.system());
        KeyServerFolder.Settings settings = server.settings()
                .orElseThrow(() -> new DataException.Corrupt("key server in " + folder + ": its settings are missing"));
        FileStore.StoreLock lock = server.lock();
        ReleaseLog log = server.openLog();
        KeyServer keyServer = new KeyServer(
                new Ibe(Curve.best()),
                ledger,
                time,
                Entropy.system(),
                KeyServerOptions.of(settings.sealPackage()),
                server.keyRing(settings, Optional.empty()),
                NameRegistry.NONE,
                log);
        return new LocalKeyServer(lock, log, KeyServerHttp.start(keyServer, host, port, 0));
    }

    @Override
    public void close() throws IOException {
        http.close();
        log.close();
        lock.close();
    }
}

package dev.floe.cli.access;

import dev.floe.access.DenialAdvisor;
import dev.floe.access.Ibe;
import dev.floe.access.KeyServerDirectory;
import dev.floe.access.SealClient;
import dev.floe.access.SealClientOptions;
import dev.floe.access.SessionKey;
import dev.floe.access.net.HttpKeyServerTransport;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.host.Entropy;
import dev.floe.host.PrivateFiles;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A Seal client for one command, and the user's saved sessions.
final class SealConnection implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_SESSION = 64 << 10;

    private final HttpKeyServerTransport transport = new HttpKeyServerTransport(TIMEOUT);
    private final SealClient client;

    SealConnection(Ledger ledger, List<Address> keyServers, DenialAdvisor advisor) {
        Curve curve = Curve.best();
        client = new SealClient(
                new Ibe(curve),
                KeyServerDirectory.onChain(curve, ledger),
                transport,
                new SystemTime(),
                Entropy.system(),
                SealClientOptions.of(keyServers),
                advisor);
    }

    SealClient client() {
        return client;
    }

    /// A new session, signed.
    static SessionKey newSession(Keypair user, Address packageId, int minutes) {
        return SessionKey.create(
                        Entropy.system(), new SystemTime().now(), user.address(), packageId, Optional.empty(), minutes)
                .sign(user);
    }

    /// The saved session of a user for a package, if there is one that is not over.
    static Optional<SessionKey> savedSession(Address user, Address packageId) throws IOException {
        PrivateFiles files = sessions();
        try {
            SessionKey session =
                    SessionKey.parseExport(Bytes.copyOf(files.read(fileName(user, packageId), MAX_SESSION)));
            if (!session.isExpired(new SystemTime().now())) {
                return Optional.of(session);
            }
            session.close();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (DataException.Corrupt _) {
            // An old or foreign file: a new session replaces it.
        }
        files.delete(fileName(user, packageId));
        return Optional.empty();
    }

    static void save(SessionKey session) throws IOException {
        PrivateFiles files = sessions();
        String name = fileName(session.user(), session.packageId());
        files.delete(name);
        files.create(name, session.revealExport().toByteArray());
    }

    private static PrivateFiles sessions() throws IOException {
        return PrivateFiles.open(KeyOptions.home().resolve("sessions"));
    }

    private static String fileName(Address user, Address packageId) {
        return user.toHex().replace("0x", "").substring(0, 32) + "-"
                + packageId.toHex().replace("0x", "").substring(0, 32) + ".json";
    }

    @Override
    public void close() {
        transport.close();
    }
}

package dev.floe.cli.network;

import dev.floe.cli.ledger.KeyOptions;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.host.DiskFileStore;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.Wallet;
import dev.floe.storage.net.HttpNodeClients;
import dev.floe.storage.walrus.WalrusAccount;
import dev.floe.storage.walrus.WalrusIds;
import dev.floe.storage.walrus.WalrusNetwork;
import dev.floe.storage.walrus.WalrusPublisher;
import dev.floe.storage.walrus.WalrusSystem;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which storage network a command speaks with: the one whose contracts are on the ledger of `--network`.
public final class StorageOptions {

    @Mixin
    private NetworkOptions ledger = new NetworkOptions();

    @Option(
            names = "--system",
            paramLabel = "ID",
            description = "The Walrus System object, where neither network.json nor mainnet or testnet tells it.")
    private Optional<String> system = Optional.empty();

    @Option(names = "--staking", paramLabel = "ID", description = "The Walrus Staking object, with --system.")
    private Optional<String> staking = Optional.empty();

    @Option(names = "--tls", description = "Reach storage nodes by HTTPS with pinned keys. Default off local networks.")
    private boolean tls;

    /// An open network; closing it closes its ledger and connections.
    ///
    /// @param file what a local network's folder says about it
    public record Open(
            Ledger ledger,
            WalrusSystem system,
            WalrusNetwork network,
            HttpNodeClients clients,
            Optional<NetworkFile> file)
            implements AutoCloseable {

        /// The account of a key.
        public WalrusAccount account(Keypair key) {
            return new WalrusAccount(system, new Wallet(ledger, key));
        }

        /// A writer paid by a key. Uploads under way are remembered in the user's folder.
        public WalrusPublisher publisher(Keypair key) throws IOException {
            return new WalrusPublisher(
                    network, account(key), DiskFileStore.open(KeyOptions.home().resolve("uploads")));
        }

        @Override
        public void close() {
            network.close();
            clients.close();
            ledger.close();
        }
    }

    /// Connects.
    ///
    /// @throws DataException.NotFound if it is not known which objects the network is made of
    public Open open() throws IOException {
        Optional<NetworkFile> file = ledger.networkFile();
        WalrusIds ids = ids(file);
        Ledger connected = ledger.connect();
        try {
            WalrusSystem walrus = WalrusSystem.of(connected, ids);
            boolean isLocal = file.isPresent() && !tls;
            HttpNodeClients clients = new HttpNodeClients(
                    isLocal ? HttpNodeClients.Scheme.HTTP : HttpNodeClients.Scheme.HTTPS,
                    new StorageShards(walrus.staking().shardCount()));
            WalrusNetwork network =
                    new WalrusNetwork(walrus::committees, clients, dev.floe.storage.walrus.NetworkOptions.defaults());
            return new Open(connected, walrus, network, clients, file);
        } catch (RuntimeException e) {
            connected.close();
            throw e;
        }
    }

    /// The folder of a local network.
    NetworkFolder folder() {
        return ledger.folder();
    }

    private WalrusIds ids(Optional<NetworkFile> file) {
        if (system.isPresent() != staking.isPresent()) {
            throw new IllegalArgumentException("--system and --staking: give both or none");
        }
        if (system.isPresent()) {
            return new WalrusIds(Address.parse(system.get()), Address.parse(staking.orElseThrow()));
        }
        if (file.isPresent()) {
            return new WalrusIds(file.get().requireObject("system"), file.get().requireObject("staking"));
        }
        if (ledger.isMainnet()) {
            return WalrusIds.MAINNET;
        }
        throw new DataException.NotFound("storage network: which objects it is made of is not known here; start one"
                + " with floe up, or give --system and --staking");
    }
}

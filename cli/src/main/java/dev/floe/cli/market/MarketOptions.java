package dev.floe.cli.market;

import dev.floe.access.market.FloePackage;
import dev.floe.access.market.Market;
import dev.floe.access.market.MarketActions;
import dev.floe.access.market.PolicyActions;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.DataException;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.Wallet;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which deployment of the package `floe` a command speaks with, and as whom.
final class MarketOptions {

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Option(
            names = "--package",
            paramLabel = "ID",
            defaultValue = "${FLOE_PACKAGE:-}",
            description = "The Move package floe. Default: the network folder's packages.floe, else $FLOE_PACKAGE.")
    private String packageId = "";

    /// Connects; the caller closes the session.
    Session open() throws IOException {
        Ledger ledger = network.connect();
        try {
            Keypair signer = key.open();
            return new Session(ledger, signer, FloePackage.at(ledger, packageId()));
        } catch (IOException | RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /// The coin that a text names: `sui`, `wal`, or a type.
    TypeTag coin(String text) throws IOException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "sui" -> StructTag.SUI;
            case "wal" ->
                StructTag.of(
                        packageNamed("wal")
                                .orElseThrow(
                                        () -> new IllegalArgumentException(
                                                "coin: wal is only known where --network is a folder that names it; give the type")),
                        "wal",
                        "WAL");
            default -> TypeTag.parse(text);
        };
    }

    private Address packageId() throws IOException {
        if (!packageId.isEmpty()) {
            return Address.parse(packageId);
        }
        Optional<Address> named = packageNamed("floe");
        return named.orElseThrow(() -> new DataException.NotFound(
                "package floe: unknown on this network; give --package ID, or --network the folder of floe up"));
    }

    private Optional<Address> packageNamed(String name) throws IOException {
        return network.networkFile()
                .flatMap(file -> Optional.ofNullable(file.packages().get(name)));
    }

    /// An open connection with everything commands use.
    static final class Session implements AutoCloseable {
        private final Ledger ledger;
        private final Keypair signer;
        private final FloePackage at;

        Session(Ledger ledger, Keypair signer, FloePackage at) {
            this.ledger = ledger;
            this.signer = signer;
            this.at = at;
        }

        Ledger ledger() {
            return ledger;
        }

        Wallet wallet() {
            return new Wallet(ledger, signer);
        }

        Address me() {
            return signer.address();
        }

        FloePackage at() {
            return at;
        }

        Market market() {
            return new Market(ledger, at, new SystemTime());
        }

        PolicyActions policies() {
            return new PolicyActions(at);
        }

        MarketActions actions() {
            return new MarketActions(at);
        }

        @Override
        public void close() {
            signer.close();
            ledger.close();
        }
    }
}

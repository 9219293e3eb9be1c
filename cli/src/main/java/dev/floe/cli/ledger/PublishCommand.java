package dev.floe.cli.ledger;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe publish`.
@Command(
        name = "publish",
        description = {
            "Publish a compiled Move package, or its next version with --upgrade-cap.",
            "The first publish creates an UpgradeCap, which the sender gets."
        })
public final class PublishCommand extends FloeCommand {

    private static final long MAX_FILE = 16 << 20;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(
            paramLabel = "COMPILED.json",
            description = "What node contracts/build.mjs --compile DIR --out FILE writes.")
    private Path file = Path.of("");

    @Option(
            names = "--upgrade-cap",
            paramLabel = "ID",
            defaultValue = "",
            description = "The UpgradeCap of the package to upgrade.")
    private String upgradeCap = "";

    @Override
    protected int run(Output out) throws Exception {
        CompiledPackage compiled = read(file);
        try (Keypair signer = key.open();
                Ledger ledger = network.connect()) {
            Wallet wallet = new Wallet(ledger, signer);
            Transaction transaction = upgradeCap.isEmpty()
                    ? publish(compiled, wallet.address())
                    : upgrade(compiled, ledger, Address.parse(upgradeCap));
            TransactionReport.run(out, wallet, transaction, gas);
            return 0;
        }
    }

    private static CompiledPackage read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new DataException.Corrupt(file + ": expected at most " + MAX_FILE + " bytes");
        }
        try {
            return CompiledPackage.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (DataException.Corrupt e) {
            throw new DataException.Corrupt(file + ": " + e.getMessage(), e);
        }
    }

    private static Transaction publish(CompiledPackage compiled, Address owner) {
        Transaction tx = new Transaction();
        Argument cap = tx.publish(compiled.modules(), compiled.dependencies());
        tx.transferObjects(List.of(cap), tx.address(owner));
        return tx;
    }

    private static Transaction upgrade(CompiledPackage compiled, Ledger ledger, Address capId) {
        Cap cap = Cap.of(ledger.object(capId).move());
        Transaction tx = new Transaction();
        Argument capArgument = tx.object(capId);
        Argument ticket = tx.call(
                "0x2::package::authorize_upgrade",
                List.of(),
                capArgument,
                tx.u8(cap.policy()),
                tx.bytes(compiled.digest()));
        Argument receipt = tx.upgrade(compiled.modules(), compiled.dependencies(), cap.packageId(), ticket);
        tx.call("0x2::package::commit_upgrade", List.of(), capArgument, receipt);
        return tx;
    }

    /// An `0x2::package::UpgradeCap`: id, package, version `u64`, policy `u8`.
    private record Cap(Address packageId, int policy) {
        static Cap of(MoveObject object) {
            if (!object.type().is(Address.SUI, "package", "UpgradeCap")) {
                throw new IllegalArgumentException(
                        "--upgrade-cap: expected a 0x2::package::UpgradeCap, got a " + object.type());
            }
            Bytes contents = object.contents();
            BcsReader in = BcsReader.of("UpgradeCap", contents);
            Address.read(in);
            Address packageId = Address.read(in);
            in.u64();
            int policy = in.u8();
            in.end();
            if (packageId.equals(Address.ZERO)) {
                throw new DataException.NotFound("UpgradeCap " + object.id() + " has no package");
            }
            return new Cap(packageId, policy);
        }
    }
}

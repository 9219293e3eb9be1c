package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.DenialAdvisor;
import dev.floe.access.EncryptedObject;
import dev.floe.access.SessionKey;
import dev.floe.access.market.Approvals;
import dev.floe.access.market.Evidence;
import dev.floe.access.market.FloePackage;
import dev.floe.access.market.KeyId;
import dev.floe.access.market.Lease;
import dev.floe.access.market.Market;
import dev.floe.access.market.RentAdvisor;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.Transaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe decrypt`.
@Command(
        name = "decrypt",
        description = {
            "Decrypt FILE, a Seal object, with keys that its key servers release when the policy agrees.",
            "Uses the session that floe session saved, else signs a new one."
        })
public final class DecryptCommand extends FloeCommand {

    private static final int MAX_FILE = EncryptedObject.MAX_MESSAGE_BYTES + (1 << 20);

    @Parameters(paramLabel = "FILE", description = "What to decrypt.")
    private Path file = Path.of("");

    @Option(
            names = "--approve",
            paramLabel = "MODULE::FUNCTION",
            defaultValue = "",
            description = {
                "The policy's seal_approve function. Default: what fits a policy of Floe's own package,",
                "with your lease if you have one that runs."
            })
    private String function = "";

    @Option(
            names = "--argument",
            paramLabel = "OBJECT",
            split = ",",
            description = "Objects that the function takes after the id, in order; clock for the clock.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--package",
            paramLabel = "ID",
            defaultValue = "",
            description = "The version of the policy package to call. Default: the one in FILE.")
    private String packageId = "";

    @Option(
            names = "--proof",
            paramLabel = "HEX",
            description = "A proof of an Ethereum or Solana key, see floe policy proof; may be repeated.")
    private List<String> proofs = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write. Default: FILE without .sealed.")
    private Path target = Path.of("");

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Override
    protected int run(Output out) throws Exception {
        if (Files.size(file) > MAX_FILE) {
            throw new IllegalArgumentException(file + ": a Seal object has at most " + MAX_FILE + " bytes");
        }
        EncryptedObject object = EncryptedObject.parse(Bytes.copyOf(Files.readAllBytes(file)));
        Path to = target();
        List<Address> servers = object.services().stream()
                .map(EncryptedObject.Service::keyServer)
                .distinct()
                .toList();
        Address first = object.identity().packageId();
        try (Keypair user = key.open();
                Ledger ledger = network.connect();
                SessionKey session = session(user, first)) {
            Optional<Market> market = function.isEmpty() ? Optional.of(market(ledger, first)) : Optional.empty();
            Bytes plain;
            try (SealConnection seal = new SealConnection(ledger, servers, advisor(ledger))) {
                ProgrammableTransaction approval = market.isPresent()
                        ? approval(ledger, market.get(), object, user.address())
                        : approval(object).resolve(ledger);
                plain = seal.client().decrypt(object, session, approval);
            }
            EncryptCommand.write(to, plain.toByteArray());
            out.line("decrypted " + file + " to " + to + ", " + plain.size() + " bytes");
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("file", to.toString())
                    .put("sizeBytes", plain.size()));
            return 0;
        }
    }

    /// Looks for offers only when somebody was refused, and only if the policy is one of our market's.
    private static DenialAdvisor advisor(Ledger ledger) {
        return (identity, user) -> {
            try {
                FloePackage floe = FloePackage.at(ledger, identity.packageId());
                return new RentAdvisor(new Market(ledger, floe, new SystemTime())).advice(identity, user);
            } catch (DataException | IllegalStateException | IllegalArgumentException _) {
                return Optional.empty(); // a policy of somebody else
            }
        };
    }

    private static SessionKey session(Keypair user, Address packageId) throws java.io.IOException {
        Optional<SessionKey> saved = SealConnection.savedSession(user.address(), packageId);
        return saved.isPresent() ? saved.get() : SealConnection.newSession(user, packageId, 5);
    }

    private Market market(Ledger ledger, Address first) {
        Address called = packageId.isEmpty() ? first : Address.parse(packageId);
        try {
            return new Market(ledger, FloePackage.at(ledger, called), new SystemTime());
        } catch (DataException.NotFound e) {
            throw new IllegalArgumentException(
                    "--approve: the policy is not one of Floe's own package; name its seal_approve function", e);
        }
    }

    private ProgrammableTransaction approval(Ledger ledger, Market market, EncryptedObject object, Address user) {
        KeyId wanted = KeyId.parse(object.identity().innerId());
        Optional<Address> lease = market.leaseFor(user, wanted).map(Lease::id);
        List<Bytes> signed = proofs.stream()
                .map(text -> Bytes.parseHex(text.startsWith("0x") ? text.substring(2) : text))
                .toList();
        return Approvals.of(ledger, market.at(), List.of(wanted), new Evidence(lease, signed));
    }

    private Transaction approval(EncryptedObject object) {
        String called = packageId.isEmpty() ? object.identity().packageId().toString() : packageId;
        Transaction tx = new Transaction();
        List<Argument> all = new ArrayList<>();
        all.add(tx.bytes(object.identity().innerId()));
        for (String argument : arguments) {
            all.add(argument.equals("clock") ? tx.clock() : tx.object(Address.parse(argument)));
        }
        tx.call(called + "::" + function, List.of(), all.toArray(Argument[]::new));
        return tx;
    }

    private Path target() {
        if (!target.toString().isEmpty()) {
            return target;
        }
        String name = file.toString();
        if (!name.endsWith(".sealed")) {
            throw new IllegalArgumentException(
                    "--out: say where to write, because " + file + " does not end in .sealed");
        }
        return Path.of(name.substring(0, name.length() - ".sealed".length()));
    }
}

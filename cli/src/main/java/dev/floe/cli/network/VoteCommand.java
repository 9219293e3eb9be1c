package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.staking.StorageNodeCap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `floe vote`.
@Command(
        name = "vote",
        mixinStandardHelpOptions = true,
        description = "Vote as a storage node: for prices, for its capacity, and to slash another node.",
        subcommands = {VoteCommand.Price.class, VoteCommand.Capacity.class, VoteCommand.Slash.class})
public final class VoteCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of price, capacity and slash is missing");
    }

    /// What these commands share.
    abstract static class Vote extends FloeCommand {

        @Mixin
        private StorageOptions storage = new StorageOptions();

        @Mixin
        private KeyOptions key = new KeyOptions();

        @Option(
                names = "--node",
                paramLabel = "NAME",
                description = "Vote as this node of a local network, with its own key, instead of --key.")
        private Optional<String> node = Optional.empty();

        @Option(
                names = "--cap",
                paramLabel = "ID",
                description = "The StorageNodeCap to vote with, where the key owns several.")
        private Optional<String> capId = Optional.empty();

        /// Puts the vote into `tx`, and says what it is.
        abstract ObjectNode vote(StorageOptions.Open open, Transaction tx, StorageNodeCap cap);

        abstract String done();

        @Override
        protected int run(Output out) throws Exception {
            try (StorageOptions.Open open = storage.open();
                    Keypair voter = voter(open)) {
                StorageNodeCap cap = cap(open, voter.address());
                Transaction tx = new Transaction();
                ObjectNode json = vote(open, tx, cap);
                new Wallet(open.ledger(), voter).execute(tx);
                out.line(done());
                out.json(json.put("node", cap.nodeId().toString()));
                return 0;
            }
        }

        private Keypair voter(StorageOptions.Open open) throws IOException {
            if (node.isEmpty()) {
                return key.open();
            }
            String name = node.get();
            NetworkFile file = open.file()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--node: only the keys of a local network's nodes are here; give --key"));
            file.requireNode(name);
            return NodeSecrets.wallet(storage.folder().keys(name));
        }

        private StorageNodeCap cap(StorageOptions.Open open, Address owner) {
            StructTag type = StructTag.of(open.system().blobType().address(), "storage_node", "StorageNodeCap");
            List<StorageNodeCap> caps = open.ledger().ownedObjects(owner, type, PageRequest.FIRST).items().stream()
                    .map(object -> StorageNodeCap.of(object.move()))
                    .filter(cap -> capId.isEmpty() || cap.id().equals(Address.parse(capId.get())))
                    .toList();
            if (caps.isEmpty()) {
                throw new DataException.Denied("vote: " + owner + " owns "
                        + (capId.isEmpty() ? "no StorageNodeCap" : "not the StorageNodeCap " + capId.get())
                        + "; only who runs a storage node may vote, see --key and --node");
            }
            if (caps.size() > 1) {
                throw new IllegalArgumentException(
                        "vote: " + owner + " owns " + caps.size() + " StorageNodeCaps; say which by --cap");
            }
            return caps.getFirst();
        }
    }

    /// `floe vote price`.
    @Command(
            name = "price",
            description = {
                "Vote for prices, in FROST per MiB; 1 WAL is 1,000,000,000 FROST. The price of an epoch is the one that",
                "nodes with two thirds of the storage shards find enough."
            })
    static final class Price extends Vote {

        @Option(names = "--storage", paramLabel = "FROST", description = "For storing 1 MiB for one storage epoch.")
        private Optional<Long> storagePrice = Optional.empty();

        @Option(names = "--write", paramLabel = "FROST", description = "For writing 1 MiB.")
        private Optional<Long> writePrice = Optional.empty();

        @Override
        ObjectNode vote(StorageOptions.Open open, Transaction tx, StorageNodeCap cap) {
            if (storagePrice.isEmpty() && writePrice.isEmpty()) {
                throw new IllegalArgumentException("vote price: give --storage, --write or both");
            }
            StakingContract contract = Validators.contract(open);
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            storagePrice.ifPresent(price -> {
                contract.voteStoragePrice(tx, cap.id(), atLeastZero("--storage", price));
                json.put("storagePrice", price);
            });
            writePrice.ifPresent(price -> {
                contract.voteWritePrice(tx, cap.id(), atLeastZero("--write", price));
                json.put("writePrice", price);
            });
            return json;
        }

        @Override
        String done() {
            return "voted for "
                    + storagePrice
                            .map(price -> price + " FROST per MiB and storage epoch")
                            .orElse("")
                    + (storagePrice.isPresent() && writePrice.isPresent() ? ", " : "")
                    + writePrice.map(price -> price + " FROST per MiB written").orElse("");
        }
    }

    /// `floe vote capacity`.
    @Command(
            name = "capacity",
            description = "Vote for how much the node can store; with its stake this gives the network's capacity.")
    static final class Capacity extends Vote {

        @Parameters(paramLabel = "BYTES", description = "How many bytes.")
        private long bytes;

        @Override
        ObjectNode vote(StorageOptions.Open open, Transaction tx, StorageNodeCap cap) {
            Validators.contract(open).voteCapacity(tx, cap.id(), atLeastZero("BYTES", bytes));
            return JsonNodeFactory.instance.objectNode().put("capacity", bytes);
        }

        @Override
        String done() {
            return "voted for " + bytes + " bytes";
        }
    }

    /// `floe vote slash`.
    @Command(
            name = "slash",
            description = {
                "Vote to burn the commission that another node has collected. It is burned when nodes with more than",
                "two thirds of the storage shards have voted so within one storage epoch, and somebody gives --execute."
            })
    static final class Slash extends Vote {

        @Parameters(paramLabel = "NODE", description = "The other node's name or id, see floe validators.")
        private String other = "";

        @Option(names = "--execute", description = "Do not vote; carry out what was voted. Local networks only.")
        private boolean execute;

        @Override
        ObjectNode vote(StorageOptions.Open open, Transaction tx, StorageNodeCap cap) {
            NetworkFile file = open.file()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "vote slash: which object counts the votes is known of local networks only"));
            Address manager = file.requireObject("slashing");
            Address candidate = Validators.find(open, other);
            StakingContract contract = Validators.contract(open);
            if (execute) {
                contract.slash(tx, manager, candidate);
            } else {
                contract.voteSlashing(tx, manager, cap.nodeId(), candidate);
            }
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("candidate", candidate.toString())
                    .put("executed", execute);
        }

        @Override
        String done() {
            return execute ? "slashed " + other : "voted to slash " + other;
        }
    }

    private static long atLeastZero(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + ": expected 0 or more, got " + value);
        }
        return value;
    }
}

package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Page;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.staking.StakedWal;
import dev.floe.storage.staking.StakingContract;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `floe stake`.
@Command(
        name = "stake",
        mixinStandardHelpOptions = true,
        description = "Stake WAL with storage nodes, and take it out with its rewards.",
        subcommands = {
            StakeCommand.Add.class,
            StakeCommand.Remove.class,
            StakeCommand.ListCommand.class,
            StakeCommand.Rewards.class
        })
public final class StakeCommand implements Runnable {

    private static final int MOST_STAKES = 10_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of add, remove, list and rewards is missing");
    }

    /// What these commands share.
    abstract static class OnStake extends FloeCommand {

        @Mixin
        private StorageOptions storage = new StorageOptions();

        @Mixin
        private KeyOptions key = new KeyOptions();

        abstract int run(Output out, StorageOptions.Open open, Keypair owner) throws Exception;

        @Override
        protected int run(Output out) throws Exception {
            try (StorageOptions.Open open = storage.open();
                    Keypair owner = key.open()) {
                return run(out, open, owner);
            }
        }
    }

    /// `floe stake add`.
    @Command(
            name = "add",
            description = "Stake WAL with a node. It earns from the next storage epoch, or the one after.")
    static final class Add extends OnStake {

        @Parameters(index = "0", paramLabel = "NODE", description = "A node's name or id, see floe validators.")
        private String node = "";

        @Parameters(index = "1", paramLabel = "WAL", description = "How much, at least 1.")
        private String amount = "";

        @Override
        int run(Output out, StorageOptions.Open open, Keypair owner) {
            long frost = Frost.parse(amount);
            Address nodeId = Validators.find(open, node);
            List<Coin> coins = open.system().walFor(owner.address(), frost);
            Transaction tx = new Transaction();
            Argument all = open.system().calls().merged(tx, coins);
            Argument coin = tx.splitCoins(all, tx.u64(frost)).nested(0);
            StakingContract contract = Validators.contract(open);
            tx.transferObjects(List.of(contract.stake(tx, coin, nodeId)), tx.address(owner.address()));
            StakedWal staked = StakedWal.of(new Wallet(open.ledger(), owner)
                    .execute(tx)
                    .created(open.ledger(), stakedType(open))
                    .move());
            out.line(staked.id() + "  " + Frost.text(staked.principal()) + ", counts from storage epoch "
                    + staked.activationEpoch());
            out.json(json(staked));
            return 0;
        }
    }

    /// `floe stake remove`.
    @Command(
            name = "remove",
            description = {
                "Take stake out with its rewards. Stake that counts already has to be asked for first, and is paid an",
                "epoch or two later: run this again then."
            })
    static final class Remove extends OnStake {

        @Parameters(paramLabel = "ID", description = "The StakedWal object, see floe stake list.")
        private String id = "";

        @Option(names = "--ask-only", description = "Ask for it, do not take it out.")
        private boolean askOnly;

        @Override
        int run(Output out, StorageOptions.Open open, Keypair owner) {
            Address object = Address.parse(id);
            StakedWal staked = StakedWal.of(open.ledger().object(object).move());
            StakingContract contract = Validators.contract(open);
            long epoch = open.system().state().epoch();
            Wallet wallet = new Wallet(open.ledger(), owner);
            Transaction tx = new Transaction();
            boolean mustAsk = staked.withdrawEpoch().isEmpty() && staked.activationEpoch() <= epoch;
            if (askOnly || mustAsk) {
                contract.requestWithdraw(tx, object);
                wallet.execute(tx);
                StakedWal asked = StakedWal.of(open.ledger().object(object).move());
                out.line("asked for; can be taken out in storage epoch "
                        + asked.withdrawEpoch().orElseThrow());
                out.json(json(asked));
                return 0;
            }
            if (staked.withdrawEpoch().isPresent() && staked.withdrawEpoch().getAsLong() > epoch) {
                throw new IllegalStateException("stake " + object + ": it can be taken out in storage epoch "
                        + staked.withdrawEpoch().getAsLong() + ", now is " + epoch);
            }
            long before = open.ledger().balance(owner.address(), contract.wal()).total();
            tx.transferObjects(List.of(contract.withdraw(tx, object)), tx.address(owner.address()));
            wallet.execute(tx);
            long paid = open.ledger().balance(owner.address(), contract.wal()).total() - before;
            out.line("paid " + Frost.text(paid) + ", of which " + Frost.text(paid - staked.principal()) + " rewards");
            out.json(json(staked).put("paid", paid).put("rewards", paid - staked.principal()));
            return 0;
        }
    }

    /// `floe stake list`.
    @Command(name = "list", description = "What you have staked.")
    static final class ListCommand extends OnStake {
        @Override
        int run(Output out, StorageOptions.Open open, Keypair owner) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            for (StakedWal staked : stakes(open, owner)) {
                out.line(staked.id() + "  " + Frost.text(staked.principal()) + "  node " + staked.nodeId()
                        + "  from epoch " + staked.activationEpoch()
                        + (staked.withdrawEpoch().isPresent()
                                ? "  out from epoch " + staked.withdrawEpoch().getAsLong()
                                : ""));
                json.add(json(staked));
            }
            out.json(JsonNodeFactory.instance.objectNode().set("stakes", json));
            return 0;
        }
    }

    /// `floe stake rewards`.
    @Command(
            name = "rewards",
            description = "What your stakes have earned up to now, if taken out in this storage epoch.")
    static final class Rewards extends OnStake {
        @Override
        int run(Output out, StorageOptions.Open open, Keypair owner) {
            long epoch = open.system().state().epoch();
            StakingContract contract = Validators.contract(open);
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            long total = 0;
            for (StakedWal staked : stakes(open, owner)) {
                // Stake that was asked for earns nothing more from the epoch on in which it can be taken out.
                long until = Math.min(epoch, staked.withdrawEpoch().orElse(epoch));
                long rewards =
                        staked.activationEpoch() >= until ? 0 : Validators.rewards(open, contract, staked, until);
                total += rewards;
                out.line(staked.id() + "  " + Frost.text(rewards));
                json.add(json(staked).put("rewards", rewards));
            }
            out.line("together " + Frost.text(total));
            ObjectNode document = JsonNodeFactory.instance.objectNode().put("total", total);
            document.set("stakes", json);
            out.json(document);
            return 0;
        }
    }

    private static List<StakedWal> stakes(StorageOptions.Open open, Keypair owner) {
        return Page.all(MOST_STAKES, page -> open.ledger().ownedObjects(owner.address(), stakedType(open), page))
                .stream()
                .map(SuiObject::move)
                .map(StakedWal::of)
                .toList();
    }

    private static StructTag stakedType(StorageOptions.Open open) {
        return StructTag.of(open.system().blobType().address(), "staked_wal", "StakedWal");
    }

    private static ObjectNode json(StakedWal staked) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", staked.id().toString())
                .put("node", staked.nodeId().toString())
                .put("principal", staked.principal())
                .put("activationEpoch", staked.activationEpoch());
        staked.withdrawEpoch().ifPresent(epoch -> json.put("withdrawEpoch", epoch));
        return json;
    }
}

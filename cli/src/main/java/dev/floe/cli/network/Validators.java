package dev.floe.cli.network;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionData;
import dev.floe.storage.staking.StakedWal;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.util.List;

/// The staking side of an open network.
final class Validators {

    private Validators() {}

    /// The staking contract. Its treasury is known on local networks only, where this process may end epochs.
    static StakingContract contract(StorageOptions.Open open) {
        Address treasury =
                open.file().map(file -> file.requireObject("treasury")).orElse(Address.ZERO);
        StructTag wal = (StructTag) open.system().walType();
        return new StakingContract(
                open.system().calls().packageId(),
                wal.address(),
                open.system().ids().system(),
                open.system().ids().staking(),
                treasury);
    }

    /// The id of a node of the committee by its name, or any node's by its id.
    static Address find(StorageOptions.Open open, String text) {
        if (text.startsWith("0x")) {
            return Address.parse(text);
        }
        List<StorageNodeInfo> found = open.system().committees().current().members().stream()
                .filter(node -> node.name().equals(text))
                .toList();
        if (found.size() != 1) {
            throw new DataException.NotFound("storage node '" + text + "': " + found.size()
                    + " of the committee have this name; see floe validators, and give its id");
        }
        return found.getFirst().nodeId();
    }

    /// What the contract says a stake has earned.
    static long rewards(StorageOptions.Open open, StakingContract contract, StakedWal staked, long epoch) {
        Transaction tx = new Transaction();
        tx.call(
                contract.packageId() + "::staking::calculate_rewards",
                List.of(),
                tx.object(contract.staking()),
                tx.address(staked.nodeId()),
                tx.u64(staked.principal()),
                tx.pure(Pure.u32(staked.activationEpoch())),
                tx.pure(Pure.u32(epoch)));
        BcsReader in = BcsReader.of(
                "rewards", results(open, "rewards of " + staked.id(), tx).getFirst());
        long rewards = in.u64();
        in.end();
        return rewards;
    }

    /// What the functions called by `tx` return, the first value of each, without executing it.
    ///
    /// @param what is asked for, as failures say it
    static List<Bytes> results(StorageOptions.Open open, String what, Transaction tx) {
        GasData gas = new GasData(List.of(), Address.ZERO, open.ledger().info().referenceGasPrice(), 1_000_000_000L);
        Simulation done = open.ledger()
                .simulate(
                        new TransactionData(tx.resolve(open.ledger()), Address.ZERO, gas, new Expiration.None()),
                        Ledger.Checks.RELAXED);
        if (done.effects().status() instanceof ExecutionStatus.Failure failure) {
            throw new DataException.Unavailable(what + ": the contract says " + failure);
        }
        return done.results().stream()
                .map(result -> result.returned().getFirst().bcs())
                .toList();
    }
}

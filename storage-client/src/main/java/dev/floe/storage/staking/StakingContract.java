package dev.floe.storage.staking;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import java.util.List;

/// Adds calls of the staking contract to transactions. What each does, when it aborts and with which code:
/// `contracts/walrus`, modules `staking`, `slashing`.
///
/// @param packageId the package to call
/// @param walPackage the package of the token
/// @param system    the `System` object
/// @param staking   the `Staking` object
/// @param treasury  the token's `ProtectedTreasury`
public record StakingContract(
        Address packageId, Address walPackage, Address system, Address staking, Address treasury) {

    /// The token's type.
    public StructTag wal() {
        return StructTag.of(walPackage, "wal", "WAL");
    }

    /// Registers a node; yields its `StorageNodeCap`.
    public Argument registerCandidate(Transaction tx, NodeCandidate node) {
        Argument metadata =
                tx.call(packageId + "::node_metadata::new", List.of(), tx.string(""), tx.string(""), tx.string(""));
        return call(
                tx,
                "register_candidate",
                tx.string(node.name()),
                tx.string(node.networkAddress()),
                metadata,
                tx.bytes(node.publicKey()),
                tx.bytes(node.networkPublicKey()),
                tx.bytes(node.proofOfPossession()),
                tx.pure(Pure.u16(node.commissionBasisPoints())),
                tx.u64(node.votes().storagePrice()),
                tx.u64(node.votes().writePrice()),
                tx.u64(node.votes().nodeCapacity()));
    }

    /// Stakes a coin of WAL with a node; yields a `StakedWal`.
    public Argument stake(Transaction tx, Argument coin, Address nodeId) {
        return call(tx, "stake_with_pool", coin, tx.address(nodeId));
    }

    /// Asks for stake to be paid out in an epoch to come.
    public void requestWithdraw(Transaction tx, Address stakedWal) {
        call(tx, "request_withdraw_stake", tx.object(stakedWal));
    }

    /// Takes stake out, with its rewards; yields a coin of WAL.
    public Argument withdraw(Transaction tx, Address stakedWal) {
        return call(tx, "withdraw_stake", tx.object(stakedWal));
    }

    /// Chooses the next committee; possible from the middle of an epoch on.
    public void endVoting(Transaction tx) {
        call(tx, "voting_end", tx.clock());
    }

    /// Begins the next epoch; possible when this one has lasted its time and voting has ended.
    public void changeEpoch(Transaction tx) {
        call(tx, "initiate_epoch_change_v2", tx.object(system), tx.object(treasury), tx.clock());
    }

    /// Says that a node has its storage shards of an epoch.
    public void syncDone(Transaction tx, Address cap, long epoch) {
        call(tx, "epoch_sync_done", tx.object(cap), tx.pure(Pure.u32(epoch)), tx.clock());
    }

    /// Votes for the price of storage, FROST per MiB and epoch.
    public void voteStoragePrice(Transaction tx, Address cap, long price) {
        call(tx, "set_storage_price_vote", tx.object(cap), tx.u64(price));
    }

    /// Votes for the price of writing, FROST per MiB.
    public void voteWritePrice(Transaction tx, Address cap, long price) {
        call(tx, "set_write_price_vote", tx.object(cap), tx.u64(price));
    }

    /// Votes for a node's capacity, in bytes.
    public void voteCapacity(Transaction tx, Address cap, long bytes) {
        call(tx, "set_node_capacity_vote", tx.object(cap), tx.u64(bytes));
    }

    /// Makes the prices what the votes say now.
    public void updatePrices(Transaction tx) {
        call(tx, "update_prices", tx.object(system));
    }

    /// Sets a node's commission from the epoch after the next on.
    public void setNextCommission(Transaction tx, Address cap, int basisPoints) {
        call(tx, "set_next_commission", tx.object(cap), tx.pure(Pure.u16(basisPoints)));
    }

    /// Pays a node's commission out to the owner of its capability; yields a coin of WAL.
    public Argument collectCommission(Transaction tx, StorageNodeCap cap) {
        Argument proof = tx.call(
                packageId + "::auth::authenticate_with_object",
                List.of(StructTag.of(packageId, "storage_node", "StorageNodeCap")),
                tx.object(cap.id()));
        return call(tx, "collect_commission", tx.address(cap.nodeId()), proof);
    }

    /// Votes, as the governor of a node, to take another node's commission away.
    public void voteSlashing(Transaction tx, Address manager, Address voterNode, Address candidateNode) {
        Argument proof = tx.call(packageId + "::auth::authenticate_sender", List.of());
        tx.call(
                packageId + "::slashing::vote_for_slashing",
                List.of(),
                tx.object(manager),
                tx.object(staking),
                proof,
                tx.address(voterNode),
                tx.address(candidateNode));
    }

    /// Carries out a slashing that enough nodes voted for.
    public void slash(Transaction tx, Address manager, Address candidateNode) {
        tx.call(
                packageId + "::slashing::execute_slashing",
                List.of(),
                tx.object(manager),
                tx.object(staking),
                tx.object(treasury),
                tx.address(candidateNode));
    }

    private Argument call(Transaction tx, String function, Argument... arguments) {
        Argument[] all = new Argument[arguments.length + 1];
        all[0] = tx.object(staking);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return tx.call(packageId + "::staking::" + function, List.of(), all);
    }
}

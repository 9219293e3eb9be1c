package dev.floe.cli.network;

import dev.floe.format.DataException;
import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Wallet;
import dev.floe.node.ChallengePeers;
import dev.floe.node.LedgerChain;
import dev.floe.node.NodeChain;
import dev.floe.node.NodeKeys;
import dev.floe.node.NodeLife;
import dev.floe.node.NodeLimits;
import dev.floe.node.StorageNode;
import dev.floe.node.net.NodeServer;
import dev.floe.node.net.ServerLimits;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.staking.StorageNodeCap;
import dev.floe.storage.walrus.NodeClients;
import dev.floe.storage.walrus.WalrusSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/// A storage node that runs: what it stores, its life, and its port.
final class LocalNode implements AutoCloseable {

    private final StorageNode node;
    private final NodeLife life;
    private final NodeServer server;

    private LocalNode(StorageNode node, NodeLife life, NodeServer server) {
        this.node = node;
        this.life = life;
        this.server = server;
    }

    /// What a node needs besides itself; all of it stays the caller's.
    ///
    /// @param system      the storage side of the network, on a ledger that the node's wallet may use
    /// @param contract    its staking side
    /// @param challenges  the object that runs storage challenges, if there is one
    /// @param peers       how nodes reach each other
    /// @param challengers how they ask for each other's word in a challenge
    record Surroundings(
            WalrusSystem system,
            StakingContract contract,
            Optional<Address> challenges,
            NodeClients peers,
            ChallengePeers challengers,
            Time time) {}

    /// Starts a node.
    ///
    /// @param folder where it stores; made when missing
    /// @param secrets must stay open while it runs
    /// @throws DataException.NotFound if its wallet does not own its capability
    static LocalNode start(Path folder, NetworkFile.Node self, NodeSecrets secrets, Surroundings around)
            throws IOException {
        Time time = around.time();
        Wallet wallet = new Wallet(around.system().ledger(), secrets.wallet());
        NodeChain chain = new LedgerChain(
                around.system(),
                around.contract(),
                wallet,
                self.id(),
                cap(around, wallet, self),
                around.challenges(),
                time);
        NodeKeys keys = NodeKeys.of(self.id(), secrets.bls());
        int colon = self.address().lastIndexOf(':');
        String host = self.address().substring(0, colon);
        int port = Integer.parseInt(self.address().substring(colon + 1));
        Entropy entropy = Entropy.system();
        EncodeOptions encoding = EncodeOptions.defaults().withThreads(1);
        StorageNode node = StorageNode.open(
                DiskFileStore.open(folder),
                keys,
                new StorageNode.Setup(chain, NodeLimits.DEFAULT, time, entropy, encoding));
        try {
            NodeServer server = NodeServer.start(node, host, port, Optional.empty(), ServerLimits.DEFAULT, time);
            long seed = java.nio.ByteBuffer.wrap(entropy.bytes(Long.BYTES)).getLong();
            NodeLife life = NodeLife.start(node, around.peers(), NodeLife.Pace.LOCAL, time, new SplittableRandom(seed));
            life.takeChallenges(around.peers(), around.challengers());
            return new LocalNode(node, life, server);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static Address cap(Surroundings around, Wallet wallet, NetworkFile.Node self) {
        StructTag type = StructTag.of(around.contract().packageId(), "storage_node", "StorageNodeCap");
        return wallet.ledger().ownedObjects(wallet.address(), type, PageRequest.FIRST).items().stream()
                .map(object -> StorageNodeCap.of(object.move()))
                .filter(found -> found.nodeId().equals(self.id()))
                .findFirst()
                .orElseThrow(() -> new DataException.NotFound("storage node " + self.name() + ": its wallet "
                        + wallet.address() + " owns no StorageNodeCap of it"))
                .id();
    }

    StorageNode node() {
        return node;
    }

    NodeLife life() {
        return life;
    }

    @Override
    public void close() throws IOException {
        server.close();
        life.close();
        node.close();
    }
}

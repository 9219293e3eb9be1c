package dev.floe.cli.network;

import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import dev.floe.node.ChallengePeers;
import dev.floe.node.NodeChain;
import dev.floe.node.NodeKeys;
import dev.floe.node.NodeLife;
import dev.floe.node.NodeLimits;
import dev.floe.node.StorageNode;
import dev.floe.node.net.NodeServer;
import dev.floe.node.net.ServerLimits;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.walrus.NodeClients;
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

    /// Starts a node.
    ///
    /// @param folder      where it stores; made when missing
    /// @param peers       how it reaches the others; stays the caller's
    /// @param challengers how it asks them for their word in a storage challenge; stays the caller's
    static LocalNode start(
            Path folder,
            NodeKeys keys,
            NodeChain chain,
            NodeClients peers,
            ChallengePeers challengers,
            String host,
            int port,
            Time time)
            throws IOException {
        Entropy entropy = Entropy.system();
        EncodeOptions encoding = EncodeOptions.defaults().withThreads(1);
        StorageNode node = StorageNode.open(
                DiskFileStore.open(folder),
                keys,
                new StorageNode.Setup(chain, NodeLimits.DEFAULT, time, entropy, encoding));
        try {
            NodeServer server = NodeServer.start(node, host, port, Optional.empty(), ServerLimits.DEFAULT, time);
            long seed = java.nio.ByteBuffer.wrap(entropy.bytes(Long.BYTES)).getLong();
            NodeLife life = NodeLife.start(node, peers, NodeLife.Pace.LOCAL, time, new SplittableRandom(seed));
            life.takeChallenges(peers, challengers);
            return new LocalNode(node, life, server);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
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

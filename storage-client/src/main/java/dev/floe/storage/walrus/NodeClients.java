package dev.floe.storage.walrus;

/// Gives the client of each storage node. Safe for concurrent use; the same node gives the same connections.
@FunctionalInterface
public interface NodeClients {

    /// The client of `node`, made from its address and network key. Opens no connection yet.
    NodeClient client(StorageNodeInfo node);
}

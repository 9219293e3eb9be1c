package dev.floe.cli.network;

/// Where the parts of a local network listen: a block of ports from a first one on.
///
/// @param host  the address to bind
/// @param first the ledger's port
record Ports(String host, int first) {

    private static final int GATEWAY = 1;
    private static final int CONTROL = 2;
    private static final int KEY_SERVERS = 11;
    private static final int NODES = 21;

    Ports {
        int last = first + NODES + LocalNetwork.Settings.MAX_NODES;
        if (first < 1 || last > 0xFFFF) {
            throw new IllegalArgumentException("--port: expected 1 to " + (0xFFFF - (last - first)) + ", got " + first);
        }
    }

    int ledger() {
        return first;
    }

    /// Aggregator and publisher.
    int gateway() {
        return first + GATEWAY;
    }

    int control() {
        return first + CONTROL;
    }

    int keyServer(int index) {
        return first + KEY_SERVERS + index;
    }

    int node(int index) {
        return first + NODES + index;
    }
}

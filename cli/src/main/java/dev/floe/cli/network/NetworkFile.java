package dev.floe.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// `network.json`: what a network is made of. `floe up` writes it when everything answers; other commands, SDKs and
/// scripts find the network by it.
///
/// @param ledger        the ledger's gRPC endpoint
/// @param chain         the chain id, so that a file that outlived its network is noticed
/// @param faucet        where SUI for tests is given away
/// @param storageShards how many storage shards
/// @param packages      package ids by name: `wal`, `walrus`, `floe`, …
/// @param objects       shared objects by name: `system`, `staking`, `treasury`, …
/// @param aggregator    where blobs are read over HTTP
/// @param publisher     where blobs are written over HTTP
/// @param control       where the local clock is moved; this machine only
/// @param nodes         the storage nodes
/// @param keyServers    the key servers
public record NetworkFile(
        URI ledger,
        String chain,
        URI faucet,
        int storageShards,
        SortedMap<String, Address> packages,
        SortedMap<String, Address> objects,
        URI aggregator,
        URI publisher,
        URI control,
        List<Node> nodes,
        List<KeyServer> keyServers) {

    /// The file's name in the network's folder.
    public static final String NAME = "network.json";

    private static final int FORMAT = 1;

    /// A storage node.
    ///
    /// @param name    what it is called, and its folder below `nodes/`
    /// @param id      its node id on the ledger
    /// @param address host and port
    public record Node(String name, Address id, String address) {}

    /// A key server.
    ///
    /// @param name   what it is called, and its folder below `key-servers/`
    /// @param object its object on the ledger
    /// @param url    where it answers
    public record KeyServer(String name, Address object, URI url) {}

    public NetworkFile {
        packages = new TreeMap<>(packages);
        objects = new TreeMap<>(objects);
        nodes = List.copyOf(nodes);
        keyServers = List.copyOf(keyServers);
    }

    /// The id of a package.
    ///
    /// @throws DataException.NotFound if the network has none of that name
    public Address requirePackage(String name) {
        return require(packages, "package", name);
    }

    /// The id of a shared object.
    ///
    /// @throws DataException.NotFound if the network has none of that name
    public Address requireObject(String name) {
        return require(objects, "object", name);
    }

    /// The storage node of a name.
    ///
    /// @throws DataException.NotFound if the network has none of that name
    public Node requireNode(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DataException.NotFound(
                        "storage node '" + name + "': there are node-1 to node-" + nodes.size()));
    }

    private static Address require(SortedMap<String, Address> ids, String what, String name) {
        Address id = ids.get(name);
        if (id == null) {
            throw new DataException.NotFound(
                    NAME + ": it names no " + what + " '" + name + "'; start the network again with this floe up");
        }
        return id;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("ledger", ledger.toString())
                .put("chain", chain)
                .put("faucet", faucet.toString())
                .put("storageShards", storageShards);
        ObjectNode packageIds = json.putObject("packages");
        packages.forEach((name, id) -> packageIds.put(name, id.toString()));
        ObjectNode objectIds = json.putObject("objects");
        objects.forEach((name, id) -> objectIds.put(name, id.toString()));
        json.put("aggregator", aggregator.toString())
                .put("publisher", publisher.toString())
                .put("control", control.toString());
        for (Node node : nodes) {
            json.withArray("nodes")
                    .addObject()
                    .put("name", node.name())
                    .put("id", node.id().toString())
                    .put("address", node.address());
        }
        for (KeyServer server : keyServers) {
            json.withArray("keyServers")
                    .addObject()
                    .put("name", server.name())
                    .put("object", server.object().toString())
                    .put("url", server.url().toString());
        }
        return json;
    }

    /// Reads a file's content.
    ///
    /// @param file what to call it in failures
    /// @throws DataException.Corrupt if a field is missing or malformed
    static NetworkFile parse(String file, JsonNode json) {
        try {
            if (json.path("format").asInt(0) != FORMAT) {
                throw new IllegalArgumentException("format: expected " + FORMAT + ", got " + json.path("format")
                        + "; it was written by another release or by floe ledger run");
            }
            List<Node> nodes = new ArrayList<>();
            for (JsonNode node : json.path("nodes")) {
                nodes.add(new Node(text(node, "name"), Address.parse(text(node, "id")), text(node, "address")));
            }
            List<KeyServer> keyServers = new ArrayList<>();
            for (JsonNode server : json.path("keyServers")) {
                keyServers.add(
                        new KeyServer(text(server, "name"), Address.parse(text(server, "object")), uri(server, "url")));
            }
            return new NetworkFile(
                    uri(json, "ledger"),
                    text(json, "chain"),
                    uri(json, "faucet"),
                    json.path("storageShards").asInt(),
                    ids(json.path("packages")),
                    ids(json.path("objects")),
                    uri(json, "aggregator"),
                    uri(json, "publisher"),
                    uri(json, "control"),
                    nodes,
                    keyServers);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(file + ": " + e.getMessage(), e);
        }
    }

    private static SortedMap<String, Address> ids(JsonNode json) {
        SortedMap<String, Address> ids = new TreeMap<>();
        json.properties()
                .forEach(entry ->
                        ids.put(entry.getKey(), Address.parse(entry.getValue().asText())));
        return ids;
    }

    private static String text(JsonNode json, String field) {
        String text = json.path(field).asText("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the field " + field + " is missing");
        }
        return text;
    }

    private static URI uri(JsonNode json, String field) {
        try {
            return new URI(text(json, field));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the field " + field + " is no URL", e);
        }
    }
}

package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.Output;
import dev.floe.ledger.Keypair;

/// How a key is shown: name, address, kind, public key; never the secret.
final class KeyJson {

    private KeyJson() {}

    static ObjectNode of(String name, Keypair key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("address", key.address().toString())
                .put("scheme", key.scheme().toString())
                .put("publicKey", key.publicKey().toBase64());
    }

    static void print(Output out, String name, Keypair key) {
        out.line(key.address() + "  " + key.scheme() + "  " + name);
    }
}

package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Keystore;
import picocli.CommandLine.Command;

/// `floe keys list`.
@Command(name = "list", description = "List keys: address, kind, name.")
final class KeysListCommand extends FloeCommand {

    @Override
    protected int run(Output out) throws Exception {
        Keystore keystore = KeyOptions.keystore();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = document.putArray("keys");
        for (String name : keystore.names()) {
            try (Keypair key = keystore.open(name)) {
                KeyJson.print(out, name, key);
                keys.add(KeyJson.of(name, key));
            }
        }
        if (keys.isEmpty()) {
            out.hint("no keys yet; make one with floe keys new");
        }
        out.json(document);
        return 0;
    }
}

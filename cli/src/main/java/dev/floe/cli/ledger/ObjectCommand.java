package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.Owner;
import dev.floe.ledger.SuiObject;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe object`.
@Command(name = "object", description = "Show an object or package: type, version, owner, fields.")
public final class ObjectCommand extends FloeCommand {

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Parameters(paramLabel = "ID", description = "Its id.")
    private String id = "";

    @Override
    protected int run(Output out) throws Exception {
        Address wanted = Address.parse(id);
        try (Ledger ledger = network.connect()) {
            SuiObject object = ledger.object(wanted);
            Optional<JsonNode> fields = object.data() instanceof MoveObject move
                    ? new MoveValues(ledger).decode(move.type(), move.contents())
                    : Optional.empty();
            print(out, object, fields);
            ObjectNode document = (ObjectNode) SdkJson.object(object);
            document.put("objectId", object.id().toString());
            document.put("version", Long.toUnsignedString(object.version()));
            document.put("digest", object.digest().toString());
            fields.ifPresent(decoded -> document.set("fields", decoded));
            out.json(document);
            return 0;
        }
    }

    private static void print(Output out, SuiObject object, Optional<JsonNode> fields) {
        out.line("id       " + object.id());
        out.line("version  " + Long.toUnsignedString(object.version()));
        out.line("digest   " + object.digest());
        out.line("owner    " + describe(object.owner()));
        out.line("written  " + object.previousTransaction());
        switch (object.data()) {
            case MoveObject move -> {
                out.line("type     " + move.type());
                move.coinBalance().ifPresent(balance -> out.line("balance  " + Long.toUnsignedString(balance)));
                fields.ifPresentOrElse(
                        decoded -> decoded.properties()
                                .forEach(field -> out.line("  " + field.getKey() + " = " + field.getValue())),
                        () -> out.line("contents 0x" + move.contents().toHex()));
            }
            case MovePackage pkg ->
                pkg.modules().forEach((name, code) -> out.line("module   " + name + "  " + code.size() + " bytes"));
        }
    }

    private static String describe(Owner owner) {
        return switch (owner) {
            case Owner.AddressOwner o -> "address " + o.address();
            case Owner.ObjectOwner o -> "object " + o.parent();
            case Owner.Shared o -> "shared since version " + Long.toUnsignedString(o.initialSharedVersion());
            case Owner.Immutable _ -> "immutable";
            case Owner.ConsensusAddress o -> "address " + o.owner() + " through consensus";
        };
    }
}

package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.SessionKey;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe session`.
@Command(
        name = "session",
        description = {
            "Start a session: for some minutes floe decrypt fetches keys of one policy package without signing again.",
            "The session's key is kept in $FLOE_HOME/sessions, mode 0600."
        })
public final class SessionCommand extends FloeCommand {

    @Option(
            names = "--package",
            paramLabel = "ID",
            required = true,
            description = "The policy package, its first version.")
    private String packageId = "";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long, 1 to 30. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Override
    protected int run(Output out) throws Exception {
        try (Keypair user = key.open();
                SessionKey session = SealConnection.newSession(user, Address.parse(packageId), minutes)) {
            SealConnection.save(session);
            String message = new String(session.message().toByteArray(), StandardCharsets.UTF_8);
            out.line("signed: " + message);
            out.line("until " + session.certificateExpiry());
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("user", session.user().toString())
                    .put("package", session.packageId().toString())
                    .put("message", message)
                    .put("until", session.certificateExpiry().toString()));
            return 0;
        }
    }
}

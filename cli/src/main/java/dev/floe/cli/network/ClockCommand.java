package dev.floe.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.ledger.Ledger;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe clock`.
@Command(
        name = "clock",
        description = "The ledger's time, by which leases and epochs end; that of a local network can be moved ahead.")
public final class ClockCommand extends FloeCommand {

    private static final Pattern AMOUNT = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Option(
            names = "--advance",
            paramLabel = "TIME",
            description = "Move the clock of a local network ahead by so much, such as 90s, 30m, 12h or 1d.")
    private Optional<String> advance = Optional.empty();

    @Override
    protected int run(Output out) throws Exception {
        String time;
        if (advance.isPresent()) {
            JsonNode answer = ControlClient.post(network, "/clock/advance/" + parse(advance.get()));
            time = answer.path("time").asText();
        } else {
            try (Ledger ledger = network.connect()) {
                time = ledger.info().time().toString();
            }
        }
        out.line(time);
        out.json(JsonNodeFactory.instance.objectNode().put("time", time));
        return 0;
    }

    private static Duration parse(String text) {
        Matcher parts = AMOUNT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("--advance: expected such as 90s, 30m, 12h or 1d, got '" + text + "'");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}

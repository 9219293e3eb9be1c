package dev.floe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// The command line as a user sees it: exit codes, and JSON on every path.
@ResourceLock(Resources.SYSTEM_OUT)
final class MainTest {

    @Test
    void aMissingCommandIsAUsageError() {
        CommandRun ran = CommandRun.of();
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("a command is missing");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void usageErrorsAreJsonWhenJsonIsAskedFor() throws Exception {
        CommandRun ran = CommandRun.of("--json", "no-such-command");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(ran.out()).at("/error/exitCode").asInt())
                .isEqualTo(2);
    }

    @Test
    void everyCommandExplainsItself() {
        for (String name : Main.commandLine().getSubcommands().keySet()) {
            assertThat(CommandRun.of("help", name).exitCode()).as(name).isZero();
        }
    }

    @Test
    void helpGoesDownToSubcommands() {
        assertThat(CommandRun.of("help", "blob", "encode").out())
                .contains("floe blob encode")
                .contains("--storage-shards");
        CommandRun unknown = CommandRun.of("help", "blob", "bake");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("no command 'bake' below 'floe blob'");
    }

    @Test
    void completionScriptNamesTheCommand() {
        assertThat(CommandRun.of("generate-completion").out())
                .contains("complete -F")
                .contains("floe");
    }

    @Test
    void controlCharactersAreShownEscaped() {
        assertThat(Output.printable("a\u001b[31mb")).isEqualTo("a\\u001b[31mb");
    }
}

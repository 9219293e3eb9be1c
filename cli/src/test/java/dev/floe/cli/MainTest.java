package dev.floe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// The command line as a user sees it: exit codes, and JSON on every path.
@ResourceLock(Resources.SYSTEM_OUT)
final class MainTest {

    private record Ran(int exitCode, String out, String err) {}

    private static Ran floe(String... args) {
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exitCode = Main.run(args);
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(oldOut);
            System.setErr(oldErr);
        }
    }

    @Test
    void aMissingCommandIsAUsageError() {
        Ran ran = floe();
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("a command is missing");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void usageErrorsAreJsonWhenJsonIsAskedFor() throws Exception {
        Ran ran = floe("--json", "no-such-command");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(ran.out()).at("/error/exitCode").asInt())
                .isEqualTo(2);
    }

    @Test
    void everyCommandExplainsItself() {
        for (String name : Main.commandLine().getSubcommands().keySet()) {
            assertThat(floe("help", name).exitCode()).as(name).isZero();
        }
    }

    @Test
    void completionScriptNamesTheCommand() {
        assertThat(floe("generate-completion").out()).contains("complete -F").contains("floe");
    }

    @Test
    void controlCharactersAreShownEscaped() {
        assertThat(Output.printable("a\u001b[31mb")).isEqualTo("a\\u001b[31mb");
    }
}

package dev.floe.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/// Where a command's words go. Results go to standard output, everything else to standard error. With `--json` the
/// one document given to [#json] is all that standard output ever sees.
public final class Output implements AutoCloseable {

    private static final class Json {
        // Loaded only when JSON is asked for: Jackson costs a tenth of a second of start-up.
        static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    }

    private final PrintStream out;
    private final PrintStream err;
    private final GlobalOptions globals;
    private final boolean interactive;

    private Output(PrintStream out, PrintStream err, GlobalOptions globals, boolean interactive) {
        this.out = out;
        this.err = err;
        this.globals = globals;
        this.interactive = interactive;
    }

    static Output of(GlobalOptions globals) {
        // The launcher knows whether standard error is a terminal; Java itself only looks at input and output.
        return new Output(System.out, System.err, globals, Boolean.getBoolean("floe.terminal"));
    }

    /// Whether `--json` was given: then [#json] must be called once, and [#line] prints nothing.
    public boolean isJson() {
        return globals.json();
    }

    /// Prints a line of the result, unless the result is JSON. Control characters are shown escaped.
    public void line(String text) {
        if (!globals.json()) {
            out.println(printable(text));
        }
    }

    /// Prints the result document when `--json` was given; else nothing.
    public void json(JsonNode document) {
        if (globals.json()) {
            out.println(toJson(document));
        }
    }

    /// Prints a hint for a person on standard error, unless `--quiet` or `--json`.
    public void hint(String text) {
        if (!globals.quiet() && !globals.json()) {
            err.println(printable(text));
        }
    }

    /// Prints a warning on standard error, always.
    public void warn(String text) {
        err.println("warning: " + printable(text));
    }

    /// Prints on standard error what is being done, with `--verbose`.
    public void detail(String text) {
        if (globals.verbose()) {
            err.println(printable(text));
        }
    }

    /// A progress bar that appears on a terminal after one second; elsewhere it stays silent.
    ///
    /// @param label what is being done
    /// @param totalBytes how many bytes there are, or 0 when unknown
    public Progress progress(String label, long totalBytes) {
        return new Progress(err, label, totalBytes, interactive && !globals.quiet() && !globals.json());
    }

    /// Standard output as raw bytes, for commands whose result is data.
    public PrintStream raw() {
        return out;
    }

    /// A fresh JSON mapper-made tree factory is [ObjectMapper]; this writes any value as indented JSON text.
    static String toJson(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print the result as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Escapes control characters, so that names from outside cannot steer the terminal.
    static String printable(String text) {
        if (text.chars().noneMatch(Output::isControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.chars().forEach(c -> safe.append(isControl(c) ? String.format("\\u%04x", c) : Character.toString(c)));
        return safe.toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t';
    }

    @Override
    public void close() {
        out.flush();
        err.flush();
    }
}

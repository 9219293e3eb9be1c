package dev.floe.cli.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Where the servers of a local network log to: two files of 8 MiB by turns, one line an event.
final class LogFile {

    private static final int BYTES = 8 << 20;
    private static final int FILES = 2;

    private LogFile() {}

    /// Sends all logging of this process to `folder/floe-0.log`.
    static void start(Path folder) throws IOException {
        Files.createDirectories(folder);
        LogManager.getLogManager().reset();
        Handler handler = new FileHandler(folder.resolve("floe-%g.log").toString(), BYTES, FILES, true);
        handler.setFormatter(new Lines());
        Logger.getLogger("").addHandler(handler);
    }

    private static final class Lines extends Formatter {
        @Override
        public String format(LogRecord entry) {
            String line = String.format(
                    Locale.ROOT,
                    "time=%s level=%s logger=%s %s%n",
                    entry.getInstant(),
                    entry.getLevel(),
                    entry.getLoggerName(),
                    formatMessage(entry).replace('\n', ' '));
            Throwable thrown = entry.getThrown();
            if (thrown == null) {
                return line;
            }
            StringBuilder text = new StringBuilder(line).append(thrown).append(System.lineSeparator());
            for (StackTraceElement frame : thrown.getStackTrace()) {
                text.append("    at ").append(frame).append(System.lineSeparator());
            }
            return text.toString();
        }
    }
}

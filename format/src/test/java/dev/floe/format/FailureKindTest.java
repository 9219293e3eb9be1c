package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FailureKindTest {

    @Test
    void theReferencePageShowsTheTable() throws IOException {
        Path page = Path.of(System.getProperty("floe.root", ".."), "docs/reference/failures.md");
        List<String> shown = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            if (cells.length == 7 && cells[1].matches("[A-Z_]+")) {
                shown.add(String.join(" ", cells[1], cells[2], cells[3], cells[4]));
            }
        }
        List<String> table = new ArrayList<>();
        for (FailureKind kind : FailureKind.values()) {
            String retry = kind.retry().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            table.add(String.join(
                    " ", kind.name(), Integer.toString(kind.httpStatus()), Integer.toString(kind.exitCode()), retry));
        }
        assertThat(shown).isEqualTo(table);
    }

    @Test
    void tellsTheKindFromTheException() {
        assertThat(FailureKind.of(new DataException.NotFound("x"))).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(FailureKind.of(new DataException.Denied("x"))).isEqualTo(FailureKind.FORBIDDEN);
        assertThat(FailureKind.of(new DataException.Corrupt("x"))).isEqualTo(FailureKind.CORRUPT);
        assertThat(FailureKind.of(new DataException.Unavailable("x"))).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(FailureKind.of(new IllegalArgumentException("x"))).isEqualTo(FailureKind.MALFORMED);
        assertThat(FailureKind.of(new IllegalStateException("x"))).isEqualTo(FailureKind.CONFLICT);
        assertThat(FailureKind.of(new NullPointerException("x"))).isEqualTo(FailureKind.BUG);
    }

    @Test
    void anUnknownOutcomeNamesTheKeyToAskBy() {
        DataException.Unavailable unknown =
                DataException.Unavailable.outcomeUnknown("register: no answer", "digest-1", new IOException("reset"));
        assertThat(FailureKind.of(unknown)).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(unknown.pendingKey()).contains("digest-1");
        assertThat(unknown).hasMessageContaining("digest-1");
    }
}

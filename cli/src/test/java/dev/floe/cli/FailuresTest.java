package dev.floe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.DataException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void anUnknownOutcomeHasItsOwnExitCode() {
        DataException unknown =
                DataException.Unavailable.outcomeUnknown("register: no answer", "digest-1", new IOException("reset"));
        assertThat(Failures.of(unknown).exitCode()).isEqualTo(8);
        assertThat(Failures.of(unknown).kind()).isEqualTo("OutcomeUnknown");
        assertThat(Failures.of(new DataException.Unavailable("no node")).exitCode())
                .isEqualTo(5);
    }
}

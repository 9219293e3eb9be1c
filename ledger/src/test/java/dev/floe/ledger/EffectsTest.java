package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EffectsTest {

    @Test
    void everyFailureAndChangeSurvivesARoundTrip() {
        for (TransactionEffects effects : EffectsSamples.all()) {
            assertThat(TransactionEffects.parse(Bytes.copyOf(effects.toBcs()))).isEqualTo(effects);
        }
    }

    @Test
    void errorTagsCoverTheWholeEnum() {
        assertThat(EffectsSamples.errors().stream()
                        .map(ExecutionError::tag)
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 42).boxed().toList());
    }

    @Test
    void everyFailureHasAMessageForPeople() {
        for (ExecutionError error : EffectsSamples.errors()) {
            ExecutionStatus.Failure failure = new ExecutionStatus.Failure(error, Optional.of(2L));
            TransactionFailedException thrown =
                    new TransactionFailedException(new TransactionDigest(dev.floe.format.Digest.ZERO), failure);
            assertThat(thrown).hasMessageContaining("in command 2: ").hasMessageNotContaining("dev.floe");
            assertThat(thrown.error()).isEqualTo(error);
        }
    }

    @Test
    void requireSuccessThrowsTheFailure() {
        TransactionEffects effects = EffectsSamples.all().getFirst();
        ExecutedTransaction executed = new ExecutedTransaction(effects, List.of(), Optional.empty(), Optional.empty());
        assertThatThrownBy(executed::requireSuccess).isInstanceOf(TransactionFailedException.class);
    }

    @Test
    void refusesEffectsOfVersionOne() {
        assertThatThrownBy(() -> TransactionEffects.parse(Bytes.parseHex("00")))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("version 1");
    }
}

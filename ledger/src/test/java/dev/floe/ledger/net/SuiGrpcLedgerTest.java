package dev.floe.ledger.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LocalLedger;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The contract again, over the wire.
class SuiGrpcLedgerTest extends LedgerContract {

    private Optional<LedgerServer> server = Optional.empty();

    @Override
    Ledger open(LocalLedger backing) {
        LedgerServer started = LedgerServer.start(backing, 0);
        server = Optional.of(started);
        return SuiGrpcLedger.connect(started.endpoint(), Duration.ofSeconds(20), new SystemTime());
    }

    @AfterEach
    void stop() {
        server.ifPresent(LedgerServer::close);
    }

    @Test
    void saysThatNobodyAnswers() {
        try (Ledger nobody =
                SuiGrpcLedger.connect(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(5), new SystemTime())) {
            assertThatThrownBy(nobody::info).isInstanceOf(DataException.Unavailable.class);
        }
        assertThatThrownBy(() -> SuiGrpcLedger.connect(URI.create("ftp://x"), Duration.ofSeconds(5), new SystemTime()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.move.CompiledModule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContractsTest {

    private static final Address WAL_ID = Address.parse("0xabcdef");
    private static final Address WAL_PLACEHOLDER = Address.parse("0x666c6f653a77616c");

    @Test
    void allPackagesAreListed() {
        assertThat(Contracts.names()).contains(Contracts.WAL, Contracts.WALRUS, Contracts.WAL_EXCHANGE);
    }

    @Test
    void aPackageIsLinkedToWhatIsPublished() {
        CompiledPackage walrus = Contracts.load(Contracts.WALRUS, Map.of(Contracts.WAL, WAL_ID));
        assertThat(walrus.dependencies()).contains(WAL_ID).doesNotContain(WAL_PLACEHOLDER);
        List<Address> named = walrus.modules().stream()
                .flatMap(module -> CompiledModule.parse(module.toByteArray()).addresses().stream())
                .toList();
        assertThat(named).contains(WAL_ID).doesNotContain(WAL_PLACEHOLDER);
    }

    @Test
    void whatWouldLinkToNothingIsRefused() {
        assertThatThrownBy(() -> Contracts.load(Contracts.WALRUS, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("publish 'wal' first");
    }

    @Test
    void anUnknownPackageIsNotFound() {
        assertThatThrownBy(() -> Contracts.load("unknown", Map.of()))
                .isInstanceOf(DataException.NotFound.class)
                .hasMessageContaining("unknown");
    }
}

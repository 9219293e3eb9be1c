package dev.floe.ledger.internal.move;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.MoveVm;
import org.junit.jupiter.api.Test;

/// What compilers make passes, and each rule refuses what breaks it.
final class PackageVerifierTest {

    @Test
    void theFrameworkPasses() {
        MoveVm machine = TestPackages.framework();
        assertThatCode(() -> machine.verify(Address.STD)).doesNotThrowAnyException();
        assertThatCode(() -> machine.verify(Address.SUI)).doesNotThrowAnyException();
    }
}

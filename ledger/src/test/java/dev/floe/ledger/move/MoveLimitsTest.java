package dev.floe.ledger.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.TransactionDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No code hangs or exhausts the process.
class MoveLimitsTest {

    private final MoveVm vm = Packages.scenarios();

    @Test
    void longLoopsEndWhenFuelDoes() {
        Metering metering = new Metering(10_000, 1 << 20);
        assertThat(statusOf("control", "collatz", metering, MoveValue.u64(837_799)))
                .isEqualTo(MoveStatus.OUT_OF_GAS);
        assertThat(metering.fuelUsed()).isEqualTo(10_000);
    }

    @Test
    void growingCodeEndsWhenMemoryDoes() {
        assertThat(statusOf("fields", "table_of", new Metering(Long.MAX_VALUE, 100_000), MoveValue.u64(1 << 20)))
                .isEqualTo(MoveStatus.MEMORY_LIMIT_EXCEEDED);
    }

    @Test
    void deepRecursionEndsAtTheStackLimitHoweverMuchFuelThereIs() {
        assertThat(statusOf("control", "recursion", unlimited(), MoveValue.u64(1_000_000)))
                .isIn(MoveStatus.EXECUTION_STACK_OVERFLOW, MoveStatus.CALL_STACK_OVERFLOW);
    }

    @Test
    void sameCodeUsesTheSameFuelEveryTime() {
        Metering first = unlimited();
        Metering second = unlimited();
        run("control", "fibonacci", first, MoveValue.u64(12));
        run("control", "fibonacci", second, MoveValue.u64(12));
        assertThat(first.fuelUsed()).isEqualTo(second.fuelUsed()).isGreaterThan(1000);
    }

    @Test
    void packagesAddedToOneMachineAreNotInAnother() {
        MoveVm framework = Packages.framework();
        MoveVm more = framework.with(
                Packages.stored(Packages.SCENARIOS, Packages.modules("scenarios"), List.of(Address.STD, Address.SUI)));
        assertThat(more.function(Packages.SCENARIOS, "control", "fibonacci")).isPresent();
        assertThat(framework.function(Packages.SCENARIOS, "control", "fibonacci"))
                .isEmpty();
    }

    private static Metering unlimited() {
        return new Metering(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private List<MoveValue> run(String module, String name, Metering metering, MoveValue argument) {
        MoveFunction function = vm.function(Packages.SCENARIOS, module, name).orElseThrow();
        MemoryHost host = new MemoryHost(new TransactionDigest(Digest.ZERO), Address.ZERO);
        List<MoveValue> arguments =
                function.parameters().size() == 1 ? List.of(argument) : List.of(argument, host.context());
        return vm.execute(function, List.of(), arguments, host, metering);
    }

    private MoveStatus statusOf(String module, String name, Metering metering, MoveValue argument) {
        MoveException thrown = catchThrowableOfType(MoveException.class, () -> run(module, name, metering, argument));
        assertThat(thrown).isNotNull();
        assertThat(thrown.failure()).isInstanceOf(MoveFailure.OutOfResources.class);
        return ((MoveFailure.OutOfResources) thrown.failure()).status();
    }
}

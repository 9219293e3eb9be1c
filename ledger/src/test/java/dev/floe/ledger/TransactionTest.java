package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransactionTest {

    private static final Address ID = Address.ofLong(0x99);
    private static final ObjectRef REF = new ObjectRef(ID, 3, new ObjectDigest(Digest.ZERO));

    @Test
    void equalPureValuesStaySeparateInputsAndEqualObjectsAreOne() {
        Transaction tx = new Transaction();
        Argument first = tx.u64(5);
        Argument second = tx.u64(5);
        Argument object = tx.object(new ObjectArg.ImmOrOwned(REF));
        Argument again = tx.object(ID);
        tx.call("0x2::m::f", List.of(), first, second, object, again);
        assertThat(first).isNotEqualTo(second);
        assertThat(object).isEqualTo(again);
        assertThat(tx.build().inputs()).hasSize(3);
    }

    @Test
    void aSharedObjectIsMutableIfItIsSoOnce() {
        Transaction tx = new Transaction();
        tx.object(new ObjectArg.Shared(ID, 2, false));
        tx.object(new ObjectArg.Shared(ID, 2, true));
        tx.object(new ObjectArg.Shared(ID, 2, false));
        assertThat(tx.build().inputs()).containsExactly(new ObjectArg.Shared(ID, 2, true));
    }

    @Test
    void contradictoryNamesOfOneObjectAreRefused() {
        Transaction tx = new Transaction();
        tx.object(new ObjectArg.ImmOrOwned(REF));
        assertThatThrownBy(() -> tx.object(new ObjectArg.Shared(ID, 2, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("named before");
    }

    @Test
    void anUnresolvedObjectCannotBeBuiltOffline() {
        Transaction tx = new Transaction();
        tx.object(ID);
        assertThatThrownBy(tx::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("resolve with a ledger");
    }

    @Test
    void resultsOfCommandsAreNumberedInOrder() {
        Transaction tx = new Transaction();
        Argument.Result split = tx.splitCoins(tx.gas(), tx.u64(1), tx.u64(2));
        tx.mergeCoins(tx.gas(), split.nested(1));
        tx.transferObjects(List.of(split.nested(0)), tx.address(Address.ZERO));
        assertThat(split).isEqualTo(new Argument.Result(0));
        assertThat(tx.build().commands()).hasSize(3);
        assertThat(tx.build().commands().get(2))
                .isEqualTo(
                        new Command.TransferObjects(List.of(new Argument.NestedResult(0, 0)), new Argument.Input(2)));
    }

    @Test
    void malformedTargetsAreRefused() {
        Transaction tx = new Transaction();
        for (String target : new String[] {"0x2::m", "0x2::m::f::g", "2::m::f", "0x2::m::f g", "0x2::::f"}) {
            assertThatThrownBy(() -> tx.call(target, List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

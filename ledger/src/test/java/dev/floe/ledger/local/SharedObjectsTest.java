package dev.floe.ledger.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.Owner;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.UnchangedConsensusObject;
import dev.floe.ledger.move.Packages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many transactions that name one shared object by its first version only: all are executed, one after the other.
final class SharedObjectsTest {

    private static final int SENDERS = 50;

    @Test
    void fiftyAtOnceAreAllExecutedInOneOrder() throws Exception {
        try (LedgerFixture t = new LedgerFixture("congestion")) {
            Address flows = publish(t);
            SuiObject counter = counter(t, flows);
            List<SignedTransaction> counting = new ArrayList<>();
            List<SignedTransaction> reading = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Keypair key = Keypair.generate(
                        SignatureScheme.ED25519, t.seed.child(100 + i).entropy());
                t.ledger.faucet(key.address(), LedgerFixture.GIFT);
                LedgerFixture.Build build = t.build(key);
                build.call(
                        flows + "::flows::increment",
                        List.of(),
                        build.input(shared(counter, true)),
                        build.input(LedgerFixture.u64(1)));
                counting.add(build.sign());
                Keypair reader = Keypair.generate(
                        SignatureScheme.ED25519, t.seed.child(200 + i).entropy());
                t.ledger.faucet(reader.address(), LedgerFixture.GIFT);
                LedgerFixture.Build read = t.build(reader);
                read.call(flows + "::flows::read", List.of(), read.input(shared(counter, false)));
                reading.add(read.sign());
            }
            List<ExecutedTransaction> done = executed(t, counting, reading);
            List<ExecutedTransaction> counted = done.stream()
                    .filter(transaction -> !transaction.events().isEmpty())
                    .sorted(Comparator.comparingLong(transaction -> version(transaction)))
                    .toList();
            assertThat(counted.stream().map(SharedObjectsTest::value))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, SENDERS).boxed().toList());
            Set<Long> versions = new HashSet<>();
            counted.forEach(transaction -> versions.add(version(transaction)));
            assertThat(versions).hasSize(SENDERS);
            // whoever only read it saw one of the versions that were written
            versions.add(counter.version());
            for (ExecutedTransaction transaction : done) {
                for (UnchangedConsensusObject seen : transaction.effects().unchanged()) {
                    assertThat(seen.id()).isEqualTo(counter.id());
                    assertThat(seen.kind())
                            .isInstanceOfSatisfying(
                                    UnchangedConsensusObject.Kind.ReadOnlyRoot.class,
                                    root -> assertThat(versions).contains(root.version()));
                }
            }
            assertThat(t.ledger.object(counter.id()).version())
                    .isEqualTo(versions.stream().max(Long::compare).orElseThrow());
            t.ledger.verify();
            assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        }
    }

    private static List<ExecutedTransaction> executed(
            LedgerFixture t, List<SignedTransaction> counting, List<SignedTransaction> reading) throws Exception {
        List<Callable<ExecutedTransaction>> calls = new ArrayList<>();
        for (int i = 0; i < counting.size(); i++) {
            SignedTransaction count = counting.get(i);
            SignedTransaction read = reading.get(i);
            calls.add(() -> t.ledger.execute(count));
            calls.add(() -> t.ledger.execute(read));
        }
        List<ExecutedTransaction> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ExecutedTransaction> call : threads.invokeAll(calls)) {
                done.add(call.get().requireSuccess());
            }
        }
        return done;
    }

    private static long version(ExecutedTransaction transaction) {
        return transaction.effects().lamportVersion();
    }

    /// The counter's value, behind the address in the event.
    private static long value(ExecutedTransaction transaction) {
        Bytes event = transaction.events().getFirst().contents();
        return BcsReader.of("event", event.slice(32, 40)).u64();
    }

    private static Address publish(LedgerFixture t) {
        return t.publish(new CompiledPackage(
                Packages.modules("scenarios").stream().map(Bytes::copyOf).toList(), List.of(Address.STD, Address.SUI)));
    }

    private static SuiObject counter(LedgerFixture t, Address flows) {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(flows + "::flows::create_counter", List.of());
        return build.execute().requireSuccess().created(t.ledger, StructTag.of(flows, "flows", "Counter"));
    }

    private static ObjectArg shared(SuiObject object, boolean isMutable) {
        return new ObjectArg.Shared(object.id(), ((Owner.Shared) object.owner()).initialSharedVersion(), isMutable);
    }
}

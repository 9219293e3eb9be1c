package dev.floe.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Feeds a parser with mutated inputs and holds it to the rules for input from outside: it takes the input or
/// throws one of the declared exceptions, soon, without allocating much.
///
/// The failing input is cut to a short one and printed in hex with the seed.
///
/// @param maxBytes longest input
/// @param maxAllocatedBytes what one call may allocate, over all input sizes
/// @param maxCpu what one call may take; measured again before it counts, since the JIT and the collector take time
///     too
/// @param allowed exceptions that say "bad input"; subclasses too
public record Campaign(int maxBytes, long maxAllocatedBytes, Duration maxCpu, Set<Class<? extends Throwable>> allowed) {

    /// The system property that says how many inputs each parser gets.
    public static final String INPUTS_PROPERTY = "floe.campaign.inputs";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// A parser that does not come back within this is hung.
    private static final Duration HANG = Duration.ofSeconds(20);

    private static final int SHOWN_BYTES = 2_048;

    public Campaign {
        allowed = Set.copyOf(allowed);
    }

    /// A parser; what it returns does not matter.
    @FunctionalInterface
    public interface Parser {
        /// Takes the input or throws.
        void parse(byte[] input) throws Exception;
    }

    /// What a campaign did.
    ///
    /// @param inputs how many were tried
    /// @param accepted how many the parser took; a campaign that accepts nothing, or everything, tests little
    /// @param mostAllocatedBytes by one call
    public record Report(long inputs, long accepted, long mostAllocatedBytes) {}

    /// The bounds of `reliability.md`: 64 KiB inputs, 16 MiB, 50 ms. [IllegalArgumentException] is always allowed.
    ///
    /// @param allowed the other exceptions that say "bad input"
    @SafeVarargs
    public static Campaign allowing(Class<? extends Throwable>... allowed) {
        Set<Class<? extends Throwable>> all = new HashSet<>();
        all.add(IllegalArgumentException.class);
        for (Class<? extends Throwable> type : allowed) {
            all.add(type);
        }
        return new Campaign(1 << 16, 16 << 20, Duration.ofMillis(50), all);
    }

    /// How many inputs a parser gets in this build: 10^5, or what the property says.
    public static long inputs() {
        return Long.getLong(INPUTS_PROPERTY, 100_000);
    }

    /// Runs [#inputs] inputs.
    public Report run(String name, List<byte[]> corpus, Parser parser) {
        return run(name, corpus, inputs(), parser);
    }

    /// Tries the corpus itself and then `inputs` mutations of it.
    ///
    /// @throws AssertionError naming seed and input if the parser breaks a rule
    public Report run(String name, List<byte[]> corpus, long inputs, Parser parser) {
        return run(Seed.of("campaign " + name), name, corpus, inputs, parser);
    }

    Report run(Seed seed, String name, List<byte[]> corpus, long inputs, Parser parser) {
        Run run = new Run(corpus, new Mutator(seed.random(), corpus, maxBytes), parser);
        FutureTask<Report> task = new FutureTask<>(() -> run.all(seed, name, inputs));
        Thread worker = Thread.ofPlatform().daemon().name("campaign " + name).start(task);
        long seen = -1;
        while (true) {
            try {
                Report report = task.get(HANG.toSeconds(), TimeUnit.SECONDS);
                System.out.println("campaign " + name + ": " + report.inputs() + " inputs, " + report.accepted()
                        + " accepted, most " + report.mostAllocatedBytes() + " bytes allocated");
                return report;
            } catch (TimeoutException e) {
                if (run.count.get() == seen) {
                    AssertionError hung = new AssertionError(
                            seed + " campaign " + name + ": no answer after " + HANG + " to " + show(run.current), e);
                    hung.setStackTrace(worker.getStackTrace());
                    throw hung;
                }
                seen = run.count.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof AssertionError found ? found : new AssertionError(seed.toString(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(seed + " interrupted", e);
            }
        }
    }

    private final class Run {
        private final List<byte[]> corpus;
        private final Mutator mutator;
        private final Parser parser;
        private volatile byte[] current = {};
        private final AtomicLong count = new AtomicLong();
        private long accepted;
        private long mostAllocated;

        Run(List<byte[]> corpus, Mutator mutator, Parser parser) {
            this.corpus = corpus;
            this.mutator = mutator;
            this.parser = parser;
        }

        Report all(Seed seed, String name, long inputs) {
            for (byte[] input : corpus) {
                one(seed, name, input);
            }
            for (long i = 0; i < inputs; i++) {
                one(seed, name, mutator.next());
            }
            return new Report(corpus.size() + inputs, accepted, mostAllocated);
        }

        private void one(Seed seed, String name, byte[] input) {
            current = input;
            Complaint complaint = complaint(input);
            count.incrementAndGet();
            if (complaint != null) {
                byte[] shorter = shorten(input, complaint);
                Complaint last = complaint(shorter);
                Complaint told = last == null ? complaint : last;
                throw new AssertionError(
                        seed + " campaign " + name + ": " + told.what + " for " + show(shorter), told.cause);
            }
        }

        private @Nullable Complaint complaint(byte[] input) {
            Complaint found = attempt(input);
            // Class loading, the JIT and the collector are not the parser's fault: only what repeats counts.
            for (int i = 0; i < 3 && found != null && found.isMeasured; i++) {
                found = attempt(input);
            }
            return found;
        }

        private @Nullable Complaint attempt(byte[] input) {
            byte[] copy = input.clone();
            long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            try {
                parser.parse(copy);
                accepted++;
            } catch (Throwable t) {
                if (allowed.stream().noneMatch(type -> type.isInstance(t))) {
                    return new Complaint(t.getClass().getName(), false, t);
                }
            }
            long cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
            mostAllocated = Math.max(mostAllocated, allocated);
            if (allocated > maxAllocatedBytes) {
                return new Complaint("allocated " + allocated + " bytes, at most " + maxAllocatedBytes, true, null);
            }
            if (cpu > maxCpu.toNanos()) {
                return new Complaint("took " + Duration.ofNanos(cpu) + ", at most " + maxCpu, true, null);
            }
            return null;
        }

        /// Cuts pieces out while the complaint stays of the same kind.
        private byte[] shorten(byte[] input, Complaint complaint) {
            byte[] best = input;
            int attemptsLeft = complaint.isMeasured ? 20 : 20_000; // each slow one costs its time again
            for (int size = Integer.highestOneBit(Math.max(1, best.length)); size > 0; size /= 2) {
                for (int at = best.length - size; at >= 0 && attemptsLeft > 0; at -= size) {
                    attemptsLeft--;
                    byte[] shorter = new byte[best.length - size];
                    System.arraycopy(best, 0, shorter, 0, at);
                    System.arraycopy(best, at + size, shorter, at, shorter.length - at);
                    Complaint still = complaint(shorter);
                    if (still != null && still.kind().equals(complaint.kind())) {
                        best = shorter;
                    }
                }
            }
            return best;
        }
    }

    /// @param isMeasured whether it is about time or memory, which other work in the process can disturb
    private record Complaint(
            String what, boolean isMeasured, @Nullable Throwable cause) {
        String kind() {
            return isMeasured ? what.substring(0, 4) : what;
        }
    }

    private static String show(byte[] input) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES)));
        return input.length + " bytes, hex:" + hex + (input.length > SHOWN_BYTES ? "…" : "");
    }
}

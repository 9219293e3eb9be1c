package dev.floe.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The parser under test reads `magic "LIST", count u8, then count × (length u16, bytes)`; each test plants one
/// bug.
final class CampaignTest {

    private static final List<byte[]> CORPUS =
            List.of(list(), list("a"), list("hello", "", "world"), list("x".repeat(200), "y"));

    private static final Duration SLOW_CPU = Duration.ofMillis(10);

    private final Campaign campaign = Campaign.allowing(EOFException.class);

    @Test
    void aCarefulParserPasses() {
        Campaign.Report report = campaign.run("careful", CORPUS, 20_000, input -> parse(input, Bug.NONE));
        assertThat(report.inputs()).isEqualTo(20_004);
        assertThat(report.accepted()).isBetween(100L, 19_000L);
    }

    @Test
    void findsAnUncheckedIndex() {
        assertFound(Bug.UNCHECKED_INDEX, "BufferUnderflowException");
    }

    @Test
    void findsAnAllocationFromAnUncheckedLength() {
        assertFound(Bug.TRUSTED_LENGTH, "allocated ");
    }

    @Test
    void findsALoopThatTakesTooLong() {
        Campaign strict = new Campaign(
                campaign.maxBytes(), campaign.maxAllocatedBytes(), SLOW_CPU.dividedBy(2), campaign.allowed());
        assertFound(strict, Bug.SLOW, "took ");
    }

    @Test
    void findsARecursionWithoutLimit() {
        assertFound(Bug.DEEP, "StackOverflowError");
    }

    @Test
    void theSameSeedGivesTheSameInputs() {
        assertThat(inputs(7)).isEqualTo(inputs(7)).isNotEqualTo(inputs(8));
    }

    @Test
    void mutationsCoverCutsGrowthAndLyingCounts() {
        Mutator mutator = new Mutator(new Seed(1).random(), CORPUS, 300);
        Set<Integer> sizes = new TreeSet<>();
        Set<Integer> counts = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] input = mutator.next();
            sizes.add(input.length);
            if (input.length > 4) {
                counts.add(input[4] & 0xff);
            }
        }
        assertThat(sizes).contains(0, 1, 4, 5, 300).allMatch(size -> size <= 300);
        assertThat(counts).hasSizeGreaterThan(200).contains(0, 0x7f, 0x80, 0xff);
    }

    private void assertFound(Bug bug, String complaint) {
        assertFound(campaign, bug, complaint);
    }

    private static void assertFound(Campaign campaign, Bug bug, String complaint) {
        for (long seed = 0; seed < 5; seed++) {
            Seed fixed = new Seed(seed);
            assertThatThrownBy(() -> campaign.run(fixed, bug.name(), CORPUS, 100_000, input -> parse(input, bug)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(fixed.toString())
                    .hasMessageContaining(complaint);
        }
    }

    private enum Bug {
        NONE,
        UNCHECKED_INDEX,
        TRUSTED_LENGTH,
        SLOW,
        DEEP
    }

    private static void parse(byte[] input, Bug bug) throws EOFException {
        ByteBuffer in = ByteBuffer.wrap(input);
        if (in.remaining() < 5 || in.getInt() != 0x4c495354) {
            throw new IllegalArgumentException("not a list");
        }
        int count = in.get() & 0xff;
        for (int i = 0; i < count; i++) {
            need(in, bug == Bug.UNCHECKED_INDEX ? 0 : 2);
            int length = in.getShort() & 0xffff;
            if (bug == Bug.DEEP && length > 0x7fff) {
                throw new IllegalArgumentException("depth " + depth(1));
            }
            byte[] copy = bug == Bug.TRUSTED_LENGTH ? new byte[length << 10] : new byte[0];
            need(in, length + copy.length / (copy.length + 1));
            in.position(in.position() + length);
            if (bug == Bug.SLOW && count == 0x80 && i == 0) {
                burn();
            }
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("trailing bytes");
        }
    }

    private static void need(ByteBuffer in, int bytes) throws EOFException {
        if (in.remaining() < bytes) {
            throw new EOFException();
        }
    }

    /// Computes until this thread has used that much time, however fast the machine is.
    private static void burn() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + SLOW_CPU.toNanos();
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static int depth(int level) {
        return level == 0 ? 0 : 1 + depth(level + 1);
    }

    private static List<String> inputs(long seed) {
        Mutator mutator = new Mutator(new Seed(seed).random(), CORPUS, 300);
        return java.util.stream.Stream.generate(() -> Arrays.toString(mutator.next()))
                .limit(1_000)
                .toList();
    }

    private static byte[] list(String... items) {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        out.put("LIST".getBytes(US_ASCII)).put((byte) items.length);
        for (String item : items) {
            out.putShort((short) item.length()).put(item.getBytes(US_ASCII));
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}

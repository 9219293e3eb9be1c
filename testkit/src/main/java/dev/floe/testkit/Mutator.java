package dev.floe.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes bad inputs for parsers out of good ones: flips, cuts, splices, copies, and numbers that lie about lengths.
public final class Mutator {

    private static final long[] NASTY = {
        0,
        1,
        0x7f,
        0x80,
        0xff,
        0x100,
        0x7fff,
        0x8000,
        0xffff,
        0x1_0000,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2
    };

    private final RandomGenerator random;
    private final List<byte[]> corpus;
    private final int maxBytes;

    /// @param corpus good inputs, at least one
    /// @param maxBytes longest result
    public Mutator(RandomGenerator random, List<byte[]> corpus, int maxBytes) {
        if (corpus.isEmpty()) {
            throw new IllegalArgumentException("the corpus is empty; give at least one good input");
        }
        this.random = random;
        this.corpus = List.copyOf(corpus);
        this.maxBytes = maxBytes;
    }

    /// The next input: one of the corpus with one to eight changes, or now and then noise.
    public byte[] next() {
        if (random.nextInt(50) == 0) {
            byte[] noise = new byte[random.nextInt(Math.min(maxBytes, 256) + 1)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] input = pick().clone();
        int changes = 1 << random.nextInt(4);
        for (int i = random.nextInt(changes); i >= 0; i--) {
            input = change(input);
        }
        return input.length <= maxBytes ? input : Arrays.copyOf(input, maxBytes);
    }

    private byte[] change(byte[] input) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> flipBit(input);
            case 2 -> setByte(input);
            case 3 -> Arrays.copyOf(input, random.nextInt(input.length));
            case 4 -> cutOut(input);
            case 5 -> insert(input, slice(pick()));
            case 6 -> splice(input, pick());
            case 7, 8 -> number(input);
            default -> overwrite(input, slice(input));
        };
    }

    private byte[] flipBit(byte[] input) {
        int bit = random.nextInt(input.length * 8);
        input[bit / 8] ^= (byte) (1 << bit % 8);
        return input;
    }

    private byte[] setByte(byte[] input) {
        input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        return input;
    }

    private byte[] cutOut(byte[] input) {
        int from = random.nextInt(input.length);
        int to = from + 1 + random.nextInt(Math.min(64, input.length - from));
        byte[] shorter = new byte[input.length - (to - from)];
        System.arraycopy(input, 0, shorter, 0, from);
        System.arraycopy(input, to, shorter, from, input.length - to);
        return shorter;
    }

    private byte[] insert(byte[] input, byte[] piece) {
        int at = random.nextInt(input.length + 1);
        byte[] longer = new byte[input.length + piece.length];
        System.arraycopy(input, 0, longer, 0, at);
        System.arraycopy(piece, 0, longer, at, piece.length);
        System.arraycopy(input, at, longer, at + piece.length, input.length - at);
        return longer;
    }

    /// The start of one input and the end of another.
    private byte[] splice(byte[] input, byte[] other) {
        int head = random.nextInt(input.length + 1);
        int tail = random.nextInt(other.length + 1);
        byte[] joined = Arrays.copyOf(input, head + other.length - tail);
        System.arraycopy(other, tail, joined, head, other.length - tail);
        return joined;
    }

    /// A number of 1 to 8 bytes somewhere becomes an extreme one, the real length, or one more or less.
    private byte[] number(byte[] input) {
        int bytes = Math.min(input.length, 1 << random.nextInt(4));
        int at = random.nextInt(input.length - bytes + 1);
        boolean isBigEndian = random.nextBoolean();
        long old = 0;
        for (int i = 0; i < bytes; i++) {
            old |= (input[at + i] & 0xffL) << 8 * (isBigEndian ? bytes - 1 - i : i);
        }
        long value = switch (random.nextInt(4)) {
            case 0 -> old + 1;
            case 1 -> old - 1;
            case 2 -> input.length - at - bytes + random.nextInt(-1, 2);
            default -> NASTY[random.nextInt(NASTY.length)];
        };
        for (int i = 0; i < bytes; i++) {
            input[at + i] = (byte) (value >>> 8 * (isBigEndian ? bytes - 1 - i : i));
        }
        return input;
    }

    private byte[] overwrite(byte[] input, byte[] piece) {
        int at = random.nextInt(input.length);
        System.arraycopy(piece, 0, input, at, Math.min(piece.length, input.length - at));
        return input;
    }

    private byte[] slice(byte[] input) {
        if (input.length == 0) {
            return input;
        }
        int from = random.nextInt(input.length);
        return Arrays.copyOfRange(input, from, from + 1 + random.nextInt(Math.min(64, input.length - from)));
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }
}

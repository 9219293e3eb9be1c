package dev.floe.format.internal.redstuff;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Kernels in plain Java: the reference for [VectorKernels], for small work, and for machines without vectors.
final class ScalarKernels extends Kernels {

    static final ScalarKernels INSTANCE = new ScalarKernels();

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ScalarKernels() {}

    @Override
    public boolean usesNibbles() {
        return false;
    }

    @Override
    public void gather(MemorySegment memory, long at, long laneStep, int lanes, int bytes, long[] words, int to) {
        int half = Lanes.halfWords(bytes);
        int chunks = bytes / Lanes.CHUNK_BYTES;
        int restHalf = bytes % Lanes.CHUNK_BYTES / 2;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long from = at + Math.min(lane, lanes - 1) * laneStep;
            int low = to + lane;
            for (int q = 0; q < chunks; q++) {
                for (int i = 0; i < 4; i++) {
                    words[low] = memory.get(LONG, from + 8L * i);
                    words[low + half] = memory.get(LONG, from + 32 + 8L * i);
                    low += Lanes.COUNT;
                }
                from += Lanes.CHUNK_BYTES;
            }
            for (int i = 0; i < restHalf; i += 8) {
                int length = Math.min(8, restHalf - i);
                words[low] = getBytes(memory, from + i, length);
                words[low + half] = getBytes(memory, from + restHalf + i, length);
                low += Lanes.COUNT;
            }
        }
    }

    @Override
    public void scatter(long[] words, int from, MemorySegment memory, long at, long laneStep, int lanes, int bytes) {
        int half = Lanes.halfWords(bytes);
        int chunks = bytes / Lanes.CHUNK_BYTES;
        int restHalf = bytes % Lanes.CHUNK_BYTES / 2;
        for (int lane = 0; lane < lanes; lane++) {
            long to = at + lane * laneStep;
            int low = from + lane;
            for (int q = 0; q < chunks; q++) {
                for (int i = 0; i < 4; i++) {
                    memory.set(LONG, to + 8L * i, words[low]);
                    memory.set(LONG, to + 32 + 8L * i, words[low + half]);
                    low += Lanes.COUNT;
                }
                to += Lanes.CHUNK_BYTES;
            }
            for (int i = 0; i < restHalf; i += 8) {
                int length = Math.min(8, restHalf - i);
                setBytes(memory, to + i, length, words[low]);
                setBytes(memory, to + restHalf + i, length, words[low + half]);
                low += Lanes.COUNT;
            }
        }
    }

    private static long getBytes(MemorySegment memory, long at, int length) {
        if (length == 8) {
            return memory.get(LONG, at);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << 8 * i;
        }
        return word;
    }

    private static void setBytes(MemorySegment memory, long at, int length, long word) {
        if (length == 8) {
            memory.set(LONG, at, word);
            return;
        }
        for (int i = 0; i < length; i++) {
            memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) (word >>> 8 * i));
        }
    }

    @Override
    public void forward(
            long[] words, int x, int distance, int pairs, int pairStep, int half, Multipliers factors, int index) {
        char[] products = factors.bytes();
        int table = index * Multipliers.BYTE_ENTRIES;
        for (int p = 0; p < pairs; p++) {
            int a = x + p * pairStep;
            int b = a + distance;
            for (int q = 0; q < half; q++) {
                long low = words[b + q];
                long high = words[b + half + q];
                long lowSum = words[a + q] ^ productLow(products, table, low, high);
                long highSum = words[a + half + q] ^ productHigh(products, table, low, high);
                words[a + q] = lowSum;
                words[a + half + q] = highSum;
                words[b + q] = low ^ lowSum;
                words[b + half + q] = high ^ highSum;
            }
        }
    }

    @Override
    public void inverse(
            long[] words, int x, int distance, int pairs, int pairStep, int half, Multipliers factors, int index) {
        char[] products = factors.bytes();
        int table = index * Multipliers.BYTE_ENTRIES;
        for (int p = 0; p < pairs; p++) {
            int a = x + p * pairStep;
            int b = a + distance;
            for (int q = 0; q < half; q++) {
                long low = words[b + q] ^ words[a + q];
                long high = words[b + half + q] ^ words[a + half + q];
                words[b + q] = low;
                words[b + half + q] = high;
                words[a + q] ^= productLow(products, table, low, high);
                words[a + half + q] ^= productHigh(products, table, low, high);
            }
        }
    }

    @Override
    public void scale(long[] words, int at, int half, Multipliers factors, int index) {
        char[] products = factors.bytes();
        int table = index * Multipliers.BYTE_ENTRIES;
        for (int q = at; q < at + half; q++) {
            long low = words[q];
            long high = words[q + half];
            words[q] = productLow(products, table, low, high);
            words[q + half] = productHigh(products, table, low, high);
        }
    }

    /// Low bytes of 8 products.
    private static long productLow(char[] products, int table, long low, long high) {
        long result = 0;
        for (int s = 0; s < 64; s += 8) {
            int product =
                    products[table + ((int) (low >>> s) & 0xFF)] ^ products[table + 256 + ((int) (high >>> s) & 0xFF)];
            result |= (product & 0xFFL) << s;
        }
        return result;
    }

    /// High bytes of 8 products.
    private static long productHigh(char[] products, int table, long low, long high) {
        long result = 0;
        for (int s = 0; s < 64; s += 8) {
            int product =
                    products[table + ((int) (low >>> s) & 0xFF)] ^ products[table + 256 + ((int) (high >>> s) & 0xFF)];
            result |= (product >>> 8 & 0xFFL) << s;
        }
        return result;
    }

    @Override
    public void xor(long[] words, int to, int from, int length) {
        for (int i = 0; i < length; i++) {
            words[to + i] ^= words[from + i];
        }
    }

    @Override
    public void transpose(long[] from, int fromAt, int fromStep, long[] to, int toAt, int toStep) {
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                to[toAt + j * toStep + i] = from[fromAt + i * fromStep + j];
            }
        }
    }

    @Override
    public void packChunks(long[] words, int at, int half, int chunks, long[] carry, int carryAt, long[] message) {
        for (int q = 0; q < chunks; q++) {
            pack(words, at + 32 * q, 4, carry, carryAt, message, 64 * q);
            pack(words, at + half + 32 * q, 4, carry, carryAt, message, 64 * q + 32);
        }
    }

    @Override
    public int packRest(
            long[] words, int low, int half, int restBytes, long[] carry, int carryAt, long[] message, int messageRow) {
        int restHalf = restBytes / 2;
        int restRows = (restHalf + 7) / 8;
        int rows = (restBytes + 7) / 8;
        int bits = 8 * (restHalf % 8);
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long waiting = carry[carryAt + lane];
            for (int i = 0; i < rows; i++) {
                long word = 0;
                if (i < restRows) {
                    word = words[low + i * Lanes.COUNT + lane];
                }
                // The high half starts `restHalf` bytes into the stream: not at a word's border unless bits is 0.
                int second = i - restHalf / 8;
                if (second >= 0 && second < restRows) {
                    word |= words[low + half + second * Lanes.COUNT + lane] << bits;
                }
                if (bits != 0 && second >= 1 && second - 1 < restRows) {
                    word |= words[low + half + (second - 1) * Lanes.COUNT + lane] >>> 64 - bits;
                }
                message[(messageRow + i) * Lanes.COUNT + lane] = word << 8 | waiting;
                waiting = word >>> 56;
            }
            message[(messageRow + rows) * Lanes.COUNT + lane] = waiting;
        }
        return messageRow + rows + 1;
    }

    @Override
    public void packNode(long[] nodes, int left, int right, long prefix, long[] block, int blockAt) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long waiting = prefix;
            for (int i = 0; i < 8; i++) {
                long word = 0;
                if (i < 4) {
                    word = nodes[left + i * Lanes.COUNT + lane];
                } else if (right >= 0) {
                    word = nodes[right + (i - 4) * Lanes.COUNT + lane];
                }
                block[blockAt + i * Lanes.COUNT + lane] = word << 8 | waiting;
                waiting = word >>> 56;
            }
            block[blockAt + 8 * Lanes.COUNT + lane] = waiting;
        }
    }

    @Override
    public void compress(
            long[] chain, int chainAt, long[] message, int messageAt, int blocks, long before, long total) {
        for (int b = 0; b < blocks; b++) {
            long end = before + Blake2bRounds.BLOCK_BYTES * (b + 1L);
            int at = messageAt + b * BLOCK_WORDS;
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                Blake2bRounds.compress(
                        chain, chainAt + lane, message, at + lane, Lanes.COUNT, Math.min(end, total), end >= total);
            }
        }
    }

    private static void pack(long[] words, int at, int rows, long[] carry, int carryAt, long[] message, int messageAt) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long waiting = carry[carryAt + lane];
            for (int i = lane; i < rows * Lanes.COUNT; i += Lanes.COUNT) {
                long word = words[at + i];
                message[messageAt + i] = word << 8 | waiting;
                waiting = word >>> 56;
            }
            carry[carryAt + lane] = waiting;
        }
    }
}

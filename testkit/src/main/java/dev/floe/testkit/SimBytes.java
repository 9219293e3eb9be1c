package dev.floe.testkit;

import java.util.Arrays;

/// The content of a simulated file: bytes that grow, with zeros where nothing was written.
final class SimBytes {

    private byte[] bytes;
    private int size;

    SimBytes() {
        this.bytes = new byte[0];
    }

    private SimBytes(byte[] bytes) {
        this.bytes = bytes;
        this.size = bytes.length;
    }

    SimBytes copy() {
        return new SimBytes(toArray());
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    int size() {
        return size;
    }

    void write(long position, byte[] source) {
        int start = Math.toIntExact(position);
        int end = Math.addExact(start, source.length);
        if (end > size) {
            resize(end);
        }
        System.arraycopy(source, 0, bytes, start, source.length);
    }

    byte[] read(long position, int atMost) {
        if (position >= size) {
            return new byte[0];
        }
        return Arrays.copyOfRange(bytes, (int) position, (int) Math.min(size, position + atMost));
    }

    void resize(long newSize) {
        int wanted = Math.toIntExact(newSize);
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
        }
        if (wanted < size) {
            Arrays.fill(bytes, wanted, size, (byte) 0);
        }
        size = wanted;
    }
}

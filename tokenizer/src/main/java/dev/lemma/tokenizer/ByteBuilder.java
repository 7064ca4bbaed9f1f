package dev.lemma.tokenizer;

import java.util.Arrays;

/// A growing row of bytes with a way back. Not for several threads.
final class ByteBuilder {
    private byte[] bytes;
    private int size;

    ByteBuilder(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    void add(int b) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) b;
    }

    void add(byte[] more) {
        add(more, 0, more.length);
    }

    void add(byte[] more, int from, int to) {
        if (bytes.length - size < to - from) {
            grow(to - from);
        }
        System.arraycopy(more, from, bytes, size, to - from);
        size += to - from;
    }

    private void grow(int more) {
        int wanted = Math.addExact(size, more);
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(wanted, 2L * size)));
    }

    int size() {
        return size;
    }

    byte get(int index) {
        return bytes[index];
    }

    void truncate(int newSize) {
        size = newSize;
    }

    boolean endsWith(byte[] suffix) {
        return size >= suffix.length && Arrays.equals(bytes, size - suffix.length, size, suffix, 0, suffix.length);
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}

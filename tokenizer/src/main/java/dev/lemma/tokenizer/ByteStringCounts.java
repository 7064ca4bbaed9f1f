package dev.lemma.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Counts of byte strings: a hash table with open addressing over one array that holds all strings.
///
/// Entries are numbered in the order in which they came. One thread at a time.
final class ByteStringCounts implements CountedStrings {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] arena = new byte[1 << 10];
    private int[] ends = new int[1 << 6]; // entry -> end in the arena
    private int[] hashes = new int[1 << 6]; // entry -> hash
    private long[] counts = new long[1 << 6]; // entry -> count
    private int[] slots = new int[1 << 7]; // hash -> entry + 1, or 0
    private int size;

    @Override
    public int size() {
        return size;
    }

    /// Bytes of all strings.
    int bytes() {
        return size == 0 ? 0 : ends[size - 1];
    }

    @Override
    public byte[] arena() {
        return arena;
    }

    @Override
    public int start(int string) {
        return string == 0 ? 0 : ends[string - 1];
    }

    @Override
    public int end(int string) {
        return ends[string];
    }

    @Override
    public long count(int string) {
        return counts[string];
    }

    int hash(int entry) {
        return hashes[entry];
    }

    byte[] string(int entry) {
        return Arrays.copyOfRange(arena, start(entry), ends[entry]);
    }

    void add(byte[] bytes, int from, int to, long count) {
        add(bytes, from, to, hash(bytes, from, to), count);
    }

    void add(byte[] bytes, int from, int to, int hash, long count) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int entry = slots[slot] - 1;
            if (entry < 0) {
                break;
            }
            if (hashes[entry] == hash && Arrays.equals(arena, start(entry), ends[entry], bytes, from, to)) {
                counts[entry] += count;
                return;
            }
            slot = (slot + 1) & mask;
        }
        append(bytes, from, to, hash, count);
        slots[slot] = size;
        if (2 * size > slots.length) {
            rehash();
        }
    }

    /// The entry of a string, or -1.
    int find(byte[] string) {
        int hash = hash(string, 0, string.length);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && Arrays.equals(arena, start(entry), ends[entry], string, 0, string.length)) {
                return entry;
            }
        }
        return -1;
    }

    private void append(byte[] bytes, int from, int to, int hash, long count) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        int start = bytes();
        int end = Math.addExact(start, to - from);
        if (end > arena.length) {
            arena = Arrays.copyOf(arena, Math.max(end, (int) Math.min(2L * arena.length, Integer.MAX_VALUE - 8)));
        }
        System.arraycopy(bytes, from, arena, start, to - from);
        ends[size] = end;
        hashes[size] = hash;
        counts[size] = count;
        size++;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry + 1;
        }
    }

    /// A hash whose high and low bits are both fit for use; it does not depend on anything but the bytes.
    static int hash(byte[] bytes, int from, int to) {
        long h = (to - from) * 0x9E3779B97F4A7C15L;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            h = mix(h ^ (long) LONG.get(bytes, i));
        }
        long tail = 0;
        for (; i < to; i++) {
            tail = tail << 8 | bytes[i] & 0xff;
        }
        return (int) (mix(h ^ tail) >>> 32);
    }

    /// Finaliser of MurmurHash3 (Appleby), shortened to one multiplication and two shifts around it.
    private static long mix(long h) {
        h = (h ^ h >>> 32) * 0xFF51AFD7ED558CCDL;
        return h ^ h >>> 29 ^ h << 17;
    }
}

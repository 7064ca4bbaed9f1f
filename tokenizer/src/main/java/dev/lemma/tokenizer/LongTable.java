package dev.lemma.tokenizer;

/// A hash table from positive longs to longs (which may be bits of doubles), open addressing, key and value
/// in one cache line. One thread at a time while it grows.
final class LongTable {
    /// Most entries of one table: slots are two longs.
    private static final int MAX_SIZE = 1 << 28;

    private long[] cells = new long[2 * 64]; // key, value; key 0 is free
    private int size;

    int size() {
        return size;
    }

    /// Slots; some of them are free.
    int slots() {
        return cells.length / 2;
    }

    /// The key in a slot, or 0 if it is free.
    long key(int slot) {
        return cells[2 * slot];
    }

    long value(int slot) {
        return cells[2 * slot + 1];
    }

    /// The slot of a key, or -1.
    int find(long key) {
        int mask = cells.length / 2 - 1;
        int slot = (int) hash(key) & mask;
        while (true) {
            long at = cells[2 * slot];
            if (at == key) {
                return slot;
            }
            if (at == 0) {
                return -1;
            }
            slot = (slot + 1) & mask;
        }
    }

    void add(long key, long value) {
        int mask = cells.length / 2 - 1;
        int slot = (int) hash(key) & mask;
        while (true) {
            long at = cells[2 * slot];
            if (at == key) {
                cells[2 * slot + 1] += value;
                return;
            }
            if (at == 0) {
                cells[2 * slot] = key;
                cells[2 * slot + 1] = value;
                if (++size > cells.length / 4) {
                    grow();
                }
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    private void grow() {
        if (size > MAX_SIZE) {
            throw new IllegalStateException("more than " + MAX_SIZE + " entries in one table");
        }
        long[] old = cells;
        cells = new long[2 * old.length];
        int mask = cells.length / 2 - 1;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int slot = (int) hash(old[i]) & mask;
                while (cells[2 * slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                cells[2 * slot] = old[i];
                cells[2 * slot + 1] = old[i + 1];
            }
        }
    }

    /// Multiplication by the golden ratio; the high bits, which are the best mixed, come down.
    private static long hash(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return h ^ h >>> 32;
    }
}

package dev.lemma.tokenizer;

import java.util.Arrays;

/// The merges of a BPE vocabulary: which pairs of symbols join, which first, and into what. Immutable once
/// built.
///
/// `(left, right) -> (rank, merged)` in an open-addressing hash table of primitives: 16 bytes a merge at most
/// half full. Symbols are non-negative numbers, pieces and whatever else the segmenter numbers.
final class BpeMerges {
    private long[] keys; // left << 32 | right, -1 is free
    private long[] values; // rank << 32 | merged
    private int size;

    BpeMerges(int expected) {
        int slots = Integer.highestOneBit(Math.max(8, expected)) * 4;
        keys = new long[slots];
        values = new long[slots];
        Arrays.fill(keys, -1);
    }

    /// Adds a merge; of two for one pair the first stays.
    void add(int left, int right, int rank, int merged) {
        if (size >= keys.length / 2) {
            grow();
        }
        long key = (long) left << 32 | right;
        int slot = slot(key);
        if (keys[slot] == -1) {
            keys[slot] = key;
            values[slot] = (long) rank << 32 | merged;
            size++;
        }
    }

    int size() {
        return size;
    }

    /// `rank << 32 | merged`, or -1 where the pair does not join. A negative symbol never joins.
    long find(int left, int right) {
        return (left | right) < 0 ? -1 : values(slot((long) left << 32 | right));
    }

    private long values(int slot) {
        return keys[slot] == -1 ? -1 : values[slot];
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        long h = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (h >>> 32) & mask;
        while (keys[slot] != key && keys[slot] != -1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        Arrays.fill(keys, -1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != -1) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}

package dev.lemma.papers;

import java.util.Arrays;

/// The ids that a run has met, as 64-bit hashes: 16 to 32 bytes an id, so that the arXiv's millions fit.
///
/// Two ids of one hash would count as one and the later paper could then only fill gaps on its first appearance
/// in a run; with 3 million ids the chance of any such pair is about 2.4e-7.
final class SeenIds {
    private long[] table = new long[1 << 10];
    private int size;

    /// Whether the id was not there before.
    boolean add(String id) {
        if (size * 2 >= table.length) {
            grow();
        }
        boolean added = put(table, hash(id));
        size += added ? 1 : 0;
        return added;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        Arrays.stream(table).filter(hash -> hash != 0).forEach(hash -> put(larger, hash));
        table = larger;
    }

    private static boolean put(long[] table, long hash) {
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = hash;
        return true;
    }

    /// FNV-1a, mixed (MurmurHash3's finalizer); never 0, which marks a free slot.
    private static long hash(String id) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            h = (h ^ id.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h == 0 ? 1 : h;
    }
}

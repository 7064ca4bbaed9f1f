package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Remembers the ids of short words: 2^15 places, each held by the last word that hashed to it.
///
/// Any number of threads may use one without a lock: entries are immutable, and a lost update is only a miss.
/// Its memory is bounded: words over 32 bytes are not kept, so it stays under 8 MB.
final class WordCache {
    private static final int PLACES = 1 << 15;
    private static final int LONGEST = 32;

    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(PLACES);

    int @Nullable [] find(byte[] s, int from, int to, int hash) {
        Entry entry = to - from <= LONGEST ? entries.getAcquire(hash & PLACES - 1) : null;
        return entry != null && Arrays.equals(entry.word, 0, entry.word.length, s, from, to) ? entry.ids : null;
    }

    void keep(byte[] s, int from, int to, int hash, int[] ids) {
        if (to - from <= LONGEST) {
            entries.setRelease(hash & PLACES - 1, new Entry(Arrays.copyOfRange(s, from, to), ids));
        }
    }

    private static final class Entry {
        final byte[] word;
        final int[] ids;

        Entry(byte[] word, int[] ids) {
            this.word = word;
            this.ids = ids;
        }
    }
}

package dev.lemma.tokenizer;

import java.util.Arrays;

/// A growing list of ids. Not thread-safe.
final class IdBuffer {
    private int[] ids = new int[256];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return ids[index];
    }

    /// Makes room for `count` ids at the end and returns the index of the first; [#set] fills them.
    int grow(int count) {
        int at = size;
        size = Math.addExact(size, count);
        if (size > ids.length) {
            ids = Arrays.copyOf(ids, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(size, 2L * ids.length)));
        }
        return at;
    }

    void set(int index, int id) {
        ids[index] = id;
    }

    void add(int id) {
        int at = grow(1);
        ids[at] = id;
    }

    void addAll(IdBuffer more) {
        int at = grow(more.size);
        System.arraycopy(more.ids, 0, ids, at, more.size);
    }

    boolean contains(int id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return true;
            }
        }
        return false;
    }

    /// Turns the order of the ids from `from` on around.
    void reverse(int from) {
        for (int i = from, j = size - 1; i < j; i++, j--) {
            int id = ids[i];
            ids[i] = ids[j];
            ids[j] = id;
        }
    }

    int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}

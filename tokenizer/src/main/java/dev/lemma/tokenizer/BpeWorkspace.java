package dev.lemma.tokenizer;

import java.util.Arrays;

/// Joins a row of symbols by the merges of a vocabulary; scratch memory of one call, not for several threads.
///
/// Again and again the pair of lowest rank joins, of equal ones the leftmost (Sennrich et al. 2016). The row
/// is a linked list over positions, candidates wait in a binary heap ordered by (rank, position), and one
/// that a neighbour's merge made stale is known by its rank: O(n log n) for n symbols, no allocation once
/// warm.
final class BpeWorkspace {
    private static final int NONE = Integer.MAX_VALUE;

    int[] symbol = new int[64]; // by position
    int[] from = new int[65]; // where a symbol starts in the text; from[n] is the end
    private int[] next = new int[64];
    private int[] previous = new int[64];
    private int[] rank = new int[64]; // of the pair that starts here, NONE where it does not join
    private int[] merged = new int[64];
    private long[] heap = new long[128]; // rank << 32 | position
    private int heapSize;

    /// Makes room for `n` symbols; what was there is lost.
    void reserve(int n) {
        if (n > symbol.length) {
            // Long words are rare: exact room for them, so that 100 MB without a cut need 24 bytes a byte
            // here.
            int more = n > 1 << 20 ? n : 2 * n;
            symbol = new int[more];
            from = new int[more + 1];
            next = new int[more];
            previous = new int[more];
            rank = new int[more];
            merged = new int[more];
        }
    }

    /// Joins the first `n` symbols; returns how many are left, in order, in [#symbol] and [#from].
    int merge(BpeMerges merges, int n, Listener listener) {
        heapSize = 0;
        if (heap.length > 1 << 22) {
            heap = new long[128]; // a rare long word must not keep it
        }
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            rank[i] = NONE;
        }
        for (int i = 0; i + 1 < n; i++) {
            candidate(merges, i, n, listener);
        }
        if (heapSize == 0) {
            return n;
        }
        while (heapSize > 0) {
            long top = pop();
            int at = (int) top;
            if (rank[at] != (int) (top >> 32)) {
                continue;
            }
            int right = next[at];
            symbol[at] = merged[at];
            next[at] = next[right];
            rank[right] = NONE;
            symbol[right] = Integer.MIN_VALUE;
            if (next[at] < n) {
                previous[next[at]] = at;
            }
            candidate(merges, at, n, listener);
            if (previous[at] >= 0) {
                candidate(merges, previous[at], n, listener);
            }
        }
        int end = from[n];
        int left = 0;
        for (int i = 0; i < n; i = next[i]) {
            symbol[left] = symbol[i];
            from[left++] = from[i];
        }
        from[left] = end;
        return left;
    }

    private void candidate(BpeMerges merges, int at, int n, Listener listener) {
        int right = next[at];
        long found = right < n ? merges.find(symbol[at], symbol[right]) : -1;
        if (found < 0) {
            rank[at] = NONE;
            return;
        }
        rank[at] = (int) (found >> 32);
        merged[at] = (int) found;
        listener.candidate(merged[at], symbol[at], symbol[right]);
        push(found & 0xFFFFFFFF00000000L | at);
    }

    private void push(long entry) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, (int) Math.min(Integer.MAX_VALUE - 16, 2L * heapSize));
        }
        int at = heapSize++;
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (heap[parent] <= entry) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = entry;
    }

    private long pop() {
        long top = heap[0];
        long entry = heap[--heapSize];
        int at = 0;
        for (int child = 1; child < heapSize; child = 2 * at + 1) {
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= entry) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = entry;
        return top;
    }

    /// Hears of every pair that could join.
    interface Listener {
        /// For vocabularies that never take a merge back.
        Listener NONE = (merged, left, right) -> {};

        void candidate(int merged, int left, int right);
    }
}

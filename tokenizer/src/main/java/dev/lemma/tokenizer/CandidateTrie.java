package dev.lemma.tokenizer;

import java.util.Arrays;

/// The pieces of a set as a trie in double-array form (Aoe 1989): one load and one comparison a byte.
///
/// [PieceTrie] ends at 16 million states, which is enough for a vocabulary; the candidates of a large
/// training need more, and they come sorted.
///
/// A node is the number of its cell; the root is 0. Immutable.
final class CandidateTrie {
    static final int ROOT = 0;

    private static final int FREE = -1;
    /// When a search tries more cells than this, the next one of its kind starts where it ended: keeps
    /// building linear.
    private static final int MAX_TRIES = 64;

    private long[] cells; // parent << 32 | base; a child with byte b stands at base + b
    private int[] values; // cell -> piece, or -1
    /// Number of children -> where the search for room starts.
    private final int[] cursors = new int[10];

    CandidateTrie(PieceSet pieces) {
        int capacity = Math.max(1 << 10, (int) Math.min(Integer.MAX_VALUE / 4, 2L * pieces.size() + 512));
        cells = new long[capacity];
        values = new int[capacity];
        Arrays.fill(cells, (long) FREE << 32);
        Arrays.fill(values, -1);
        cells[ROOT] = (long) Integer.MAX_VALUE << 32;
        insert(pieces, ROOT, 0, pieces.size(), 0, new int[256], new int[257]);
    }

    /// The child of a node, or -1.
    int child(int node, byte b) {
        int cell = (int) cells[node] + (b & 0xff);
        return (int) (cells[cell] >>> 32) == node ? cell : -1;
    }

    /// The piece that ends at a node, or -1.
    int piece(int node) {
        return values[node];
    }

    /// Inserts pieces `[from, to)`, which have `depth` bytes in common. Recursion is as deep as the longest
    /// piece.
    private void insert(PieceSet pieces, int node, int from, int to, int depth, int[] labels, int[] limits) {
        int first = from;
        if (pieces.length(first) == depth) {
            values[node] = first++;
        }
        if (first == to) {
            // A leaf's children would stand where no cell has it for a parent: anywhere.
            return;
        }
        int count = 0;
        for (int p = first; p < to; ) {
            int label = pieces.byteAt(p, depth);
            labels[count] = label;
            limits[count++] = p;
            p = endOfLabel(pieces, p, to, depth, label);
        }
        limits[count] = to;
        int base = place(labels, count, node);
        cells[node] = cells[node] & 0xFFFFFFFF00000000L | base;
        int[] ownLabels = Arrays.copyOf(labels, count);
        int[] ownLimits = Arrays.copyOf(limits, count + 1);
        for (int k = 0; k < count; k++) {
            insert(pieces, base + ownLabels[k], ownLimits[k], ownLimits[k + 1], depth + 1, labels, limits);
        }
    }

    /// Where the pieces with this byte end: doubling steps, then halving ones.
    private static int endOfLabel(PieceSet pieces, int from, int to, int depth, int label) {
        int step = 1;
        while (from + step < to && pieces.byteAt(from + step, depth) == label) {
            step *= 2;
        }
        int low = from + step / 2;
        int high = Math.min(to, from + step);
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (pieces.byteAt(middle, depth) == label) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + 1;
    }

    private int place(int[] labels, int count, int node) {
        int kind = Math.min(count, cursors.length - 1);
        int cell = Math.max(cursors[kind], labels[0] + 1);
        for (int tries = 0; ; tries++, cell++) {
            int base = cell - labels[0];
            ensure(base + 256);
            if (isFree(cell) && fits(base, labels, count)) {
                for (int k = 0; k < count; k++) {
                    cells[base + labels[k]] = (long) node << 32;
                }
                if (count == 1 || tries > MAX_TRIES) {
                    cursors[kind] = Math.max(cursors[kind], cell);
                }
                return base;
            }
        }
    }

    private boolean isFree(int cell) {
        return (int) (cells[cell] >>> 32) == FREE;
    }

    private boolean fits(int base, int[] labels, int count) {
        for (int k = 1; k < count; k++) {
            if (!isFree(base + labels[k])) {
                return false;
            }
        }
        return true;
    }

    private void ensure(int size) {
        if (size > cells.length) {
            int old = cells.length;
            int fresh = Math.max(size, (int) Math.min(Integer.MAX_VALUE - 8, old * 3L / 2));
            cells = Arrays.copyOf(cells, fresh);
            values = Arrays.copyOf(values, fresh);
            Arrays.fill(cells, old, fresh, (long) FREE << 32);
            Arrays.fill(values, old, fresh, -1);
        }
    }
}

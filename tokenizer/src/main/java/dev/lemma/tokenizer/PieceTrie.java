package dev.lemma.tokenizer;

import java.util.Arrays;

/// A double-array trie over bytes (Aoe 1989) that keeps a number beside each state.
///
/// State `s` has a cell of two longs: the first is `parent << 32 | base`, the second the raw bits of a
/// double. Reading byte `b` in state `s` leads to `t = base(s) + b` if `parent(t) == s`. Both longs lie in
/// one cache line, so a step costs one miss at most. A leaf has base 0: whatever cell it leads to has another
/// parent.
///
/// The number is `-infinity` (or 0, see [#cells(double\[\], double)]) at states that end no piece; so a loop
/// may use it without asking whether a piece ends there.
///
/// Immutable after construction. Time to build: the sum of the piece lengths, times a small factor for
/// finding room.
final class PieceTrie {
    static final int ROOT = 0;

    /// Longs per state.
    private static final int CELL = 2;

    /// Places tried for the children of a state.
    private static final int MAX_TRIES = 64;

    /// Before this nothing is placed: so no base is below 1, whatever the first label.
    private static final int FIRST = 256;

    private static final int BITS = 24;
    private static final int MASK = (1 << BITS) - 1;

    /// Most states, so that a state and its parent fit in one long with the filter.
    private static final int MAX_STATES = MASK - 256;

    /// The first long of a cell without a state: no state has this parent.
    private static final long FREE = (long) MASK << BITS;

    /// Below this many pieces insertion sort beats counting 257 keys.
    private static final int SMALL = 24;

    private final PieceBytes pieces;
    private final boolean reversed;

    private long[] nodes; // [states], the first long of each cell
    private int[] ids; // [states], the piece that ends there or -1
    private long[] used = new long[64]; // one bit a state
    private int states;

    /// Where the search for room starts, by number of children: cells before it are as good as full.
    private final int[] cursors = new int[10];

    /// @param order the pieces to put in; it is permuted
    /// @param reversed whether pieces are read from their last byte to their first
    /// @throws TokenizerException if two pieces have the same bytes
    PieceTrie(PieceBytes pieces, int[] order, boolean reversed) {
        this.pieces = pieces;
        this.reversed = reversed;
        nodes = new long[1024];
        ids = new int[1024];
        clear(0);
        Arrays.fill(cursors, FIRST);
        build(order);
        // Every state may be asked for 256 children.
        int length = states + 256;
        ensure(length);
        nodes = Arrays.copyOf(nodes, length);
        ids = Arrays.copyOf(ids, length);
        used = new long[0];
    }

    /// The cells with a number for each piece, in a new array.
    ///
    /// @param numbers one a piece
    /// @param none the number of states that end no piece
    long[] cells(double[] numbers, double none) {
        long[] cells = new long[CELL * nodes.length];
        long empty = Double.doubleToRawLongBits(none);
        for (int state = 0; state < ids.length; state++) {
            cells[CELL * state] = nodes[state];
            cells[CELL * state + 1] = ids[state] < 0 ? empty : Double.doubleToRawLongBits(numbers[ids[state]]);
        }
        return cells;
    }

    /// The piece that ends in a state, or -1.
    int id(int state) {
        return ids[state];
    }

    /// The state after a byte, or -1; in one of the arrays of [#cells(double\[\], double)].
    static int step(long[] cells, int state, byte b) {
        long cell = cells[CELL * state];
        if (isDeadEnd(cell, b & 0xff)) {
            return -1;
        }
        int to = child(cell, b & 0xff);
        return isChild(cells[CELL * to], state) ? to : -1;
    }

    /// Whether the filter of a cell rules out that it has a child for `b`, 0 to 255.
    static boolean isDeadEnd(long cell, int b) {
        return (cell >>> 2 * BITS + (b & 15) & 1) == 0;
    }

    /// The state that a cell leads to by `b`, 0 to 255, if that [#isChild].
    static int child(long cell, int b) {
        return ((int) cell & MASK) + b;
    }

    /// Whether a cell is that of a child of `state`.
    static boolean isChild(long cell, int state) {
        return ((int) (cell >>> BITS) & MASK) == state;
    }

    /// [#step] without numbers.
    int next(int state, byte b) {
        int to = child(nodes[state], b & 0xff);
        return isChild(nodes[to], state) ? to : -1;
    }

    /// The piece with exactly these bytes, or -1.
    int find(byte[] bytes) {
        int state = ROOT;
        for (byte b : bytes) {
            state = next(state, b);
            if (state < 0) {
                return -1;
            }
        }
        return ids[state];
    }

    private void build(int[] order) {
        // A stack of ranges of `order` that share a prefix: state, depth, from, to.
        int[] stack = new int[4 * 256];
        int top = 0;
        mark(ROOT);
        stack[top++] = ROOT;
        stack[top++] = 0;
        stack[top++] = 0;
        stack[top++] = order.length;
        int[] scratch = new int[order.length];
        int[] counts = new int[258];
        int[] labels = new int[256];
        int[] bounds = new int[257];
        while (top > 0) {
            int to = stack[--top];
            int from = stack[--top];
            int depth = stack[--top];
            int state = stack[--top];
            if (to - from == 1) {
                chain(order[from], state, depth, labels);
                continue;
            }
            sort(order, from, to, depth, scratch, counts);
            int at = from;
            while (at < to && pieces.length(order[at]) == depth) {
                if (ids[state] >= 0) {
                    throw new TokenizerException("pieces " + ids[state] + " and " + order[at]
                            + " of the vocabulary are both " + pieces.describe(order[at])
                            + "; every piece must be there once");
                }
                ids[state] = order[at++];
            }
            int children = 0;
            while (at < to) {
                int label = key(order[at], depth) - 1;
                labels[children] = label;
                bounds[children++] = at;
                while (at < to && key(order[at], depth) == label + 1) {
                    at++;
                }
            }
            if (children == 0) {
                continue;
            }
            bounds[children] = to;
            int base = place(labels, children);
            nodes[state] |= base | filter(labels, children);
            if (top + 4 * children > stack.length) {
                stack = Arrays.copyOf(stack, 2 * stack.length + 4 * children);
            }
            // Last child first: the stack then goes on with the first, in the order of the cells.
            for (int c = children - 1; c >= 0; c--) {
                int child = base + labels[c];
                mark(child);
                nodes[child] = (long) state << BITS;
                stack[top++] = child;
                stack[top++] = depth + 1;
                stack[top++] = bounds[c];
                stack[top++] = bounds[c + 1];
            }
        }
    }

    /// The states of a piece from `depth` on, where no other piece shares them: so most states come about.
    private void chain(int piece, int from, int depth, int[] labels) {
        int state = from;
        for (int at = depth; at < pieces.length(piece); at++) {
            labels[0] = pieces.at(piece, at, reversed) & 0xff;
            int base = place(labels, 1);
            nodes[state] |= base | filter(labels, 1);
            int child = base + labels[0];
            mark(child);
            nodes[child] = (long) state << BITS;
            state = child;
        }
        ids[state] = piece;
    }

    private static long filter(int[] labels, int children) {
        long filter = 0;
        for (int c = 0; c < children; c++) {
            filter |= 1L << 2 * BITS + (labels[c] & 15);
        }
        return filter;
    }

    /// 0 where a piece ends, otherwise 1 plus its byte.
    private int key(int piece, int depth) {
        return pieces.length(piece) == depth ? 0 : 1 + (pieces.at(piece, depth, reversed) & 0xff);
    }

    private void sort(int[] order, int from, int to, int depth, int[] scratch, int[] counts) {
        if (to - from <= SMALL) {
            for (int i = from + 1; i < to; i++) {
                int piece = order[i];
                int key = key(piece, depth);
                int j = i;
                while (j > from && key(order[j - 1], depth) > key) {
                    order[j] = order[j - 1];
                    j--;
                }
                order[j] = piece;
            }
            return;
        }
        Arrays.fill(counts, 0);
        for (int i = from; i < to; i++) {
            counts[key(order[i], depth) + 1]++;
        }
        for (int k = 1; k < counts.length; k++) {
            counts[k] += counts[k - 1];
        }
        System.arraycopy(order, from, scratch, from, to - from);
        for (int i = from; i < to; i++) {
            order[from + counts[key(scratch[i], depth)]++] = scratch[i];
        }
    }

    /// A base at which all children find their cell free: the first of a few places tried, or behind all
    /// states. Holes that are left so are filled by states with few children, which most are.
    private int place(int[] labels, int children) {
        int size = Math.min(cursors.length - 1, 32 - Integer.numberOfLeadingZeros(children));
        int free = nextFree(cursors[size]);
        cursors[size] = free;
        int tries = 0;
        while (!fits(free - labels[0], labels, children)) {
            tries++;
            free = tries < MAX_TRIES ? nextFree(free + 1) : Math.max(states, FIRST);
        }
        if (tries > MAX_TRIES / 4) {
            cursors[size] = Math.max(cursors[size], Math.min(free, states - 256)); // will mostly fail again
        }
        int base = free - labels[0];
        if (base > MAX_STATES - 256) {
            throw new TokenizerException(
                    "the pieces of the vocabulary need more than " + MAX_STATES + " trie states, the most possible");
        }
        ensure(base + 256);
        return base;
    }

    private boolean fits(int base, int[] labels, int children) {
        for (int c = 1; c < children; c++) {
            if (isUsed(base + labels[c])) {
                return false;
            }
        }
        return true;
    }

    private boolean isUsed(int state) {
        int word = state >>> 6;
        return word < used.length && (used[word] >>> state & 1) != 0;
    }

    private int nextFree(int state) {
        int word = state >>> 6;
        if (word >= used.length) {
            return state;
        }
        long free = ~used[word] & -1L << state;
        while (free == 0) {
            if (++word >= used.length) {
                return word << 6;
            }
            free = ~used[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(free);
    }

    private void mark(int state) {
        int word = state >>> 6;
        if (word >= used.length) {
            used = Arrays.copyOf(used, Math.max(word + 1, 2 * used.length));
        }
        used[word] |= 1L << state;
        states = Math.max(states, state + 1);
    }

    private void ensure(int length) {
        if (length > ids.length) {
            int old = ids.length;
            int size = Math.max(length, old + (old >> 1));
            nodes = Arrays.copyOf(nodes, size);
            ids = Arrays.copyOf(ids, size);
            clear(old);
        }
    }

    private void clear(int from) {
        for (int state = from; state < ids.length; state++) {
            nodes[state] = FREE;
            ids[state] = -1;
        }
    }
}

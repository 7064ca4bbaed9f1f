package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The pieces of a vocabulary by id, and ids by piece. Immutable.
///
/// An open-addressing hash table over one pool of bytes: a lookup is one hash of the bytes and about one
/// comparison, and allocates nothing. Where a piece occurs twice the first id counts.
final class PieceTable {
    private final byte[] pool;
    private final int[] start; // [size + 1]: piece i is pool[start[i] .. start[i + 1])
    private final int[] slots; // id + 1, 0 is free; a power of two, at most half full
    private int duplicate = -1;

    PieceTable(List<byte[]> pieces) {
        this(pieces, new BitSet());
    }

    /// @param hidden ids that [#id] never gives
    PieceTable(List<byte[]> pieces, BitSet hidden) {
        int n = pieces.size();
        start = new int[n + 1];
        for (int i = 0; i < n; i++) {
            start[i + 1] = Math.addExact(start[i], pieces.get(i).length);
        }
        pool = new byte[start[n]];
        slots = new int[Integer.highestOneBit(Math.max(4, n)) * 4];
        for (int i = 0; i < n; i++) {
            byte[] piece = pieces.get(i);
            System.arraycopy(piece, 0, pool, start[i], piece.length);
            if (hidden.get(i)) {
                continue;
            }
            int slot = slot(piece, 0, piece.length);
            if (slots[slot] == 0) {
                slots[slot] = i + 1;
            } else if (duplicate < 0) {
                duplicate = i;
            }
        }
    }

    int size() {
        return start.length - 1;
    }

    /// The first id whose piece another id had before, or -1.
    int duplicate() {
        return duplicate;
    }

    /// The id of the piece `s[from .. to)`, or -1.
    int id(byte[] s, int from, int to) {
        return slots[slot(s, from, to)] - 1;
    }

    byte[] piece(int id) {
        return Arrays.copyOfRange(pool, start[id], start[id + 1]);
    }

    String text(int id) {
        return new String(pool, start[id], length(id), StandardCharsets.UTF_8);
    }

    int length(int id) {
        return start[id + 1] - start[id];
    }

    int check(int id) {
        if (id < 0 || id >= size()) {
            throw new IllegalArgumentException("id " + id + " is outside [0, " + size() + ")");
        }
        return id;
    }

    private int slot(byte[] s, int from, int to) {
        int mask = slots.length - 1;
        for (int slot = hash(s, from, to) & mask; ; slot = slot + 1 & mask) {
            int id = slots[slot] - 1;
            if (id < 0 || Arrays.equals(pool, start[id], start[id + 1], s, from, to)) {
                return slot;
            }
        }
    }

    static int hash(byte[] s, int from, int to) {
        int h = to - from;
        for (int i = from; i < to; i++) {
            h = h * 0x01000193 + s[i];
        }
        h *= 0x9E3779B9;
        return h ^ h >>> 15;
    }
}

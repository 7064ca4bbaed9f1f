package dev.lemma.tokenizer;

import java.util.Arrays;

/// Candidate pieces during a training, in order of their bytes (unsigned, a prefix first), as slices of one
/// array.
///
/// The slices are fixed; scores are the owner's to change.
final class PieceSet {
    private final byte[] arena;
    private final int[] starts;
    private final int[] lengths;

    /// Takes over the arrays. The slices must be in order and differ.
    PieceSet(byte[] arena, int[] starts, int[] lengths) {
        this.arena = arena;
        this.starts = starts;
        this.lengths = lengths;
    }

    /// A set of given strings, sorted here.
    static PieceSet of(byte[][] strings) {
        byte[][] sorted = strings.clone();
        Arrays.sort(sorted, Arrays::compareUnsigned);
        int[] starts = new int[sorted.length];
        int[] lengths = new int[sorted.length];
        int end = 0;
        for (int p = 0; p < sorted.length; p++) {
            starts[p] = end;
            lengths[p] = sorted[p].length;
            end = Math.addExact(end, sorted[p].length);
        }
        byte[] arena = new byte[end];
        for (int p = 0; p < sorted.length; p++) {
            System.arraycopy(sorted[p], 0, arena, starts[p], lengths[p]);
        }
        return new PieceSet(arena, starts, lengths);
    }

    int size() {
        return starts.length;
    }

    byte[] arena() {
        return arena;
    }

    int start(int piece) {
        return starts[piece];
    }

    int end(int piece) {
        return starts[piece] + lengths[piece];
    }

    int length(int piece) {
        return lengths[piece];
    }

    int byteAt(int piece, int index) {
        return arena[starts[piece] + index] & 0xff;
    }

    byte[] bytes(int piece) {
        return Arrays.copyOfRange(arena, starts[piece], starts[piece] + lengths[piece]);
    }

    int maxLength() {
        int max = 0;
        for (int length : lengths) {
            max = Math.max(max, length);
        }
        return max;
    }

    /// Characters in a piece that is valid UTF-8.
    int chars(int piece) {
        return Utf8Scan.chars(arena, start(piece), end(piece));
    }

    /// The pieces of these numbers, which ascend.
    PieceSet select(int[] pieces) {
        int[] s = new int[pieces.length];
        int[] l = new int[pieces.length];
        for (int k = 0; k < pieces.length; k++) {
            s[k] = starts[pieces[k]];
            l[k] = lengths[pieces[k]];
        }
        return new PieceSet(arena, s, l);
    }
}

package dev.lemma.tokenizer;

import java.util.Arrays;

/// Cuts text into candidate pieces by a Viterbi search over an n-gram model: state `j < order` of a byte says
/// that the current piece has `j` bytes before it (`order - 1`: that many or more), and costs the byte's
/// probability after `j` bytes.
///
/// `s(i, 0) = max over k of s(i-1, k) + ln P(x_i)`, `s(i, j) = s(i-1, j-1) + ln P(x_i | x_{i-j} .. x_{i-1})`,
/// and state `order - 1` may also follow itself. Of equal predecessors the one with the smaller number wins.
///
/// With `wholeCharacters` no piece starts at a continuation byte of UTF-8 (state 0 is closed there). Then a
/// byte of a rare character may be left without any state, as its n-grams are not in the model. BytePiece 0.6
/// cuts all that follows in such a part into single bytes; here that one byte continues the piece at the cost
/// of `ln P(x_i)`.
///
/// One thread at a time. Time O(length times order).
///
/// Source: J. Su, Scientific Spaces 3956 and 9752; BytePiece 0.6, `Trainer._tokenize`.
final class BytePieceSegmenter {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final NgramCounts.NgramModel model;
    private final boolean wholeCharacters;
    private final int order;
    private double[] scores; // state of the byte before
    private double[] next; // state of this byte
    private final double[] costs; // state -> ln P of this byte
    private byte[] toStart = new byte[64]; // byte -> predecessor of state 0
    private boolean[] stays = new boolean[64]; // byte -> whether state order - 1 follows itself

    BytePieceSegmenter(NgramCounts.NgramModel model, boolean wholeCharacters) {
        this.model = model;
        this.wholeCharacters = wholeCharacters;
        order = model.order();
        scores = new double[order];
        next = new double[order];
        costs = new double[order];
    }

    /// Hands the pieces of a part that is not empty to `receiver`, the last one first.
    void segment(byte[] part, int from, int to, TextSplitter.Receiver receiver) {
        int n = to - from;
        if (n > toStart.length) {
            toStart = new byte[Math.max(n, 2 * toStart.length)];
            stays = new boolean[toStart.length];
        }
        Arrays.fill(scores, NEVER);
        scores[0] = model.single(part[from] & 0xff);
        long window = part[from] & 0xff;
        for (int i = 1; i < n; i++) {
            byte b = part[from + i];
            window = window << 8 | b & 0xff;
            costs(b, window, i);
            if (!step(i)) {
                Arrays.fill(costs, 1, Math.min(order, i + 1), model.single(b & 0xff));
                step(i);
            }
            double[] done = scores;
            scores = next;
            next = done;
        }
        follow(part, from, n, receiver);
    }

    /// Fills the costs of byte `i` in its states. An n-gram is in the model only if its last `n - 1` bytes
    /// are.
    private void costs(byte b, long window, int i) {
        costs[0] = wholeCharacters && Utf8.isContinuation(b) ? NEVER : model.single(b & 0xff);
        int j = 1;
        for (; j < order && j <= i; j++) {
            costs[j] = model.conditional(NgramCounts.key(window, j + 1));
            if (costs[j] == NEVER) {
                break;
            }
        }
        Arrays.fill(costs, j, order, NEVER);
    }

    /// Goes from the states of byte `i - 1` to those of byte `i`; whether there is any.
    private boolean step(int i) {
        int best = 0;
        next[0] = scores[0] + costs[0];
        for (int k = 1; k < order; k++) {
            // Sums are compared, not what goes into them: rounding may make equal what was not.
            double score = scores[k] + costs[0];
            if (score > next[0]) {
                next[0] = score;
                best = k;
            }
        }
        toStart[i] = (byte) best;
        boolean any = next[0] > NEVER;
        for (int j = 1; j < order; j++) {
            next[j] = scores[j - 1] + costs[j];
            any |= next[j] > NEVER;
        }
        int last = order - 1;
        if (last > 0) {
            double stay = scores[last] + costs[last];
            stays[i] = stay > next[last];
            next[last] = Math.max(next[last], stay);
            any |= next[last] > NEVER;
        }
        return any;
    }

    private void follow(byte[] part, int from, int n, TextSplitter.Receiver receiver) {
        int state = 0;
        for (int k = 1; k < order; k++) {
            if (scores[k] > scores[state]) {
                state = k;
            }
        }
        int end = n;
        for (int i = n - 1; i > 0; i--) {
            if (state == 0) {
                receiver.part(part, from + i, from + end);
                end = i;
                state = toStart[i];
            } else if (state < order - 1 || !stays[i]) {
                state--;
            }
        }
        receiver.part(part, from, from + end);
    }
}

package dev.lemma.tokenizer;

import java.util.Arrays;

/// One left to right pass that finds the best segmentation, in pieces as the text arrives.
///
/// It goes forward: from each start the trie is walked and every end found is relaxed. Starts ascend, so the
/// candidates of an end come longest piece first, as the tie rule of [UnigramModel#viterbi] wants.
///
/// Scores are kept for a window only. When it is full, what all paths that are still open have in common is
/// settled, since nothing to come can change it; the rest moves to the front. Only where paths never meet (a
/// long run of one character, cut in twos or in threes) the window grows.
///
/// Not thread-safe.
final class ViterbiPass {
    /// Starts between two settlings: few enough that scores and states stay in the first-level cache.
    private static final int WINDOW = 1536;

    private final UnigramModel model;
    private final long[] cells;
    private final int reach;
    private int window = WINDOW;
    private double[] best; // [window + reach + 1], best score of a path to here
    private int[] via; // [window + reach + 1], its last piece, see `last`; state ROOT: the unknown one
    private boolean[] open; // scratch of `settle`
    private int at; // next start, as an index of `best`

    ViterbiPass(UnigramModel model) {
        this.model = model;
        cells = model.cells;
        reach = model.reach;
        best = new double[window + reach + 1];
        via = new int[best.length];
        open = new boolean[best.length];
    }

    /// Segments `text[from, to)` and appends the ids.
    void segment(byte[] text, int from, int to, IdBuffer ids) {
        // A short text does not pay for cleaning the whole window.
        begin(Math.min(to - from, window) + reach + 1);
        advance(text, from, to, to, ids);
        finish(ids);
    }

    /// Starts a text that arrives in parts.
    void begin() {
        begin(best.length);
    }

    private void begin(int used) {
        at = 0;
        Arrays.fill(best, 0, used, Double.NEGATIVE_INFINITY);
        best[0] = 0;
    }

    /// Tries the pieces that start in `text[from, stop)`; they may end at `limit` at most. Ids that are
    /// settled are appended. If text goes on behind `limit`, `stop + reach` must not be behind it.
    void advance(byte[] text, int from, int stop, int limit, IdBuffer ids) {
        int start = from;
        while (start < stop) {
            if (at == window) {
                settle(ids);
            }
            int count = Math.min(window - at, stop - start);
            if (model.unknownId < 0) {
                relaxBytes(text, start, start + count, limit, at - start);
            } else {
                relaxCharacters(text, start, start + count, limit, at - start);
            }
            start += count;
            at += count;
        }
    }

    /// Ends the text here and appends the ids that are left.
    void finish(IdBuffer ids) {
        emit(at, ids);
    }

    /// The hot loop. `shift` turns an index of `text` into one of `best`.
    ///
    /// Where an end was not reached yet and no piece ends, `-infinity - -infinity` is NaN and `via` may
    /// change: nobody reads it before a path sets both.
    private void relaxBytes(byte[] text, int from, int stop, int limit, int shift) {
        long[] cells = this.cells;
        double[] best = this.best;
        int[] via = this.via;
        long root = cells[0];
        for (int start = from; start < stop; start++) {
            double score = best[start + shift];
            int state = PieceTrie.ROOT;
            long cell = root;
            int end = start;
            while (end < limit) {
                int b = text[end] & 0xff;
                if (PieceTrie.isDeadEnd(cell, b)) {
                    break;
                }
                int to = PieceTrie.child(cell, b);
                cell = cells[2 * to];
                if (!PieceTrie.isChild(cell, state)) {
                    break;
                }
                end++;
                double candidate = score + Double.longBitsToDouble(cells[2 * to + 1]);
                // All bits set where the candidate is strictly better. No processor can guess that, and a
                // branch guessed wrong costs as much as a step (40k pieces, English: 41 ns a byte with it, 33
                // without).
                double old = best[end + shift];
                int better = (int) (Double.doubleToRawLongBits(old - candidate) >> 63);
                int kept = via[end + shift];
                via[end + shift] = kept ^ (kept ^ last(to, end - start)) & better;
                best[end + shift] = Math.max(old, candidate);
                state = to;
            }
        }
    }

    /// The last piece of a path by its state, and its length where that fits in a byte: the way back then
    /// does not wait for the vocabulary.
    private static int last(int state, int length) {
        return state | (length < 256 ? length << 24 : 0);
    }

    /// As [#relaxBytes], with the candidates and the rounding of [UnigramRules#CHARACTERS].
    private void relaxCharacters(byte[] text, int from, int stop, int limit, int shift) {
        long[] cells = this.cells;
        double[] best = this.best;
        int[] via = this.via;
        long root = cells[0];
        for (int start = from; start < stop; start++) {
            double score = best[start + shift];
            if (score == Double.NEGATIVE_INFINITY) {
                continue; // inside a character
            }
            int character = start + Utf8.length(text, start, limit);
            boolean single = false;
            int state = PieceTrie.ROOT;
            long cell = root;
            int end = start;
            while (end < limit) {
                int b = text[end] & 0xff;
                if (PieceTrie.isDeadEnd(cell, b)) {
                    break;
                }
                int to = PieceTrie.child(cell, b);
                cell = cells[2 * to];
                if (!PieceTrie.isChild(cell, state)) {
                    break;
                }
                end++;
                double candidate = score + Double.longBitsToDouble(cells[2 * to + 1]);
                single |= end == character && candidate != Double.NEGATIVE_INFINITY;
                // Without a branch, as in relaxBytes. Compared before it is rounded: so SentencePiece 0.1.97
                // does it, and it decides ties. Rounding keeps the order, so the larger of the two is the
                // rounded candidate where it is better.
                double old = best[end + shift];
                int better = (int) (Double.doubleToRawLongBits(old - candidate) >> 63);
                int kept = via[end + shift];
                via[end + shift] = kept ^ (kept ^ last(to, end - start)) & better;
                best[end + shift] = Math.max(old, (float) candidate);
                state = to;
            }
            if (!single) {
                double candidate = (float) (score + model.unknownScore);
                if (candidate > best[character + shift]) {
                    best[character + shift] = candidate;
                    via[character + shift] = last(PieceTrie.ROOT, character - start);
                }
            }
        }
    }

    /// Emits what the open paths have in common and moves the rest to the front; without it, makes room.
    private void settle(IdBuffer ids) {
        int last = Math.min(at + reach, best.length - 1);
        int paths = 0;
        for (int p = at; p <= last; p++) {
            open[p] = best[p] > Double.NEGATIVE_INFINITY;
            paths += open[p] ? 1 : 0;
        }
        int p = last;
        // Walk all paths back together until one position is left that carries them all.
        for (; paths > 1 || p > at || !open[p]; p--) {
            if (open[p]) {
                open[p] = false;
                int before = p - length(p);
                paths -= open[before] ? 1 : 0;
                open[before] = true;
            }
        }
        open[p] = false;
        emit(p, ids);
        int kept = last + 1 - p;
        System.arraycopy(best, p, best, 0, kept);
        System.arraycopy(via, p, via, 0, kept);
        at -= p;
        if (at > window / 2) {
            window = Math.multiplyExact(2, window);
            best = Arrays.copyOf(best, Math.addExact(window, reach + 1));
            via = Arrays.copyOf(via, best.length);
            open = new boolean[best.length];
        }
        Arrays.fill(best, kept, best.length, Double.NEGATIVE_INFINITY);
    }

    /// Appends the ids of the path to index `to`.
    private void emit(int to, IdBuffer ids) {
        int first = ids.size();
        for (int p = to; p > 0; p -= length(p)) {
            int state = via[p] & 0xffffff;
            ids.add(state == PieceTrie.ROOT ? model.unknownId : model.trie.id(state));
        }
        ids.reverse(first);
    }

    /// Bytes of the last piece of the best path to index `p`.
    private int length(int p) {
        int length = via[p] >>> 24;
        return length > 0 ? length : model.pieces.length(model.trie.id(via[p]));
    }
}

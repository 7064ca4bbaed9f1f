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
    private int[] via; // [window + reach + 1], state of its last piece, or less than 0: an unknown one, negated length
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
    /// settled
    /// are appended. If text goes on behind `limit`, `stop + reach` must not be behind it.
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
    private void relaxBytes(byte[] text, int from, int stop, int limit, int shift) {
        long[] cells = this.cells;
        double[] best = this.best;
        int[] via = this.via;
        int root = (int) cells[0];
        for (int start = from; start < stop; start++) {
            double score = best[start + shift];
            int state = PieceTrie.ROOT;
            int base = root;
            int end = start;
            while (end < limit) {
                int to = base + (text[end] & 0xff);
                long cell = cells[2 * to];
                if ((int) (cell >>> 32) != state) {
                    break;
                }
                end++;
                double candidate = score + Double.longBitsToDouble(cells[2 * to + 1]);
                if (candidate > best[end + shift]) {
                    best[end + shift] = candidate;
                    via[end + shift] = to;
                }
                state = to;
                base = (int) cell;
            }
        }
    }

    /// As [#relaxBytes], with the candidates and the rounding of [UnigramRules#CHARACTERS].
    private void relaxCharacters(byte[] text, int from, int stop, int limit, int shift) {
        for (int start = from; start < stop; start++) {
            double score = best[start + shift];
            if (score == Double.NEGATIVE_INFINITY) {
                continue; // inside a character
            }
            int character = start + Utf8.length(text, start, limit);
            boolean single = false;
            int state = PieceTrie.ROOT;
            int end = start;
            while (end < limit) {
                int to = (int) cells[2 * state] + (text[end] & 0xff);
                if ((int) (cells[2 * to] >>> 32) != state) {
                    break;
                }
                end++;
                double candidate = score + Double.longBitsToDouble(cells[2 * to + 1]);
                if (candidate != Double.NEGATIVE_INFINITY) {
                    single |= end == character;
                    // Compared before it is rounded: so the peer does it, and it decides ties.
                    if (candidate > best[end + shift]) {
                        best[end + shift] = (float) candidate;
                        via[end + shift] = to;
                    }
                }
                state = to;
            }
            if (!single) {
                double candidate = (float) (score + model.unknownScore);
                if (candidate > best[character + shift]) {
                    best[character + shift] = candidate;
                    via[character + shift] = start - character;
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
            ids.add(via[p] < 0 ? model.unknownId : model.trie.id(via[p]));
        }
        ids.reverse(first);
    }

    /// Bytes of the last piece of the best path to index `p`.
    private int length(int p) {
        return via[p] < 0 ? -via[p] : model.pieces.length(model.trie.id(via[p]));
    }
}

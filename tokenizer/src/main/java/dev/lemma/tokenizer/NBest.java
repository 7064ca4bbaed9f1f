package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/// The k best segmentations: Viterbi that keeps a sorted list of up to k paths at each position.
///
/// A candidate piece brings the list of its start, which is merged into that of its end; an equal score goes
/// behind what is there, as for one path in [ViterbiPass].
final class NBest {
    private final UnigramModel model;
    private final int k;
    private final double[] scores; // [n + 1, k], best first
    private final int[] via; // [n + 1, k], state of the last piece, or less than 0: an unknown one, negated length
    private final int[] ranks; // [n + 1, k], which path of its start goes on here
    private final int[] counts; // [n + 1]
    private final double[] oldScores;
    private final int[] oldVia;
    private final int[] oldRanks;

    private NBest(UnigramModel model, int length, int k) {
        this.model = model;
        this.k = k;
        scores = new double[(length + 1) * k];
        via = new int[scores.length];
        ranks = new int[scores.length];
        counts = new int[length + 1];
        oldScores = new double[k];
        oldVia = new int[k];
        oldRanks = new int[k];
    }

    /// @param k bounded with the length as [UnigramModel#nbest] says
    static List<Segmentation> of(UnigramModel model, byte[] text, int from, int to, int k) {
        Objects.checkFromToIndex(from, to, text.length);
        long cells = (to - from + 1L) * k;
        if (k < 1 || cells > UnigramModel.MAX_NBEST_CELLS) {
            throw new IllegalArgumentException("k is " + k + "; for " + (to - from) + " bytes it may be from 1 to "
                    + UnigramModel.MAX_NBEST_CELLS / (to - from + 1L));
        }
        NBest best = new NBest(model, to - from, k);
        best.forward(text, from, to);
        return best.read(to - from);
    }

    private void forward(byte[] text, int from, int to) {
        counts[0] = 1;
        for (int start = from; start < to; start++) {
            if (counts[start - from] == 0) {
                continue;
            }
            int unit = start + model.unitLength(text, start, to);
            boolean single = model.unknownId < 0;
            int state = PieceTrie.ROOT;
            for (int end = start + 1; end <= to; end++) {
                state = model.trie.next(state, text[end - 1]);
                if (state < 0) {
                    break;
                }
                if (model.trie.id(state) >= 0) {
                    merge(start - from, end - from, Double.longBitsToDouble(model.cells[2 * state + 1]), state);
                    single |= end == unit;
                }
            }
            if (!single) {
                merge(start - from, unit - from, model.unknownScore, start - unit);
            }
        }
    }

    private void merge(int start, int end, double score, int state) {
        int old = counts[end];
        int at = end * k;
        System.arraycopy(scores, at, oldScores, 0, old);
        System.arraycopy(via, at, oldVia, 0, old);
        System.arraycopy(ranks, at, oldRanks, 0, old);
        int count = Math.min(k, old + counts[start]);
        for (int i = 0, rank = 0, out = 0; out < count; out++) {
            double candidate = rank < counts[start] ? scores[start * k + rank] + score : Double.NEGATIVE_INFINITY;
            if (state < 0) {
                candidate = model.rules().round(candidate); // as in ViterbiPass
            }
            if (i == old || candidate > oldScores[i]) {
                scores[at + out] = model.rules().round(candidate);
                via[at + out] = state;
                ranks[at + out] = rank++;
            } else {
                scores[at + out] = oldScores[i];
                via[at + out] = oldVia[i];
                ranks[at + out] = oldRanks[i++];
            }
        }
        counts[end] = count;
    }

    private List<Segmentation> read(int length) {
        List<Segmentation> result = new ArrayList<>(counts[length]);
        IdBuffer ids = new IdBuffer();
        for (int i = 0; i < counts[length]; i++) {
            ids.clear();
            int rank = i;
            for (int p = length; p > 0; ) {
                int cell = p * k + rank;
                boolean unknown = via[cell] < 0;
                int id = unknown ? model.unknownId : model.trie.id(via[cell]);
                ids.add(id);
                rank = ranks[cell];
                p -= unknown ? -via[cell] : model.pieces.length(id);
            }
            ids.reverse(0);
            result.add(new Segmentation(ids.toArray(), scores[length * k + i]));
        }
        return result;
    }

    /// The k best ways to follow one of `first` by one of `second`, both best first.
    static List<Segmentation> join(List<Segmentation> first, List<Segmentation> second, int k) {
        record Pair(int i, int j, double score) {}
        PriorityQueue<Pair> queue = new PriorityQueue<>(
                Comparator.comparingDouble(Pair::score).reversed().thenComparingInt(Pair::j));
        queue.add(new Pair(0, 0, first.getFirst().score() + second.getFirst().score()));
        List<Segmentation> result = new ArrayList<>();
        while (result.size() < k && !queue.isEmpty()) {
            Pair pair = queue.remove();
            Segmentation head = first.get(pair.i());
            Segmentation tail = second.get(pair.j());
            int[] ids = Arrays.copyOf(head.ids(), head.size() + tail.size());
            System.arraycopy(tail.ids(), 0, ids, head.size(), tail.size());
            result.add(new Segmentation(ids, pair.score()));
            // Each pair is reached once: along the first column, then along its row.
            if (pair.j() + 1 < second.size()) {
                queue.add(new Pair(
                        pair.i(),
                        pair.j() + 1,
                        head.score() + second.get(pair.j() + 1).score()));
            }
            if (pair.j() == 0 && pair.i() + 1 < first.size()) {
                queue.add(new Pair(pair.i() + 1, 0, first.get(pair.i() + 1).score() + tail.score()));
            }
        }
        return result;
    }
}

package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The best segmentation as Hugging Face's Unigram finds it: that of [UnigramRules#CHARACTERS], but sums in
/// double precision, which decides otherwise where two segmentations are nearly alike. Immutable.
///
/// Texts are words as a rule; memory is 16 bytes a byte of the longest. Source: `encode_optimized` of
/// `tokenizers/src/models/unigram/model.rs`.
final class HuggingFaceUnigram implements Segmenter {
    private final PieceTrie trie;
    private final double[] scores;
    private final int unknown;
    private final double unknownScore;
    private final Fallback fallback;

    /// @param pieces by id
    /// @param scores of the first pieces; those behind are not of the model
    /// @param hidden pieces that no text becomes
    HuggingFaceUnigram(byte[][] pieces, List<Double> scores, BitSet hidden, int unknown, Fallback fallback) {
        ByteBuilder bytes = new ByteBuilder(8 * pieces.length);
        int[] starts = new int[scores.size() + 1];
        int[] order = new int[scores.size()];
        int found = 0;
        double lowest = Double.POSITIVE_INFINITY;
        this.scores = new double[scores.size()];
        for (int id = 0; id < order.length; id++) {
            if (!hidden.get(id)) {
                order[found++] = id;
            }
            bytes.add(pieces[id]);
            starts[id + 1] = bytes.size();
            this.scores[id] = scores.get(id);
            lowest = Math.min(lowest, scores.get(id));
        }
        this.trie = new PieceTrie(new PieceBytes(bytes.toArray(), starts), Arrays.copyOf(order, found), false);
        this.unknown = unknown;
        this.unknownScore = lowest - UnigramRules.UNKNOWN_PENALTY;
        this.fallback = fallback;
    }

    @Override
    public Run start() {
        return new Words();
    }

    private final class Words implements Run {
        private double[] best = new double[64]; // of a path to here
        private int[] from = new int[64]; // where its last piece starts
        private int[] id = new int[64]; // that piece
        private final IdBuffer ends = new IdBuffer();

        @Override
        public void segment(byte[] s, int start, int to, IdBuffer out) {
            int n = to - start;
            if (n >= best.length) {
                int room = (int) Math.min(Integer.MAX_VALUE - 8, 2L * n);
                best = new double[room];
                from = new int[room];
                id = new int[room];
            }
            Arrays.fill(best, 0, n + 1, Double.NEGATIVE_INFINITY);
            best[0] = 0;
            int length;
            for (int at = 0; at < n; at += length) {
                length = CodePoints.length(s, start + at, to);
                if (!pieces(s, start, at, n, length)) {
                    relax(at, at + length, best[at] + unknownScore, unknown);
                }
            }
            ends.clear();
            for (int end = n; end > 0; end = from[end]) {
                ends.add(end);
            }
            for (int i = ends.size() - 1; i >= 0; i--) {
                int end = ends.get(i);
                if (id[end] == unknown) {
                    fallback.unknown(s, start + from[end], start + end, out);
                } else {
                    out.add(id[end]);
                }
            }
        }

        /// Tries the pieces that start at `at`; whether one is exactly the character there.
        private boolean pieces(byte[] s, int start, int at, int n, int length) {
            boolean single = false;
            int state = PieceTrie.ROOT;
            for (int end = at + 1; end <= n; end++) {
                state = trie.next(state, s[start + end - 1]);
                if (state < 0) {
                    break;
                }
                int piece = trie.id(state);
                if (piece >= 0) {
                    relax(at, end, best[at] + scores[piece], piece);
                    single |= end == at + length;
                }
            }
            return single;
        }

        private void relax(int start, int end, double score, int piece) {
            if (score > best[end]) {
                best[end] = score;
                from[end] = start;
                id[end] = piece;
            }
        }
    }
}

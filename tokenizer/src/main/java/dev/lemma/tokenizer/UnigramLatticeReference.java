package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// [UnigramLattice] by its formulas: logarithms, a map of pieces, every pair of positions.
///
/// Immutable; O(n^2) a text of n bytes.
final class UnigramLatticeReference {
    private final Map<String, Integer> pieces = new HashMap<>();
    private final double[] scores;

    /// @param scores natural logarithms of the pieces' probabilities
    UnigramLatticeReference(PieceSet set, double[] scores) {
        this.scores = scores.clone();
        for (int p = 0; p < set.size(); p++) {
            pieces.put(latin1(set.bytes(p), 0, set.length(p)), p);
        }
    }

    /// As [UnigramLattice#expect].
    double expect(byte[] text, int from, int to, double weight, double[] counts) {
        int n = to - from;
        double[] forward = new double[n + 1]; // ln of the sum over segmentations of [0, i)
        double[] backward = new double[n + 1]; // ln of the sum over segmentations of [i, n)
        for (int j = 1; j <= n; j++) {
            forward[j] = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < j; i++) {
                forward[j] = logAdd(forward[j], forward[i] + score(text, from + i, from + j));
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            backward[i] = Double.NEGATIVE_INFINITY;
            for (int j = i + 1; j <= n; j++) {
                backward[i] = logAdd(backward[i], score(text, from + i, from + j) + backward[j]);
            }
        }
        if (backward[0] == Double.NEGATIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j <= n; j++) {
                Integer piece = pieces.get(latin1(text, from + i, from + j));
                if (piece != null) {
                    counts[piece] += weight * Math.exp(forward[i] + scores[piece] + backward[j] - backward[0]);
                }
            }
        }
        return weight * backward[0];
    }

    /// Score of the best segmentation.
    double best(byte[] text, int from, int to) {
        int n = to - from;
        double[] best = new double[n + 1];
        for (int j = 1; j <= n; j++) {
            best[j] = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < j; i++) {
                best[j] = Math.max(best[j], best[i] + score(text, from + i, from + j));
            }
        }
        return best[n];
    }

    private double score(byte[] text, int from, int to) {
        Integer piece = pieces.get(latin1(text, from, to));
        return piece == null ? Double.NEGATIVE_INFINITY : scores[piece];
    }

    private static String latin1(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static double logAdd(double a, double b) {
        double max = Math.max(a, b);
        return max == Double.NEGATIVE_INFINITY ? max : max + Math.log1p(Math.exp(Math.min(a, b) - max));
    }
}

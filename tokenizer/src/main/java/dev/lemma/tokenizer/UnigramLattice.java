package dev.lemma.tokenizer;

import java.util.Arrays;

/// All segmentations of a byte string into the pieces of a set: expected counts and the best one.
///
/// With `p` the probability of a piece and `b(i)` the sum over all segmentations of what follows byte `i` of
/// the product of their pieces, `b(i) = sum over pieces from i to j of p * b(j)` from the end, `b(end) = 1`.
/// Then from the start the probability `g(j)` that a random segmentation has a border at `j`, with `g(0) =
/// 1`: each edge has probability `g(i) * p * b(j) / b(i)`, which is added to its piece and to `g(j)` (the
/// forward-backward algorithm without logarithms: two multiplications an edge). So that long texts do not
/// underflow, `b` is kept as a mantissa and a multiple of 512 in the exponent of two.
///
/// Pieces and probabilities are only read: any number of threads may use one lattice, each with its own
/// [Workspace].
final class UnigramLattice {
    private static final double TINY = 0x1p-256;
    private static final double HUGE = 0x1p256;
    private static final double UP = 0x1p512;
    private static final double DOWN = 0x1p-512;
    private static final double LN_UP = 512 * Math.log(2);

    private final CandidateTrie trie;
    private final double[] scores; // piece -> ln p
    private final double[] probabilities; // piece -> p
    private final int[] lengths; // piece -> bytes

    /// @param scores natural logarithms of the pieces' probabilities
    UnigramLattice(PieceSet pieces, CandidateTrie trie, double[] scores) {
        this.trie = trie;
        this.scores = scores;
        probabilities = new double[scores.length];
        lengths = new int[scores.length];
        for (int p = 0; p < scores.length; p++) {
            probabilities[p] = Math.exp(scores[p]);
            lengths[p] = pieces.length(p);
        }
    }

    /// Scratch of one thread; grows with the longest text.
    static final class Workspace {
        private double[] mantissas = new double[64]; // position -> b, scaled
        private int[] exponents = new int[64]; // position -> how often b was scaled up by 2^512
        private double[] borders = new double[64]; // position -> g
        private int[] firstEdges = new int[64]; // position -> where its edges start
        private int[] edges = new int[256]; // piece of an edge
        private double[] best = new double[64]; // position -> score of the best segmentation up to here
        private int[] bestPieces = new int[64]; // position -> its last piece
        private int[] path = new int[64]; // pieces of the best segmentation, the last one first

        private void ensure(int positions) {
            if (positions > mantissas.length) {
                int size = Math.max(positions, 2 * mantissas.length);
                mantissas = new double[size];
                exponents = new int[size];
                borders = new double[size];
                firstEdges = new int[size];
                best = new double[size];
                bestPieces = new int[size];
                path = new int[size];
            }
        }

        /// A piece of the last best segmentation, counted from the end of the text.
        int path(int index) {
            return path[index];
        }
    }

    /// Adds the expected number of occurrences of each piece in a random segmentation of bytes `[from, to)`.
    ///
    /// Positions where no piece can start or end are passed over.
    ///
    /// @param weight how often the text occurs
    /// @param counts piece -> expected count; added to
    /// @return `weight * ln b(from)`, the log-likelihood; minus infinity, and nothing is added, if the pieces
    ///     cannot express the text
    double expect(byte[] text, int from, int to, double weight, double[] counts, Workspace work) {
        int n = to - from;
        work.ensure(n + 1);
        int edgeCount = backward(text, from, n, work);
        if (!(work.mantissas[0] > 0)) {
            return Double.NEGATIVE_INFINITY;
        }
        double[] m = work.mantissas;
        int[] e = work.exponents;
        double[] g = work.borders;
        Arrays.fill(g, 0, n, 0);
        g[0] = weight;
        int end = edgeCount;
        for (int i = 0; i < n; i++) {
            int start = work.firstEdges[i];
            if (g[i] > 0) {
                double scale = g[i] / m[i];
                for (int k = start; k < end; k++) {
                    int piece = work.edges[k];
                    int j = i + lengths[piece];
                    double mass = scale * probabilities[piece] * m[j];
                    if (e[j] != e[i]) {
                        mass = Math.scalb(mass, 512 * (e[i] - e[j]));
                    }
                    counts[piece] += mass;
                    if (j < n) {
                        g[j] += mass;
                    }
                }
            }
            end = start;
        }
        return weight * (Math.log(m[0]) - LN_UP * e[0]);
    }

    /// Fills `b` and the edges, those of the last position first; returns their number.
    private int backward(byte[] text, int from, int n, Workspace work) {
        double[] m = work.mantissas;
        int[] e = work.exponents;
        m[n] = 1;
        e[n] = 0;
        int count = 0;
        for (int i = n - 1; i >= 0; i--) {
            work.firstEdges[i] = count;
            if (count + (n - i) > work.edges.length) {
                work.edges = Arrays.copyOf(work.edges, Math.max(count + n, 2 * work.edges.length));
            }
            int first = count;
            double sum = 0;
            boolean mixed = false;
            int exponent = 0;
            int node = CandidateTrie.ROOT;
            for (int j = i; j < n; ) {
                node = trie.child(node, text[from + j++]);
                if (node < 0) {
                    break;
                }
                int piece = trie.piece(node);
                if (piece >= 0 && m[j] > 0) {
                    mixed |= count > first && e[j] != exponent;
                    exponent = count == first ? e[j] : Math.min(exponent, e[j]);
                    work.edges[count++] = piece;
                    sum += probabilities[piece] * m[j];
                }
            }
            if (mixed) {
                sum = scaledSum(i, first, count, exponent, work);
            }
            if (sum > 0 && sum < TINY) {
                sum *= UP;
                exponent++;
            } else if (sum > HUGE) {
                sum *= DOWN;
                exponent--;
            }
            m[i] = sum;
            e[i] = exponent;
        }
        return count;
    }

    /// The sum over edges that end at different exponents, at the least of them (the largest values).
    private double scaledSum(int i, int first, int last, int exponent, Workspace work) {
        double sum = 0;
        for (int k = first; k < last; k++) {
            int j = i + lengths[work.edges[k]];
            sum += Math.scalb(probabilities[work.edges[k]] * work.mantissas[j], 512 * (exponent - work.exponents[j]));
        }
        return sum;
    }

    /// The best segmentation of bytes `[from, to)`. At each end candidates arrive longest first and a later
    /// one replaces only when strictly better, as BytePiece has it.
    ///
    /// @param without a piece that may not be used, or -1
    /// @return how many pieces it takes, which [Workspace#path] has then; -1 if the pieces cannot express the
    ///     text
    int best(byte[] text, int from, int to, int without, Workspace work) {
        int n = to - from;
        work.ensure(n + 1);
        double[] best = work.best;
        Arrays.fill(best, 0, n + 1, Double.NEGATIVE_INFINITY);
        best[0] = 0;
        for (int i = 0; i < n; i++) {
            double before = best[i];
            if (before == Double.NEGATIVE_INFINITY) {
                continue;
            }
            int node = CandidateTrie.ROOT;
            for (int j = i; j < n; ) {
                node = trie.child(node, text[from + j++]);
                if (node < 0) {
                    break;
                }
                int piece = trie.piece(node);
                if (piece >= 0 && piece != without) {
                    double score = before + scores[piece];
                    if (score > best[j]) {
                        best[j] = score;
                        work.bestPieces[j] = piece;
                    }
                }
            }
        }
        if (best[n] == Double.NEGATIVE_INFINITY) {
            return -1;
        }
        int count = 0;
        for (int j = n; j > 0; j -= lengths[work.bestPieces[j]]) {
            work.path[count++] = work.bestPieces[j];
        }
        return count;
    }
}

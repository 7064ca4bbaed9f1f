package dev.lemma.attention;

import dev.lemma.linalg.VectorOps;
import dev.lemma.linalg.WorkerPool;
import java.util.Arrays;

/// The entropy of rows of attention, in nats: `H = -sum_j p_j ln p_j` with `p = softmax(s)`.
///
/// The scores are those of the operators: `s_j = factor q . k_j / sqrt(d)`, or with the lengths that the
/// [LogitScale] asks for. The sum is taken in one pass, `H = ln Z - sum_j p_j s_j` with `Z = sum_j
/// exp(s_j)`, relative to a running maximum (Milakov & Gimelshein 2018), so that nothing of size n is kept
/// but one partial result for 4,096 keys.
///
/// Also here: what the entropy is expected to be for scores of a known distribution ([#ofNormalScores],
/// [#ofSphere]).
///
/// Products are sums of floats (error at most `d 2^-24 sum |q_c k_c|`, Higham 2002, section 3.1), the rest
/// is double. The result depends on the lane width of the machine, not on the number of threads.
public final class AttentionEntropy {
    /// Keys of a task; its partial result is three numbers.
    private static final int CHUNK = 4_096;
    /// Scores that are held at once.
    private static final int BLOCK = 256;
    /// Places of the trapezoidal rule over `[0, pi]`: the integrand and its odd derivatives vanish or
    /// repeat at the ends, so the error falls faster than any power of their number once it resolves the
    /// peak, of width about `1 / sqrt(d + t)`.
    private static final int PLACES = 1 << 14;

    private AttentionEntropy() {}

    /// Entropies of rows under a causal mask: the query at position i sees the keys 0 to i.
    ///
    /// Takes `d` multiplications and one `exp` a key that is seen.
    ///
    /// @param d head size, at least 1
    /// @param q queries, [rows, d]
    /// @param positions of the queries, [rows], each in `[0, keys)`
    /// @param k keys, [keys, d]
    /// @param head which of the scale's heads this is
    /// @return entropies, [rows], each in `[0, ln(position + 1)]`
    /// @throws IllegalArgumentException if lengths do not fit, a position has no key, or a score is not
    ///     finite
    public static double[] ofRows(
            int d, float[] q, int[] positions, float[] k, LogitScale scale, int head, WorkerPool pool) {
        Arguments.atLeast("d", d, 1);
        int rows = positions.length;
        checkLength("q", q.length, (long) rows * d);
        if (k.length % d != 0) {
            throw new IllegalArgumentException("length of k = " + k.length + ", not a multiple of d = " + d);
        }
        int keys = k.length / d;
        // chunks of row r: [first[r], first[r + 1])
        int[] first = new int[rows + 1];
        for (int r = 0; r < rows; r++) {
            if (positions[r] < 0 || positions[r] >= keys) {
                throw new IllegalArgumentException(
                        "positions[" + r + "] = " + positions[r] + ", not in [0, " + (keys - 1) + "]");
            }
            first[r + 1] = Math.addExact(first[r], positions[r] / CHUNK + 1);
        }
        double[] partial = new double[Math.multiplyExact(3, first[rows])];
        double[][] scores = new double[pool.threads()][BLOCK];
        pool.run(first[rows], (task, worker) -> {
            int row = Arrays.binarySearch(first, task);
            row = row >= 0 ? row : -row - 2;
            int n = positions[row] + 1;
            int from = (task - first[row]) * CHUNK;
            double factor = factor(d, q, row * d, scale, head, n);
            chunk(
                    d,
                    q,
                    row * d,
                    k,
                    from,
                    Math.min(n, from + CHUNK),
                    factor,
                    scale.unitKeys(),
                    scores[worker],
                    partial,
                    3 * task);
        });
        double[] entropies = new double[rows];
        for (int r = 0; r < rows; r++) {
            entropies[r] = merged(partial, first[r], first[r + 1], r);
        }
        return entropies;
    }

    /// Entropies of several queries that all see all keys, each as the last row of causal attention.
    ///
    /// @param q queries, [rows, d]
    /// @param k keys, [n, d], n at least 1
    /// @return entropies, [rows]
    /// @throws IllegalArgumentException if lengths do not fit or a score is not finite
    public static double[] ofLastRows(int d, float[] q, float[] k, LogitScale scale, int head, WorkerPool pool) {
        Arguments.atLeast("d", d, 1);
        if (q.length % d != 0) {
            throw new IllegalArgumentException("length of q = " + q.length + ", not a multiple of d = " + d);
        }
        int[] positions = new int[q.length / d];
        Arrays.fill(positions, k.length / d - 1);
        return ofRows(d, q, positions, k, scale, head, pool);
    }

    /// `max(0, ln n - sigma^2 / 2)`: the expected entropy for n independent scores from `N(0, sigma^2)`, to
    /// leading order in ln n.
    ///
    /// With `E exp(s) = exp(sigma^2 / 2)` and the mean score under p at `sigma^2`, `H = ln n + sigma^2/2 -
    /// sigma^2`. That needs many keys near the score `sigma^2`; from `sigma = sqrt(2 ln n)` on there are
    /// none, a few keys have all of the weight, and the entropy stays of order one (the freezing transition
    /// of the random energy model, Derrida 1981). Close below it the mean over finite n is smaller than the
    /// formula.
    ///
    /// @param n keys, at least 1
    /// @param sigma standard deviation of the scores, at least 0
    public static double ofNormalScores(double n, double sigma) {
        Arguments.finiteAtLeast("n", n, 1);
        Arguments.finiteAtLeast("sigma", sigma, 0);
        return Math.max(0, Math.log(n) - sigma * sigma / 2);
    }

    /// Where [#ofNormalScores] ends: `sigma = sqrt(2 ln n)`.
    ///
    /// @param n keys, at least 1
    public static double freezingSigma(double n) {
        Arguments.finiteAtLeast("n", n, 1);
        return Math.sqrt(2 * Math.log(n));
    }

    /// `max(0, ln n - g)`, `g = t A'(t) - A(t)`, `A(t) = ln E exp(t cos theta)`: the expected entropy for
    /// the scores `t cos theta_j` of n directions that are uniform on the sphere in d dimensions (8823,
    /// where vectors have length sqrt(d), so `t = lambda d`), to leading order in ln n.
    ///
    /// For small t, `g = t^2 / (2 d)`, as for normal scores. For large d and `t = lambda d`, `g = -(d / 2)
    /// ln(1 - c^2)` with `lambda = c / (1 - c^2)`. As a multiple of lambda d that is at most 0.2455,
    /// reached at lambda = 1.3, and at least 0.23 for lambda from 0.87 to 2.1: this is where the source's
    /// `0.24 lambda d` holds. At `lambda = 1 / sqrt(d)`, the usual scale, it is `1 / (2 sqrt(d))`, 0.06 for
    /// d = 64.
    ///
    /// @param n keys, at least 1
    /// @param d dimensions, in `[2, 4096]`
    /// @param t in `[0, 10000]`
    public static double ofSphere(double n, int d, double t) {
        Arguments.finiteAtLeast("n", n, 1);
        return Math.max(0, Math.log(n) - sphereLoss(d, t));
    }

    /// What the scores `t cos theta` take off `ln n`: g in [#ofSphere].
    ///
    /// @param d dimensions, in `[2, 4096]`
    /// @param t in `[0, 10000]`
    public static double sphereLoss(int d, double t) {
        if (d < 2 || d > 4_096) {
            throw new IllegalArgumentException("d = " + d + ", not in [2, 4096]");
        }
        if (!(t >= 0 && t <= 10_000)) {
            throw new IllegalArgumentException("t = " + t + ", not in [0, 10000]");
        }
        // ln of the density of theta is (d - 2) ln sin theta + const; both sums relative to their largest
        // terms.
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= PLACES; i++) {
            greatest = Math.max(greatest, exponent(i, d, t));
        }
        double sum = 0;
        double cosines = 0;
        double plain = 0;
        for (int i = 0; i <= PLACES; i++) {
            double end = i == 0 || i == PLACES ? 0.5 : 1;
            double weight = end * Math.exp(exponent(i, d, t) - greatest);
            sum += weight;
            cosines += weight * Math.cos(Math.PI * i / PLACES);
            plain += end * Math.exp(exponent(i, d, 0));
        }
        double a = Math.log(sum) + greatest - Math.log(plain);
        return Math.max(0, t * cosines / sum - a);
    }

    private static double exponent(int i, int d, double t) {
        double theta = Math.PI * i / PLACES;
        double density = d == 2 ? 0 : (d - 2) * Math.log(Math.sin(Math.min(theta, Math.PI - theta)));
        return density + t * Math.cos(theta);
    }

    /// What `q . k` (of a unit key, if the scale asks for that) is multiplied with.
    private static double factor(int d, float[] q, int qAt, LogitScale scale, int head, int n) {
        double factor = scale.factor(head, n - 1, n);
        if (!scale.unitKeys()) {
            factor /= Math.sqrt(d);
        }
        if (scale.unitQueries()) {
            double length = Math.sqrt(VectorOps.dot(q, qAt, q, qAt, d));
            // A query without a direction is as far from all keys.
            factor = length == 0 ? 0 : factor / length;
        }
        return factor;
    }

    /// Writes the largest score m, `z = sum exp(s - m)` and `w = sum (s - m) exp(s - m)` of a chunk.
    private static void chunk(
            int d,
            float[] q,
            int qAt,
            float[] k,
            int from,
            int to,
            double factor,
            boolean unitKeys,
            double[] scores,
            double[] partial,
            int at) {
        double m = Double.NEGATIVE_INFINITY;
        double z = 0;
        double w = 0;
        for (int begin = from; begin < to; begin += BLOCK) {
            int count = Math.min(BLOCK, to - begin);
            double greatest = m;
            for (int j = 0; j < count; j++) {
                int kAt = (begin + j) * d;
                double score = factor * VectorOps.dot(q, qAt, k, kAt, d);
                if (unitKeys) {
                    double length = Math.sqrt(VectorOps.dot(k, kAt, k, kAt, d));
                    score = length == 0 ? 0 : score / length;
                }
                scores[j] = score;
                greatest = Math.max(greatest, score);
            }
            if (z > 0) {
                double shift = m - greatest;
                double scaled = Math.exp(shift);
                w = scaled * (w + z * shift);
                z *= scaled;
            }
            m = greatest;
            for (int j = 0; j < count; j++) {
                double below = scores[j] - m;
                double weight = Math.exp(below);
                z += weight;
                w += below * weight;
            }
        }
        partial[at] = m;
        partial[at + 1] = z;
        partial[at + 2] = w;
    }

    /// The chunks of a row, in order.
    private static double merged(double[] partial, int from, int to, int row) {
        double m = Double.NEGATIVE_INFINITY;
        for (int c = from; c < to; c++) {
            m = Math.max(m, partial[3 * c]);
        }
        double z = 0;
        double w = 0;
        for (int c = from; c < to; c++) {
            double shift = partial[3 * c] - m;
            double scaled = Math.exp(shift);
            z += scaled * partial[3 * c + 1];
            // A chunk far below the maximum: 0 times a large number.
            w += scaled == 0 ? 0 : scaled * (partial[3 * c + 2] + partial[3 * c + 1] * shift);
        }
        double entropy = Math.log(z) - w / z;
        if (!Double.isFinite(entropy)) {
            throw new IllegalArgumentException("row " + row + " of q has a score that is not finite: NaN, infinite or"
                    + " too large values in q or k");
        }
        return Math.max(0, entropy);
    }

    private static void checkLength(String name, int length, long wanted) {
        if (length != wanted) {
            throw new IllegalArgumentException("length of " + name + " = " + length + ", not " + wanted);
        }
    }
}

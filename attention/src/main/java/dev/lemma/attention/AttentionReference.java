package dev.lemma.attention;

/// Attention as the formulas have it, in double precision, with the matrix of relative positions in the open.
///
/// For a query `i` of head `h` and the keys `j` that it sees:
///
/// ```
/// s_ij = factor * sum over pairs c of  (q_a k_a + q_b k_b) cos(P_ij theta_c) + (q_a k_b - q_b k_a) sin(P_ij theta_c)
/// p_ij = exp(s_ij) / sum_j exp(s_ij)
/// o_i  = sum_j p_ij v_j
/// ```
///
/// with `a`, `b` the coordinates of pair `c` and `P` the relative positions. Coordinates that do not turn
/// count as with `P = 0`. Time is `O(heads n^2 d)`, memory `O(n^2)`. Stateless.
public final class AttentionReference {
    private AttentionReference() {}

    /// `P`: row `i` has the relative positions, in tokens, of the query at `start + i` and the keys `0 ..
    /// length - 1`.
    ///
    /// @param start the first query's position
    /// @param rows number of queries
    /// @param length number of keys
    public static double[][] relativePositions(AttentionSpec spec, int start, int rows, int length) {
        double[][] relative = new double[rows][length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < length; j++) {
                relative[i][j] = spec.relative(start + i, j);
            }
        }
        return relative;
    }

    /// The outputs, `[heads, n, d]`, of the last `n` positions.
    ///
    /// @param q `[heads, n, d]`, before rotation
    /// @param k `[kvHeads, length, d]`, before rotation, `length >= n`
    /// @param v `[kvHeads, length, d]`
    /// @throws IllegalArgumentException if a shape does not fit
    public static double[] attend(AttentionSpec spec, Heads q, Heads k, Heads v) {
        int d = spec.headSize();
        int rows = q.rows();
        double[] out = new double[spec.heads() * rows * d];
        for (int head = 0; head < spec.heads(); head++) {
            double[][] p = weights(spec, head, q, k);
            int kvHead = head / spec.groupSize();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < k.rows(); j++) {
                    for (int c = 0; c < d; c++) {
                        out[(head * rows + i) * d + c] += p[i][j] * v.get(kvHead, j, c);
                    }
                }
            }
        }
        return out;
    }

    /// The weights `p` of one head, `[n, length]`; 0 for keys that are not seen.
    ///
    /// @param head the query head
    /// @throws IllegalArgumentException if a shape does not fit
    public static double[][] weights(AttentionSpec spec, int head, Heads q, Heads k) {
        double[][] s = scores(spec, head, q, k);
        for (double[] row : s) {
            softmax(row);
        }
        return s;
    }

    /// The scores `s` of one head, `[n, length]`; minus infinity for keys that are not seen.
    ///
    /// @param head the query head
    /// @throws IllegalArgumentException if a shape does not fit
    public static double[][] scores(AttentionSpec spec, int head, Heads q, Heads k) {
        double[][] s = new double[q.rows()][];
        for (int row = 0; row < s.length; row++) {
            s[row] = scores(spec, head, row, q, k);
        }
        return s;
    }

    /// One row of them.
    ///
    /// @param row which, in `[0, n)`; its position is `length - n + row`
    /// @throws IllegalArgumentException if a shape does not fit
    public static double[] scores(AttentionSpec spec, int head, int row, Heads q, Heads k) {
        q.check("q", spec.heads(), spec.headSize());
        k.check("k", spec.kvHeads(), spec.headSize());
        int length = k.rows();
        if (q.rows() > length) {
            throw new IllegalArgumentException(
                    "q has n = " + q.rows() + ", not in [1, " + length + "], the number of keys");
        }
        int i = length - q.rows() + row;
        int kvHead = head / spec.groupSize();
        double[] relative = relativePositions(spec, i, 1, length)[0];
        double[] query = row(q, head, row, spec.scale().unitQueries());
        double factor = spec.scoreFactor(head, i, length);
        double[] theta = new double[spec.rotary().pairs()];
        for (int c = 0; c < theta.length; c++) {
            theta[c] = spec.positions().frequency(spec.rotary(), c);
        }
        double[] s = new double[length];
        for (int j = 0; j < length; j++) {
            double[] key = row(k, kvHead, j, spec.scale().unitKeys());
            s[j] = spec.mask().sees(i, j)
                    ? factor * score(spec.rotary(), theta, query, key, relative[j])
                    : Double.NEGATIVE_INFINITY;
        }
        return s;
    }

    /// `R(relative) q . k`, `R` the rotation of all pairs.
    private static double score(Rotary rotary, double[] theta, double[] q, double[] k, double relative) {
        double sum = 0;
        for (int c = 0; c < theta.length; c++) {
            int a = rotary.first(c);
            int b = rotary.second(c);
            double angle = relative * theta[c];
            sum += (q[a] * k[a] + q[b] * k[b]) * Math.cos(angle) + (q[a] * k[b] - q[b] * k[a]) * Math.sin(angle);
        }
        for (int c = rotary.dims(); c < q.length; c++) {
            sum += q[c] * k[c];
        }
        return sum;
    }

    /// A row in double precision, divided by its length if asked; the row of zeros stays.
    private static double[] row(Heads x, int head, int i, boolean unit) {
        double[] row = new double[x.size()];
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
            row[c] = x.get(head, i, c);
            sum += row[c] * row[c];
        }
        if (unit && sum > 0) {
            for (int c = 0; c < row.length; c++) {
                row[c] /= Math.sqrt(sum);
            }
        }
        return row;
    }

    private static void softmax(double[] s) {
        double max = Double.NEGATIVE_INFINITY;
        for (double x : s) {
            max = Math.max(max, x);
        }
        double sum = 0;
        for (int j = 0; j < s.length; j++) {
            s[j] = Math.exp(s[j] - max);
            sum += s[j];
        }
        for (int j = 0; j < s.length; j++) {
            s[j] /= sum;
        }
    }
}

package dev.lemma.attention;

/// [AttentionEntropy] as its definition: all scores, all probabilities, in double.
public final class AttentionEntropyReference {
    private AttentionEntropyReference() {}

    /// `-sum_j p_j ln p_j` of the row of one query that sees the first n keys.
    ///
    /// @param q query, [d]
    /// @param k keys, at least [n, d]
    /// @param n keys that are seen, at least 1
    /// @param head which of the scale's heads this is
    /// @return in `[0, ln n]`
    public static double ofRow(float[] q, float[] k, int n, LogitScale scale, int head) {
        int d = q.length;
        double factor = scale.factor(head, n - 1, n);
        double qLength = Math.sqrt(dot(q, 0, q, 0, d));
        double[] s = new double[n];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            double score = factor * dot(q, 0, k, j * d, d);
            if (scale.unitKeys()) {
                double length = Math.sqrt(dot(k, j * d, k, j * d, d));
                score = length == 0 ? 0 : score / length;
            } else {
                score /= Math.sqrt(d);
            }
            if (scale.unitQueries()) {
                score = qLength == 0 ? 0 : score / qLength;
            }
            s[j] = score;
            greatest = Math.max(greatest, score);
        }
        double z = 0;
        for (int j = 0; j < n; j++) {
            z += Math.exp(s[j] - greatest);
        }
        double entropy = 0;
        for (int j = 0; j < n; j++) {
            double p = Math.exp(s[j] - greatest) / z;
            // x ln x goes to 0 with x.
            entropy -= p == 0 ? 0 : p * Math.log(p);
        }
        return entropy;
    }

    private static double dot(float[] x, int xAt, float[] y, int yAt, int d) {
        double sum = 0;
        for (int c = 0; c < d; c++) {
            sum += (double) x[xAt + c] * y[yAt + c];
        }
        return sum;
    }
}

package dev.lemma.linalg;

/// Unitarily invariant norms, from singular values in falling order; Frobenius also from elements.
///
/// Thread-safe. Cost O(n); no overflow where the result is a number.
public final class Norms {
    private Norms() {}

    /// `sqrt(sum a_i^2)` of the elements of a matrix, or of its singular values.
    public static double frobenius(double[] a) {
        return schatten(2, a);
    }

    /// `sqrt(sum a_i^2)` of the elements of a matrix.
    public static double frobenius(float[] a) {
        double sum = 0;
        for (float element : a) {
            sum += (double) element * element;
        }
        return Math.sqrt(sum);
    }

    /// The largest singular value, 0 if there is none.
    public static double spectral(double[] s) {
        return s.length == 0 ? 0 : s[0];
    }

    /// The sum of the singular values.
    public static double nuclear(double[] s) {
        return kyFan(s.length, s);
    }

    /// `(sum s_i^p)^(1/p)`.
    ///
    /// @param p at least 1; infinity gives the largest
    /// @throws IllegalArgumentException if it is not
    public static double schatten(double p, double[] s) {
        if (!(p >= 1)) {
            throw new IllegalArgumentException("p = " + p + ", not at least 1");
        }
        double max = 0;
        for (double value : s) {
            max = Double.isNaN(value) ? value : Math.max(max, Math.abs(value));
        }
        if (max == 0 || !Double.isFinite(max) || Double.isInfinite(p)) {
            return max;
        }
        double sum = 0;
        for (double value : s) {
            double share = Math.abs(value) / max;
            sum += p == 2 ? share * share : Math.pow(share, p);
        }
        return max * (p == 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / p));
    }

    /// The sum of the `k` largest singular values.
    ///
    /// @param k in `[0, n]`
    /// @throws IllegalArgumentException if it is not
    public static double kyFan(int k, double[] s) {
        Checks.within("k", k, 0, s.length);
        double sum = 0;
        for (int i = 0; i < k; i++) {
            sum += s[i];
        }
        return sum;
    }

    /// The Frobenius error of the best approximation of a rank, `sqrt(sum_(i>=rank) s_i^2)`.
    ///
    /// @param s all singular values
    /// @param rank in `[0, n]`
    /// @throws IllegalArgumentException if it is not
    public static double tail(int rank, double[] s) {
        Checks.within("rank", rank, 0, s.length);
        return frobenius(java.util.Arrays.copyOfRange(s, rank, s.length));
    }
}

package dev.lemma.linalg;

import java.util.Arrays;
import java.util.Optional;

/// QR of a tall matrix in doubles from its Gram matrix, twice: as accurate as Householder's where the first
/// pass succeeds, and all of it matrix products.
///
/// Source: Yamamoto et al. 2015 (Cholesky QR2: orthogonal to the unit roundoff for conditions below about
/// `2^26`).
final class CholeskyQr {
    /// A pivot below this share of its diagonal element means a condition beyond the method's.
    private static final double LEAST_PIVOT = 1e-13;
    /// Columns of a Gram matrix computed together.
    private static final int PANEL = 128;

    /// The orthonormal factor, `[m, n]`.
    final double[] q;
    /// The triangular one, `[n, n]`.
    final double[] r;

    private CholeskyQr(double[] q, double[] r) {
        this.q = q;
        this.r = r;
    }

    /// Factors `[m, n]`, unless its condition is too bad.
    static Optional<CholeskyQr> of(Workspace workspace, int m, int n, double[] a) {
        double[] first = gram(workspace, m, n, a);
        if (!factor(n, first)) {
            return Optional.empty();
        }
        double[] q = new double[a.length];
        multiply(workspace, Gemm.Op.PLAIN, m, n, n, a, inverse(n, first), q);
        double[] second = gram(workspace, m, n, q);
        // The product of the errors of both passes must vanish: the first one's is what is left in this
        // matrix.
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (!(Math.abs(second[i * n + j] - (i == j ? 1 : 0)) < 0.01 / n)) {
                    return Optional.empty();
                }
            }
        }
        if (!factor(n, second)) {
            return Optional.empty();
        }
        double[] better = new double[a.length];
        multiply(workspace, Gemm.Op.PLAIN, m, n, n, q, inverse(n, second), better);
        double[] r = new double[n * n];
        multiply(workspace, Gemm.Op.PLAIN, n, n, n, second, first, r);
        return Optional.of(new CholeskyQr(better, r));
    }

    private static void multiply(
            Workspace workspace, Gemm.Op opA, int m, int n, int k, double[] a, double[] b, double[] c) {
        int stride = opA == Gemm.Op.PLAIN ? k : m;
        DoubleGemm.multiply(workspace, opA, Gemm.Op.PLAIN, m, n, k, 1, a, 0, stride, b, 0, n, 0, c, 0, n);
    }

    static double[] gram(Workspace workspace, int m, int n, double[] a) {
        double[] gram = new double[n * n];
        for (int j = 0; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            DoubleGemm.multiply(
                    workspace,
                    Gemm.Op.TRANSPOSED,
                    Gemm.Op.PLAIN,
                    n - j,
                    width,
                    m,
                    1,
                    a,
                    j,
                    n,
                    a,
                    j,
                    n,
                    0,
                    gram,
                    j * n + j,
                    n);
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                gram[i * n + j] = gram[j * n + i];
            }
        }
        return gram;
    }

    /// `G = R^T R` in place, upper.
    private static boolean factor(int n, double[] g) {
        for (int j = 0; j < n; j++) {
            double whole = g[j * n + j];
            double pivot = whole;
            for (int p = 0; p < j; p++) {
                pivot -= g[p * n + j] * g[p * n + j];
            }
            if (!(pivot > LEAST_PIVOT * whole)) {
                return false;
            }
            double root = Math.sqrt(pivot);
            g[j * n + j] = root;
            for (int i = j + 1; i < n; i++) {
                g[i * n + j] = 0;
            }
            // Row j of R, a row at a time: all its updates read rows above.
            for (int p = 0; p < j; p++) {
                double factor = g[p * n + j];
                for (int i = j + 1; i < n; i++) {
                    g[j * n + i] -= factor * g[p * n + i];
                }
            }
            for (int i = j + 1; i < n; i++) {
                g[j * n + i] /= root;
            }
        }
        return true;
    }

    /// The inverse of an upper triangular matrix, row by row from below:
    /// `X_i = (e_i - sum_(q>i) R_iq X_q) / R_ii`.
    private static double[] inverse(int n, double[] r) {
        double[] x = new double[n * n];
        double[] row = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            Arrays.fill(row, 0);
            row[i] = 1;
            for (int q = i + 1; q < n; q++) {
                double factor = r[i * n + q];
                for (int j = q; j < n; j++) {
                    row[j] -= factor * x[q * n + j];
                }
            }
            for (int j = i; j < n; j++) {
                x[i * n + j] = row[j] / r[i * n + i];
            }
        }
        return x;
    }
}

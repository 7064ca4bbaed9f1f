package dev.lemma.linalg;

/// The orthogonal matrix `Q = H_0 H_1 ... H_(count-1)` of Householder reflectors `H_j = I - tau_j v_j v_j^T`,
/// with `v_j` zero before element `j + shift` and 1 there.
///
/// Blocks of reflectors are applied as `I - V T V^T` by matrix products. Source: Schreiber & Van Loan 1989.
final class Reflectors {
    /// Reflectors of a block.
    static final int BLOCK = 32;

    private final int count;
    private final int size;
    private final int shift;
    /// The vectors, `[count, size]`.
    final double[] v;

    final double[] tau;

    Reflectors(int count, int size, int shift) {
        this.count = count;
        this.size = size;
        this.shift = shift;
        this.v = new double[Checks.size("reflectors", count, size)];
        this.tau = new double[count];
    }

    /// Makes `H x = (beta, 0, ...)` for a vector in place: `x` becomes `v`.
    ///
    /// @param x `n >= 1` elements from `at` on
    /// @param out becomes `(beta, tau)`; tau = 0 where there is nothing to annihilate
    static void make(DoubleKernels kernels, double[] x, int at, int n, double[] out) {
        double alpha = x[at];
        double tail = n > 1 ? kernels.dot(x, at + 1, x, at + 1, n - 1) : 0;
        if (tail == 0) {
            // Squares may have vanished: what they would annihilate is below 1e-154 of the largest element.
            for (int i = 1; i < n; i++) {
                x[at + i] = 0;
            }
            x[at] = 1;
            out[0] = alpha;
            out[1] = 0;
            return;
        }
        double beta = -Math.copySign(Math.sqrt(alpha * alpha + tail), alpha);
        double scale = alpha - beta;
        for (int i = 1; i < n; i++) {
            x[at + i] /= scale;
        }
        x[at] = 1;
        out[0] = beta;
        out[1] = (beta - alpha) / beta;
    }

    /// `C = C Q^T` for `rows` rows of `C [rows, size]`.
    void applyTransposed(Workspace workspace, int rows, double[] c) {
        apply(workspace, rows, c, true);
    }

    /// `C = C Q` for `rows` rows of `C [rows, size]`.
    void apply(Workspace workspace, int rows, double[] c) {
        apply(workspace, rows, c, false);
    }

    private void apply(Workspace workspace, int rows, double[] c, boolean transposed) {
        int blocks = (count + BLOCK - 1) / BLOCK;
        for (int b = 0; b < blocks; b++) {
            int p = (transposed ? blocks - 1 - b : b) * BLOCK;
            applyBlock(workspace, p, Math.min(BLOCK, count - p), rows, c, 0, transposed);
        }
    }

    /// Applies the reflectors `[p, p + width)` alone to `rows` rows of `size` elements, the first at `cAt`.
    void applyBlock(Workspace workspace, int p, int width, int rows, double[] c, int cAt, boolean transposed) {
        int from = p + shift;
        int length = size - from;
        if (length <= 0 || rows == 0) {
            return;
        }
        int at = p * size + from;
        double[] triangle = triangle(workspace, p, width, at, length);
        double[] w = new double[Checks.size("block", rows, width)];
        double[] turned = new double[w.length];
        Gemm.Op plain = Gemm.Op.PLAIN;
        Gemm.Op op = transposed ? Gemm.Op.TRANSPOSED : plain;
        // W = C V, then W T or W T^T, then C -= W V^T.
        DoubleGemm.multiply(
                workspace,
                plain,
                Gemm.Op.TRANSPOSED,
                rows,
                width,
                length,
                1,
                c,
                cAt + from,
                size,
                v,
                at,
                size,
                0,
                w,
                0,
                width);
        DoubleGemm.multiply(
                workspace, plain, op, rows, width, width, 1, w, 0, width, triangle, 0, width, 0, turned, 0, width);
        DoubleGemm.multiply(
                workspace,
                plain,
                plain,
                rows,
                length,
                width,
                -1,
                turned,
                0,
                width,
                v,
                at,
                size,
                1,
                c,
                cAt + from,
                size);
    }

    /// T of a block, upper triangular: `T_jj = tau_j`, column j above it `-tau_j T (V^T v_j)`.
    private double[] triangle(Workspace workspace, int p, int width, int at, int length) {
        double[] products = new double[width * width];
        double[] triangle = new double[width * width];
        DoubleGemm.multiply(
                workspace,
                Gemm.Op.PLAIN,
                Gemm.Op.TRANSPOSED,
                width,
                width,
                length,
                1,
                v,
                at,
                size,
                v,
                at,
                size,
                0,
                products,
                0,
                width);
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < width; i++) {
                double sum = 0;
                for (int q = i; q < j; q++) {
                    sum += triangle[i * width + q] * products[q * width + j];
                }
                triangle[i * width + j] = i > j ? 0 : i == j ? tau[p + j] : -tau[p + j] * sum;
            }
        }
        return triangle;
    }
}

package dev.lemma.linalg;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Tall blocks of float vectors, `[rows, k]` row-major: Gram matrices and orthonormal bases with double sums.
///
/// Source: Cholesky QR, twice, with the Gram matrix in higher precision (Yamamoto et al. 2015; Yamazaki,
/// Tomov & Dongarra 2015).
final class FloatBlocks {
    /// A vector whose part independent of those before it is below this share of its squared length is
    /// dropped: in floats that part is rounding.
    private static final double DEPENDENT = 1e-11;
    /// Rows converted to doubles at once.
    private static final int CHUNK = 512;
    /// Rows of a random stream.
    private static final int STREAM = 256;
    /// See [RandomProjection].
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /// Columns of a Gram matrix computed together.
    private static final int PANEL = 128;

    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private FloatBlocks() {}

    /// Independent normal numbers that depend on the seed only.
    static float[] gaussian(Workspace workspace, int rows, int k, long seed) {
        float[] x = new float[Checks.size("block", rows, k)];
        workspace.pool.run((rows + STREAM - 1) / STREAM, (index, worker) -> {
            RandomGenerator random = GENERATORS.create(seed + GOLDEN * (index + 1));
            int end = Math.min(rows, (index + 1) * STREAM) * k;
            for (int i = index * STREAM * k; i < end; i++) {
                x[i] = (float) random.nextGaussian();
            }
        });
        return x;
    }

    /// `G = X^T X` in doubles, `[k, k]`, for the first `k` of `stride` columns.
    static double[] gram(Workspace workspace, int rows, int k, float[] x, int stride) {
        double[] gram = new double[Checks.size("gram", k, k)];
        double[] chunk = new double[CHUNK * k];
        for (int i0 = 0; i0 < rows; i0 += CHUNK) {
            int count = Math.min(CHUNK, rows - i0);
            widen(workspace, x, i0, count, k, stride, chunk);
            for (int j = 0; j < k; j += PANEL) {
                // Rows of G from j on and columns of this panel: G is symmetric.
                int width = Math.min(PANEL, k - j);
                DoubleGemm.multiply(
                        workspace,
                        Gemm.Op.TRANSPOSED,
                        Gemm.Op.PLAIN,
                        k - j,
                        width,
                        count,
                        1,
                        chunk,
                        j,
                        k,
                        chunk,
                        j,
                        k,
                        i0 == 0 ? 0 : 1,
                        gram,
                        j * k + j,
                        k);
            }
        }
        for (int i = 0; i < k; i++) {
            for (int j = i + 1; j < k; j++) {
                gram[i * k + j] = gram[j * k + i];
            }
        }
        return gram;
    }

    private static void widen(Workspace workspace, float[] x, int i0, int rows, int k, int stride, double[] to) {
        int each = Math.max(1, rows / 8);
        workspace.pool.run((rows + each - 1) / each, (index, worker) -> {
            for (int i = index * each; i < Math.min(rows, (index + 1) * each); i++) {
                int from = (i0 + i) * stride;
                for (int j = 0; j < k; j++) {
                    to[i * k + j] = x[from + j];
                }
            }
        });
    }

    /// Makes the columns of a block orthonormal, in place; columns that depend on those before become 0.
    ///
    /// One pass leaves an error of the square of the block's condition times 2^-53; a second one removes it.
    ///
    /// @param x `[rows, k]`, contiguous
    /// @return how many columns are not 0
    static int orthonormalize(Workspace workspace, int rows, int k, float[] x) {
        double[] inverse = gram(workspace, rows, k, x, k);
        int kept = invertedCholesky(k, inverse);
        double[] chunk = new double[CHUNK * k];
        double[] product = new double[CHUNK * k];
        for (int i0 = 0; i0 < rows; i0 += CHUNK) {
            int count = Math.min(CHUNK, rows - i0);
            widen(workspace, x, i0, count, k, k, chunk);
            DoubleGemm.multiply(
                    workspace,
                    Gemm.Op.PLAIN,
                    Gemm.Op.PLAIN,
                    count,
                    k,
                    k,
                    1,
                    chunk,
                    0,
                    k,
                    inverse,
                    0,
                    k,
                    0,
                    product,
                    0,
                    k);
            for (int i = 0; i < count * k; i++) {
                x[i0 * k + i] = (float) product[i];
            }
        }
        return kept;
    }

    /// Replaces `G = R^T R` by the inverse of R, upper triangular; rows and columns of dependent vectors are
    /// 0.
    private static int invertedCholesky(int k, double[] g) {
        boolean[] kept = new boolean[k];
        int count = 0;
        for (int j = 0; j < k; j++) {
            double whole = g[j * k + j];
            double pivot = whole;
            for (int i = 0; i < j; i++) {
                if (!kept[i]) {
                    g[i * k + j] = 0;
                    continue;
                }
                double sum = g[i * k + j];
                for (int q = 0; q < i; q++) {
                    sum -= g[q * k + i] * g[q * k + j];
                }
                double r = sum / g[i * k + i];
                g[i * k + j] = r;
                pivot -= r * r;
            }
            kept[j] = pivot > DEPENDENT * whole && whole > 0;
            g[j * k + j] = kept[j] ? Math.sqrt(pivot) : 0;
            count += kept[j] ? 1 : 0;
            Arrays.fill(g, j * k, j * k + j, 0);
        }
        double[] column = new double[k];
        double[] inverse = new double[k * k];
        for (int j = 0; j < k; j++) {
            if (!kept[j]) {
                continue;
            }
            Arrays.fill(column, 0);
            column[j] = 1 / g[j * k + j];
            for (int i = j - 1; i >= 0; i--) {
                if (kept[i]) {
                    double sum = 0;
                    for (int q = i + 1; q <= j; q++) {
                        sum += g[i * k + q] * column[q];
                    }
                    column[i] = -sum / g[i * k + i];
                }
            }
            for (int i = 0; i <= j; i++) {
                inverse[i * k + j] = column[i];
            }
        }
        System.arraycopy(inverse, 0, g, 0, k * k);
        return count;
    }

    /// Copies a contiguous block into columns `at` and on of a wider one.
    static void store(float[] block, int rows, int k, float[] to, int at, int stride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(block, i * k, to, i * stride + at, k);
        }
    }
}

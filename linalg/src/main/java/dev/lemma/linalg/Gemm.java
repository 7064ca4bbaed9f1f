package dev.lemma.linalg;

/// General matrix product of floats, `C = alpha op(A) op(B) + beta C`.
///
/// Matrices are row-major slices of arrays: row `i` of `X` begins at `offset + i * stride`, and `stride` is
/// at least the number of its columns.
///
/// | matrix | plain | transposed |
/// | --- | --- | --- |
/// | A | `[m, k]` | `[k, m]` |
/// | B | `[k, n]` | `[n, k]` |
/// | C | `[m, n]` | |
///
/// As in BLAS, C is not read if `beta` is 0 (it may hold NaN), and neither A nor B if `alpha` or `k` is.
/// Otherwise NaN and infinities go through as in the sums. Each element is within `(k + 3) * 2^-24 * (|alpha|
/// sum |a b| +
/// |beta c|)` of the exact value; sums are taken in blocks of 1024 products, the same for any number of threads.
///
/// Thread-safe for different workspaces. Cost `2 m n k` operations; nothing is allocated.
///
/// Source: packed panels and blocks for caches as in Goto & van de Geijn 2008; definition of BLAS' `sgemm`
/// (Dongarra et al. 1990).
public final class Gemm {
    /// How a factor is stored.
    public enum Op {
        /// As it is used.
        PLAIN,
        /// Rows for columns.
        TRANSPOSED
    }

    private Gemm() {}

    /// Computes the product; C is modified.
    ///
    /// @param m rows of C, at least 0
    /// @param n columns of C, at least 0
    /// @param k common size, at least 0
    /// @param c not the array of A or B, unless the slices do not overlap
    /// @throws IllegalArgumentException if a size is negative, a stride too small, or a matrix not inside its
    ///     array
    public static void multiply(
            Workspace workspace,
            Op opA,
            Op opB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float beta,
            float[] c,
            int cOffset,
            int cStride) {
        check(opA, opB, m, n, k, a.length, aOffset, aStride, b.length, bOffset, bStride);
        matrix("c", m, n, c.length, cOffset, cStride);
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0 || alpha == 0) {
            for (int i = 0; i < m; i++) {
                scaleRow(beta, c, cOffset + i * cStride, n);
            }
            return;
        }
        GemmJob job = workspace.gemm;
        job.run(
                m,
                n,
                k,
                alpha,
                opA == Op.TRANSPOSED,
                a,
                aOffset,
                aStride,
                job.arrays.of(opB == Op.TRANSPOSED, b, bOffset, bStride),
                beta,
                c,
                cOffset,
                cStride);
    }

    static void check(
            Op opA,
            Op opB,
            int m,
            int n,
            int k,
            int aLength,
            int aOffset,
            int aStride,
            int bLength,
            int bOffset,
            int bStride) {
        Checks.atLeast("m", m, 0);
        Checks.atLeast("n", n, 0);
        Checks.atLeast("k", k, 0);
        boolean plainA = opA == Op.PLAIN;
        boolean plainB = opB == Op.PLAIN;
        matrix("a", plainA ? m : k, plainA ? k : m, aLength, aOffset, aStride);
        matrix("b", plainB ? k : n, plainB ? n : k, bLength, bOffset, bStride);
    }

    static void matrix(String name, int rows, int columns, long length, int offset, int stride) {
        if (stride < columns) {
            throw new IllegalArgumentException(name + "Stride = " + stride + ", not at least " + columns);
        }
        if (rows > 0) {
            Checks.range(name, offset, (rows - 1L) * stride + columns, length);
        }
    }

    private static void scaleRow(float beta, float[] c, int at, int n) {
        for (int j = 0; j < n; j++) {
            c[at + j] = beta == 0 ? 0 : beta * c[at + j];
        }
    }
}

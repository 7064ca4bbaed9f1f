package dev.lemma.linalg;

import java.util.Arrays;

/// General matrix product of doubles, `C = alpha op(A) op(B) + beta C`: [Gemm] in double precision.
///
/// Layout, shapes and treatment of zeros are those of [Gemm]. Each element is within
/// `(k + 3) * 2^-53 * (|alpha| sum |a b| + |beta c|)` of the exact value, and is the same for any number of
/// threads.
///
/// Thread-safe for different workspaces. Cost `2 m n k` operations. The first product of a workspace
/// allocates its panels (2 MiB, and 0.3 MiB a thread), later ones nothing.
///
/// Source: Goto & van de Geijn 2008; definition of BLAS' `dgemm` (Dongarra et al. 1990).
public final class DoubleGemm {
    private DoubleGemm() {}

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
            Gemm.Op opA,
            Gemm.Op opB,
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int aOffset,
            int aStride,
            double[] b,
            int bOffset,
            int bStride,
            double beta,
            double[] c,
            int cOffset,
            int cStride) {
        Gemm.check(opA, opB, m, n, k, a.length, aOffset, aStride, b.length, bOffset, bStride);
        Gemm.matrix("c", m, n, c.length, cOffset, cStride);
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0 || alpha == 0) {
            for (int i = 0; i < m; i++) {
                int at = cOffset + i * cStride;
                if (beta == 0) {
                    Arrays.fill(c, at, at + n, 0);
                } else {
                    for (int j = 0; j < n; j++) {
                        c[at + j] *= beta;
                    }
                }
            }
            return;
        }
        workspace
                .doubles()
                .run(
                        m,
                        n,
                        k,
                        alpha,
                        opA == Gemm.Op.TRANSPOSED,
                        a,
                        aOffset,
                        aStride,
                        opB == Gemm.Op.TRANSPOSED,
                        b,
                        bOffset,
                        bStride,
                        beta,
                        c,
                        cOffset,
                        cStride);
    }
}

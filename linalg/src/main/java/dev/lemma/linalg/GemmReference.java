package dev.lemma.linalg;

/// The product of [Gemm] in three plain loops with double sums.
///
/// Thread-safe. Cost `2 m n k` operations, unblocked.
public final class GemmReference {
    private GemmReference() {}

    /// `C = alpha op(A) op(B) + beta C`; arguments and errors as in [Gemm#multiply].
    public static void multiply(
            Gemm.Op opA,
            Gemm.Op opB,
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
        Gemm.check(opA, opB, m, n, k, a.length, aOffset, aStride, b.length, bOffset, bStride);
        Gemm.matrix("c", m, n, c.length, cOffset, cStride);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k && alpha != 0; p++) {
                    float left = opA == Gemm.Op.PLAIN ? a[aOffset + i * aStride + p] : a[aOffset + p * aStride + i];
                    float right = opB == Gemm.Op.PLAIN ? b[bOffset + p * bStride + j] : b[bOffset + j * bStride + p];
                    sum += (double) left * right;
                }
                int at = cOffset + i * cStride + j;
                double kept = beta == 0 ? 0 : (double) beta * c[at];
                c[at] = (float) (alpha == 0 ? kept : alpha * sum + kept);
            }
        }
    }
}

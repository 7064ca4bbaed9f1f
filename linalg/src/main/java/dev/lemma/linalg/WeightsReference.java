package dev.lemma.linalg;

/// The products of [Weights] in plain loops with double sums, on the weights as they decode.
///
/// Thread-safe; cost `2 n rows columns` operations, and a decoded row of memory.
public final class WeightsReference {
    private WeightsReference() {}

    /// `Y = X W^T`; arguments and errors as in [Weights#gemm].
    public static void gemm(
            Weights weights, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride) {
        Checks.atLeast("n", n, 0);
        Gemm.matrix("x", n, weights.columns(), x.length, xOffset, xStride);
        Gemm.matrix("y", n, weights.rows(), y.length, yOffset, yStride);
        float[] w = new float[weights.columns()];
        for (int r = 0; r < weights.rows(); r++) {
            weights.dequantize(r, 1, w, 0);
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int c = 0; c < w.length; c++) {
                    sum += (double) x[xOffset + i * xStride + c] * w[c];
                }
                y[yOffset + i * yStride + r] = (float) sum;
            }
        }
    }
}

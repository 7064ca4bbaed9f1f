package dev.lemma.linalg;

/// Tiles without the Vector API, made of squares small enough for the scalar registers.
final class ScalarGemm implements GemmKernel {
    private static final int ROWS = 4;
    private static final int COLUMNS = 16;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    // Sums of 2 x 4 squares in locals; the compiler keeps them in registers.
    @Override
    public void tile(
            int k, float alpha, float[] a, int aAt, float[] b, int bAt, float beta, float[] c, int cAt, int stride) {
        for (int i = 0; i < ROWS; i += 2) {
            for (int j = 0; j < COLUMNS; j += 4) {
                small(k, alpha, a, aAt + i, b, bAt + j, beta, c, cAt + i * stride + j, stride);
            }
        }
    }

    private static void small(
            int k, float alpha, float[] a, int aAt, float[] b, int bAt, float beta, float[] c, int cAt, int stride) {
        float c00 = 0;
        float c01 = 0;
        float c02 = 0;
        float c03 = 0;
        float c10 = 0;
        float c11 = 0;
        float c12 = 0;
        float c13 = 0;
        for (int p = 0; p < k; p++) {
            float a0 = a[aAt + p * ROWS];
            float a1 = a[aAt + p * ROWS + 1];
            int bi = bAt + p * COLUMNS;
            c00 += a0 * b[bi];
            c01 += a0 * b[bi + 1];
            c02 += a0 * b[bi + 2];
            c03 += a0 * b[bi + 3];
            c10 += a1 * b[bi];
            c11 += a1 * b[bi + 1];
            c12 += a1 * b[bi + 2];
            c13 += a1 * b[bi + 3];
        }
        write(c00, alpha, beta, c, cAt);
        write(c01, alpha, beta, c, cAt + 1);
        write(c02, alpha, beta, c, cAt + 2);
        write(c03, alpha, beta, c, cAt + 3);
        write(c10, alpha, beta, c, cAt + stride);
        write(c11, alpha, beta, c, cAt + stride + 1);
        write(c12, alpha, beta, c, cAt + stride + 2);
        write(c13, alpha, beta, c, cAt + stride + 3);
    }

    private static void write(float sum, float alpha, float beta, float[] c, int at) {
        c[at] = beta == 0 ? sum * alpha : sum * alpha + c[at] * beta;
    }
}

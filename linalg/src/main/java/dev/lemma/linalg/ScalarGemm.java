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

    @Override
    public void tile(int k, float[] a, int aAt, float[] b, int bAt, float[] sums) {
        for (int i = 0; i < ROWS; i += 2) {
            for (int j = 0; j < COLUMNS; j += 4) {
                square(k, a, aAt + i, b, bAt + j, sums, i * COLUMNS + j);
            }
        }
    }

    // Sums of 2 x 4 elements in locals; the compiler keeps them in registers.
    private static void square(int k, float[] a, int aAt, float[] b, int bAt, float[] sums, int at) {
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
        sums[at] = c00;
        sums[at + 1] = c01;
        sums[at + 2] = c02;
        sums[at + 3] = c03;
        sums[at + COLUMNS] = c10;
        sums[at + COLUMNS + 1] = c11;
        sums[at + COLUMNS + 2] = c12;
        sums[at + COLUMNS + 3] = c13;
    }

    @Override
    public void write(float[] sums, float alpha, float beta, float[] c, int cAt, int stride) {
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                int at = cAt + i * stride + j;
                float sum = sums[i * COLUMNS + j] * alpha;
                c[at] = beta == 0 ? sum : sum + c[at] * beta;
            }
        }
    }
}

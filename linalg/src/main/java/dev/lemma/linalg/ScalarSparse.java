package dev.lemma.linalg;

import java.util.Arrays;

/// [SparseKernels] in plain loops.
final class ScalarSparse implements SparseKernels {
    @Override
    public void row(int from, int to, int[] columns, float[] values, float[] x, int k, float[] y, int yAt) {
        Arrays.fill(y, yAt, yAt + k, 0);
        for (int p = from; p < to; p++) {
            float value = values[p];
            int row = columns[p] * k;
            for (int j = 0; j < k; j++) {
                y[yAt + j] += value * x[row + j];
            }
        }
    }
}

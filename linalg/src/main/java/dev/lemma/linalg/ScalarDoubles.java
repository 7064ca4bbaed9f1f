package dev.lemma.linalg;

import java.util.Arrays;

/// [DoubleKernels] in plain loops.
final class ScalarDoubles implements DoubleKernels {
    private static final int ROWS = 4;
    private static final int COLUMNS = 4;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void tile(int k, double[] a, int aAt, double[] b, int bAt, double[] sums) {
        for (int i = 0; i < ROWS; i++) {
            double c0 = 0;
            double c1 = 0;
            double c2 = 0;
            double c3 = 0;
            for (int p = 0; p < k; p++) {
                double left = a[aAt + p * ROWS + i];
                int bi = bAt + p * COLUMNS;
                c0 += left * b[bi];
                c1 += left * b[bi + 1];
                c2 += left * b[bi + 2];
                c3 += left * b[bi + 3];
            }
            sums[i * COLUMNS] = c0;
            sums[i * COLUMNS + 1] = c1;
            sums[i * COLUMNS + 2] = c2;
            sums[i * COLUMNS + 3] = c3;
        }
    }

    @Override
    public double dot(double[] x, int xAt, double[] y, int yAt, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return sum;
    }

    @Override
    public void axpy(double alpha, double[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += alpha * x[xAt + i];
        }
    }

    @Override
    public void sumRows(int rows, double[] a, int at, int stride, double[] v, int vAt, double[] y, int yAt, int n) {
        Arrays.fill(y, yAt, yAt + n, 0);
        for (int i = 0; i < rows; i++) {
            axpy(v[vAt + i], a, at + i * stride, y, yAt, n);
        }
    }

    @Override
    public void rotate(
            double[] a, int at, int stride, int width, int first, int step, int count, double[] turns, int turnsAt) {
        for (int r = 0; r < count; r++) {
            double c = turns[turnsAt + 2 * r];
            double s = turns[turnsAt + 2 * r + 1];
            int i = at + (first + r * step) * stride;
            for (int j = 0; j < width; j++) {
                double x = a[i + j];
                double y = a[i + stride + j];
                a[i + j] = c * x + s * y;
                a[i + stride + j] = c * y - s * x;
            }
        }
    }
}

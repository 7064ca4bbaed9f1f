package dev.lemma.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [DoubleKernels] in lanes. Tiles have 8 rows and two vectors: 16 sums, as in [LaneGemm8].
final class LaneDoubles implements DoubleKernels {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int ROWS = 8;

    private static DoubleVector mulAdd(DoubleVector a, DoubleVector b, DoubleVector c) {
        return Lanes.FUSED ? a.fma(b, c) : a.mul(b).add(c);
    }

    private static DoubleVector load(double[] x, int at) {
        return DoubleVector.fromArray(S, x, at);
    }

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return 2 * L;
    }

    // One method with local variables only; see LaneGemm8.
    @Override
    public void tile(int k, double[] a, int aAt, double[] b, int bAt, double[] sums) {
        DoubleVector c00 = DoubleVector.zero(S);
        DoubleVector c01 = DoubleVector.zero(S);
        DoubleVector c10 = DoubleVector.zero(S);
        DoubleVector c11 = DoubleVector.zero(S);
        DoubleVector c20 = DoubleVector.zero(S);
        DoubleVector c21 = DoubleVector.zero(S);
        DoubleVector c30 = DoubleVector.zero(S);
        DoubleVector c31 = DoubleVector.zero(S);
        DoubleVector c40 = DoubleVector.zero(S);
        DoubleVector c41 = DoubleVector.zero(S);
        DoubleVector c50 = DoubleVector.zero(S);
        DoubleVector c51 = DoubleVector.zero(S);
        DoubleVector c60 = DoubleVector.zero(S);
        DoubleVector c61 = DoubleVector.zero(S);
        DoubleVector c70 = DoubleVector.zero(S);
        DoubleVector c71 = DoubleVector.zero(S);
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(S, b, bAt + p * 2 * L);
            DoubleVector b1 = DoubleVector.fromArray(S, b, bAt + p * 2 * L + L);
            int ai = aAt + p * ROWS;
            DoubleVector a0 = DoubleVector.broadcast(S, a[ai]);
            c00 = mulAdd(a0, b0, c00);
            c01 = mulAdd(a0, b1, c01);
            DoubleVector a1 = DoubleVector.broadcast(S, a[ai + 1]);
            c10 = mulAdd(a1, b0, c10);
            c11 = mulAdd(a1, b1, c11);
            DoubleVector a2 = DoubleVector.broadcast(S, a[ai + 2]);
            c20 = mulAdd(a2, b0, c20);
            c21 = mulAdd(a2, b1, c21);
            DoubleVector a3 = DoubleVector.broadcast(S, a[ai + 3]);
            c30 = mulAdd(a3, b0, c30);
            c31 = mulAdd(a3, b1, c31);
            DoubleVector a4 = DoubleVector.broadcast(S, a[ai + 4]);
            c40 = mulAdd(a4, b0, c40);
            c41 = mulAdd(a4, b1, c41);
            DoubleVector a5 = DoubleVector.broadcast(S, a[ai + 5]);
            c50 = mulAdd(a5, b0, c50);
            c51 = mulAdd(a5, b1, c51);
            DoubleVector a6 = DoubleVector.broadcast(S, a[ai + 6]);
            c60 = mulAdd(a6, b0, c60);
            c61 = mulAdd(a6, b1, c61);
            DoubleVector a7 = DoubleVector.broadcast(S, a[ai + 7]);
            c70 = mulAdd(a7, b0, c70);
            c71 = mulAdd(a7, b1, c71);
        }
        c00.intoArray(sums, 0);
        c01.intoArray(sums, L);
        c10.intoArray(sums, 2 * L);
        c11.intoArray(sums, 3 * L);
        c20.intoArray(sums, 4 * L);
        c21.intoArray(sums, 5 * L);
        c30.intoArray(sums, 6 * L);
        c31.intoArray(sums, 7 * L);
        c40.intoArray(sums, 8 * L);
        c41.intoArray(sums, 9 * L);
        c50.intoArray(sums, 10 * L);
        c51.intoArray(sums, 11 * L);
        c60.intoArray(sums, 12 * L);
        c61.intoArray(sums, 13 * L);
        c70.intoArray(sums, 14 * L);
        c71.intoArray(sums, 15 * L);
    }

    @Override
    public double dot(double[] x, int xAt, double[] y, int yAt, int n) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            s0 = mulAdd(load(x, xAt + i), load(y, yAt + i), s0);
            s1 = mulAdd(load(x, xAt + i + L), load(y, yAt + i + L), s1);
            s2 = mulAdd(load(x, xAt + i + 2 * L), load(y, yAt + i + 2 * L), s2);
            s3 = mulAdd(load(x, xAt + i + 3 * L), load(y, yAt + i + 3 * L), s3);
        }
        for (; i <= n - L; i += L) {
            s0 = mulAdd(load(x, xAt + i), load(y, yAt + i), s0);
        }
        double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return sum;
    }

    @Override
    public void axpy(double alpha, double[] x, int xAt, double[] y, int yAt, int n) {
        DoubleVector factor = DoubleVector.broadcast(S, alpha);
        int i = 0;
        for (; i <= n - L; i += L) {
            mulAdd(factor, load(x, xAt + i), load(y, yAt + i)).intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] += alpha * x[xAt + i];
        }
    }

    @Override
    public void sumRows(int rows, double[] a, int at, int stride, double[] v, int vAt, double[] y, int yAt, int n) {
        int j = 0;
        for (; j <= n - 8 * L; j += 8 * L) {
            sumEight(rows, a, at + j, stride, v, vAt, y, yAt + j);
        }
        for (; j <= n - L; j += L) {
            DoubleVector sum = DoubleVector.zero(S);
            for (int i = 0; i < rows; i++) {
                sum = mulAdd(DoubleVector.broadcast(S, v[vAt + i]), load(a, at + i * stride + j), sum);
            }
            sum.intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += v[vAt + i] * a[at + i * stride + j];
            }
            y[yAt + j] = sum;
        }
    }

    private static void sumEight(int rows, double[] a, int at, int stride, double[] v, int vAt, double[] y, int yAt) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = DoubleVector.zero(S);
        DoubleVector s2 = DoubleVector.zero(S);
        DoubleVector s3 = DoubleVector.zero(S);
        DoubleVector s4 = DoubleVector.zero(S);
        DoubleVector s5 = DoubleVector.zero(S);
        DoubleVector s6 = DoubleVector.zero(S);
        DoubleVector s7 = DoubleVector.zero(S);
        for (int i = 0; i < rows; i++) {
            DoubleVector factor = DoubleVector.broadcast(S, v[vAt + i]);
            int row = at + i * stride;
            s0 = mulAdd(factor, load(a, row), s0);
            s1 = mulAdd(factor, load(a, row + L), s1);
            s2 = mulAdd(factor, load(a, row + 2 * L), s2);
            s3 = mulAdd(factor, load(a, row + 3 * L), s3);
            s4 = mulAdd(factor, load(a, row + 4 * L), s4);
            s5 = mulAdd(factor, load(a, row + 5 * L), s5);
            s6 = mulAdd(factor, load(a, row + 6 * L), s6);
            s7 = mulAdd(factor, load(a, row + 7 * L), s7);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + L);
        s2.intoArray(y, yAt + 2 * L);
        s3.intoArray(y, yAt + 3 * L);
        s4.intoArray(y, yAt + 4 * L);
        s5.intoArray(y, yAt + 5 * L);
        s6.intoArray(y, yAt + 6 * L);
        s7.intoArray(y, yAt + 7 * L);
    }

    // The row that two successive rotations share stays in registers.
    @Override
    public void rotate(
            double[] a, int at, int stride, int width, int first, int step, int count, double[] turns, int turnsAt) {
        int j = 0;
        for (; j <= width - 4 * L; j += 4 * L) {
            if (step > 0) {
                down(a, at + first * stride + j, stride, count, turns, turnsAt);
            } else {
                up(a, at + first * stride + j, stride, count, turns, turnsAt);
            }
        }
        for (; j < width; j++) {
            for (int r = 0; r < count; r++) {
                double c = turns[turnsAt + 2 * r];
                double s = turns[turnsAt + 2 * r + 1];
                int i = at + (first + r * step) * stride + j;
                double x = a[i];
                double y = a[i + stride];
                a[i] = c * x + s * y;
                a[i + stride] = c * y - s * x;
            }
        }
    }

    private static void down(double[] a, int at, int stride, int count, double[] turns, int turnsAt) {
        DoubleVector x0 = load(a, at);
        DoubleVector x1 = load(a, at + L);
        DoubleVector x2 = load(a, at + 2 * L);
        DoubleVector x3 = load(a, at + 3 * L);
        for (int r = 0; r < count; r++) {
            DoubleVector c = DoubleVector.broadcast(S, turns[turnsAt + 2 * r]);
            DoubleVector s = DoubleVector.broadcast(S, turns[turnsAt + 2 * r + 1]);
            int i = at + r * stride;
            int next = i + stride;
            DoubleVector y0 = load(a, next);
            mulAdd(c, x0, s.mul(y0)).intoArray(a, i);
            x0 = c.mul(y0).sub(s.mul(x0));
            DoubleVector y1 = load(a, next + L);
            mulAdd(c, x1, s.mul(y1)).intoArray(a, i + L);
            x1 = c.mul(y1).sub(s.mul(x1));
            DoubleVector y2 = load(a, next + 2 * L);
            mulAdd(c, x2, s.mul(y2)).intoArray(a, i + 2 * L);
            x2 = c.mul(y2).sub(s.mul(x2));
            DoubleVector y3 = load(a, next + 3 * L);
            mulAdd(c, x3, s.mul(y3)).intoArray(a, i + 3 * L);
            x3 = c.mul(y3).sub(s.mul(x3));
        }
        int last = at + count * stride;
        x0.intoArray(a, last);
        x1.intoArray(a, last + L);
        x2.intoArray(a, last + 2 * L);
        x3.intoArray(a, last + 3 * L);
    }

    private static void up(double[] a, int at, int stride, int count, double[] turns, int turnsAt) {
        int below = at + stride;
        DoubleVector y0 = load(a, below);
        DoubleVector y1 = load(a, below + L);
        DoubleVector y2 = load(a, below + 2 * L);
        DoubleVector y3 = load(a, below + 3 * L);
        for (int r = 0; r < count; r++) {
            DoubleVector c = DoubleVector.broadcast(S, turns[turnsAt + 2 * r]);
            DoubleVector s = DoubleVector.broadcast(S, turns[turnsAt + 2 * r + 1]);
            int i = at - r * stride;
            int next = i + stride;
            DoubleVector x0 = load(a, i);
            c.mul(y0).sub(s.mul(x0)).intoArray(a, next);
            y0 = mulAdd(c, x0, s.mul(y0));
            DoubleVector x1 = load(a, i + L);
            c.mul(y1).sub(s.mul(x1)).intoArray(a, next + L);
            y1 = mulAdd(c, x1, s.mul(y1));
            DoubleVector x2 = load(a, i + 2 * L);
            c.mul(y2).sub(s.mul(x2)).intoArray(a, next + 2 * L);
            y2 = mulAdd(c, x2, s.mul(y2));
            DoubleVector x3 = load(a, i + 3 * L);
            c.mul(y3).sub(s.mul(x3)).intoArray(a, next + 3 * L);
            y3 = mulAdd(c, x3, s.mul(y3));
        }
        int last = at - (count - 1) * stride;
        y0.intoArray(a, last);
        y1.intoArray(a, last + L);
        y2.intoArray(a, last + 2 * L);
        y3.intoArray(a, last + 3 * L);
    }
}

package dev.lemma.linalg;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The dense kernel behind [Svd] and [RandomizedSvd]: bidiagonal form, implicit QR, and the vectors asked
/// for.
///
/// The rotations of one batch of QR steps are applied to both sides, slab by slab, on all threads, while one
/// of them makes the next batch (as in Van Zee, van de Geijn & Quintana-Orti 2014, without their fused
/// kernels).
final class SmallSvd {
    /// Singular values, falling.
    final double[] values;
    /// Left singular vectors, `[wanted, m]`; empty if not asked for.
    final double[] left;
    /// Right singular vectors, `[wanted, n]`; empty if not asked for.
    final double[] right;

    private SmallSvd(double[] values, double[] left, double[] right) {
        this.values = values;
        this.left = left;
        this.right = right;
    }

    /// Decomposes a matrix of moderate numbers, `m >= n >= 1`, which is overwritten.
    ///
    /// @param wantLeft how many of the first left vectors to form, in `[0, n]`
    /// @param wantRight how many of the first right vectors to form, in `[0, n]`
    static SmallSvd of(Workspace workspace, int m, int n, double[] a, int wantLeft, int wantRight) {
        Bidiagonalization form = new Bidiagonalization(workspace, m, n, a);
        double[] d = form.diagonal;
        double[][] slabsLeft = wantLeft == 0 ? new double[0][] : Sweeps.identity(n);
        double[][] slabsRight = wantRight == 0 ? new double[0][] : Sweeps.identity(n);
        iterate(workspace, d, form.above, slabsLeft, slabsRight);
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(d[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.abs(d[order[i]]);
        }
        double[] left = Sweeps.rows(slabsLeft, n, order, wantLeft, m);
        form.q.applyTransposed(workspace, wantLeft, left);
        double[] right = Sweeps.rows(slabsRight, n, order, wantRight, n);
        for (int i = 0; i < wantRight; i++) {
            if (d[order[i]] < 0) {
                negate(right, i * n, n);
            }
        }
        form.p.applyTransposed(workspace, wantRight, right);
        return new SmallSvd(values, left, right);
    }

    /// With other left vectors.
    SmallSvd withLeft(double[] other) {
        return new SmallSvd(values, other, right);
    }

    static void negate(double[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            x[i] = -x[i];
        }
    }

    private static void iterate(Workspace workspace, double[] d, double[] e, double[][] left, double[][] right) {
        DoubleKernels kernels = workspace.doubles().kernels;
        BidiagonalQr qr = new BidiagonalQr(d, e);
        Sweeps ready = new Sweeps(d.length);
        Sweeps next = new Sweeps(d.length);
        boolean[] more = {qr.run(ready)};
        while (!ready.isEmpty()) {
            Sweeps current = ready;
            Sweeps following = next;
            following.clear();
            workspace.pool.run(1 + left.length + right.length, (index, worker) -> {
                if (index == 0) {
                    if (more[0]) {
                        more[0] = qr.run(following);
                    }
                } else if (index <= left.length) {
                    current.apply(kernels, true, left[index - 1]);
                } else {
                    current.apply(kernels, false, right[index - 1 - left.length]);
                }
            });
            ready = following;
            next = current;
        }
        Arrays.fill(e, 0);
    }
}

package dev.lemma.linalg;

/// Householder reduction `A = Q B P^T` of a matrix with at least as many rows as columns to upper bidiagonal
/// form.
///
/// Panels of columns and rows are reduced with the rest of the matrix untouched, `A - L^T R` with
/// `L = (V, X)` and `R = (Y, U)`; then the rest is brought up to date by one matrix product. Half of the
/// `4 m n^2 - 4/3 n^3` operations are products of the matrix with a vector, on all threads.
///
/// Source: Dongarra, Sorensen & Hammarling 1989 (LAPACK's gebrd and labrd).
final class Bidiagonalization {
    private static final int PANEL = 32;
    /// Elements below which a product with a vector stays on one thread.
    private static final int PARALLEL = 16_384;
    /// Rows and columns of a task.
    private static final int PIECE = 64;

    private final Workspace workspace;
    private final DoubleKernels kernels;
    private final int m;
    private final int n;
    private final double[] a;
    // The panel: [2 * PANEL, m] and [2 * PANEL, n]; rows 2q and 2q + 1 belong to column q.
    private final double[] left;
    private final double[] right;
    private final double[] out = new double[2];

    /// Diagonal and superdiagonal of B.
    final double[] diagonal;

    final double[] above;
    /// Q and P.
    final Reflectors q;

    final Reflectors p;

    /// Reduces the matrix, `[m, n]` with `m >= n`, which is overwritten.
    Bidiagonalization(Workspace workspace, int m, int n, double[] a) {
        this.workspace = workspace;
        this.kernels = workspace.doubles().kernels;
        this.m = m;
        this.n = n;
        this.a = a;
        this.left = new double[2 * PANEL * m];
        this.right = new double[2 * PANEL * n];
        this.diagonal = new double[n];
        this.above = new double[Math.max(0, n - 1)];
        this.q = new Reflectors(n, m, 0);
        this.p = new Reflectors(Math.max(0, n - 1), n, 1);
        for (int j0 = 0; j0 < n; j0 += PANEL) {
            int width = Math.min(PANEL, n - j0);
            for (int i = 0; i < width; i++) {
                column(j0 + i, i);
            }
            int next = j0 + width;
            DoubleGemm.multiply(
                    workspace,
                    Gemm.Op.TRANSPOSED,
                    Gemm.Op.PLAIN,
                    m - next,
                    n - next,
                    2 * width,
                    -1,
                    left,
                    next,
                    m,
                    right,
                    next,
                    n,
                    1,
                    a,
                    next * n + next,
                    n);
        }
    }

    private void column(int j, int i) {
        int vAt = 2 * i * m;
        int yAt = 2 * i * n;
        int below = m - j;
        for (int r = j; r < m; r++) {
            left[vAt + r] = a[r * n + j];
        }
        for (int q = 0; q < 2 * i; q++) {
            kernels.axpy(-right[q * n + j], left, q * m + j, left, vAt + j, below);
        }
        Reflectors.make(kernels, left, vAt + j, below, out);
        diagonal[j] = out[0];
        q.tau[j] = out[1];
        System.arraycopy(left, vAt + j, q.v, j * m + j, below);
        int rest = n - j - 1;
        if (rest == 0) {
            return;
        }
        int first = j + 1;
        timesTransposed(j, first, vAt, yAt);
        for (int q = 0; q < 2 * i; q++) {
            kernels.axpy(
                    -kernels.dot(left, q * m + j, left, vAt + j, below),
                    right,
                    q * n + first,
                    right,
                    yAt + first,
                    rest);
        }
        scale(right, yAt + first, rest, q.tau[j]);
        row(j, i, rest);
    }

    private void row(int j, int i, int rest) {
        int first = j + 1;
        int uAt = (2 * i + 1) * n;
        int xAt = (2 * i + 1) * m;
        System.arraycopy(a, j * n + first, right, uAt + first, rest);
        for (int q = 0; q <= 2 * i; q++) {
            kernels.axpy(-left[q * m + j], right, q * n + first, right, uAt + first, rest);
        }
        Reflectors.make(kernels, right, uAt + first, rest, out);
        above[j] = out[0];
        p.tau[j] = out[1];
        System.arraycopy(right, uAt + first, p.v, j * n + first, rest);
        int below = m - first;
        if (below == 0) {
            return;
        }
        times(first, uAt, xAt);
        for (int q = 0; q <= 2 * i; q++) {
            kernels.axpy(
                    -kernels.dot(right, q * n + first, right, uAt + first, rest),
                    left,
                    q * m + first,
                    left,
                    xAt + first,
                    below);
        }
        scale(left, xAt + first, below, p.tau[j]);
    }

    /// `right[to..] = A[top.., first..]^T left[from..]`
    private void timesTransposed(int top, int first, int from, int to) {
        int rows = m - top;
        int columns = n - first;
        if ((long) rows * columns < PARALLEL) {
            kernels.sumRows(rows, a, top * n + first, n, left, from + top, right, to + first, columns);
            return;
        }
        workspace.pool.run((columns + PIECE - 1) / PIECE, (index, worker) -> {
            int j = first + index * PIECE;
            kernels.sumRows(rows, a, top * n + j, n, left, from + top, right, to + j, Math.min(PIECE, n - j));
        });
    }

    /// `left[to..] = A[first.., first..] right[from..]`
    private void times(int first, int from, int to) {
        int rows = m - first;
        int columns = n - first;
        if ((long) rows * columns < PARALLEL) {
            timesRows(first, m, first, from, to);
            return;
        }
        workspace.pool.run((rows + PIECE - 1) / PIECE, (index, worker) -> {
            int i = first + index * PIECE;
            timesRows(i, Math.min(m, i + PIECE), first, from, to);
        });
    }

    private void timesRows(int begin, int end, int first, int from, int to) {
        for (int i = begin; i < end; i++) {
            left[to + i] = kernels.dot(a, i * n + first, right, from + first, n - first);
        }
    }

    private static void scale(double[] x, int at, int n, double factor) {
        for (int i = at; i < at + n; i++) {
            x[i] *= factor;
        }
    }
}

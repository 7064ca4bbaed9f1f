package dev.lemma.linalg;

/// Householder QR, `A = Q R`, of a matrix with at least as many rows as columns.
///
/// | | shape | |
/// | --- | --- | --- |
/// | A | `[m, n]`, `m >= n` | any rank |
/// | Q | `[m, n]` thin | columns orthonormal to `2^-53` times a small multiple of n |
/// | R | `[n, n]` | upper triangular |
///
/// `|A - Q R| <= c n 2^-53 |A|` column by column (Higham 2002, theorem 19.4). Immutable and thread-safe with
/// one workspace a thread. Cost `2 n^2 (m - n/3)` operations, the same again for Q; memory `8 m n` bytes
/// more.
///
/// Source: Golub & Van Loan 2013, section 5.2; blocks of reflectors as in Schreiber & Van Loan 1989.
public final class Qr {
    private final int m;
    private final int n;
    private final Reflectors q;
    private final double[] r;

    private Qr(int m, int n, Reflectors q, double[] r) {
        this.m = m;
        this.n = n;
        this.q = q;
        this.r = r;
    }

    /// Factors a matrix, which is not changed.
    ///
    /// @param m rows, at least `n`
    /// @param n columns, at least 0
    /// @param a `[m, n]`, row-major, finite
    /// @throws IllegalArgumentException if a size is wrong, or an element is NaN or infinite: then with row,
    ///     column and value
    public static Qr of(Workspace workspace, int m, int n, double[] a) {
        Checks.matrix("a", m, n, a.length);
        Checks.atLeast("m", m, n);
        Checks.finite("a", a, a.length, n);
        // [n, m]: columns are contiguous, as the reflectors are.
        double[] turned = new double[a.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                turned[j * m + i] = a[i * n + j];
            }
        }
        return ofColumns(workspace, m, n, turned);
    }

    /// Factors a matrix given by columns, `[n, m]`, which is overwritten.
    static Qr ofColumns(Workspace workspace, int m, int n, double[] columns) {
        DoubleKernels kernels = workspace.doubles().kernels;
        Reflectors q = new Reflectors(n, m, 0);
        double[] r = new double[n * n];
        double[] out = new double[2];
        for (int j0 = 0; j0 < n; j0 += Reflectors.BLOCK) {
            int width = Math.min(Reflectors.BLOCK, n - j0);
            for (int j = j0; j < j0 + width; j++) {
                for (int p = j0; p < j; p++) {
                    double product = kernels.dot(q.v, p * m + p, columns, j * m + p, m - p);
                    kernels.axpy(-q.tau[p] * product, q.v, p * m + p, columns, j * m + p, m - p);
                }
                System.arraycopy(columns, j * m + j, q.v, j * m + j, m - j);
                Reflectors.make(kernels, q.v, j * m + j, m - j, out);
                columns[j * m + j] = out[0];
                q.tau[j] = out[1];
                for (int i = 0; i <= j; i++) {
                    r[i * n + j] = columns[j * m + i];
                }
            }
            // The columns to the right, as rows: C = C H_j0 H_(j0+1) ...
            q.applyBlock(workspace, j0, width, n - j0 - width, columns, (j0 + width) * m, false);
        }
        return new Qr(m, n, q, r);
    }

    /// Rows of A.
    public int rows() {
        return m;
    }

    /// Columns of A.
    public int columns() {
        return n;
    }

    /// A copy of R, row-major `[n, n]`.
    public double[] r() {
        return r.clone();
    }

    /// The thin Q, row-major `[m, n]`, formed at each call.
    public double[] q(Workspace workspace) {
        double[] rows = new double[n * m];
        for (int j = 0; j < n; j++) {
            rows[j * m + j] = 1;
        }
        // (Q I)^T = I Q^T
        q.applyTransposed(workspace, n, rows);
        double[] thin = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                thin[i * n + j] = rows[j * m + i];
            }
        }
        return thin;
    }

    /// `X = X Q^T` for rows of `m` elements whose first `n` are given and others 0.
    void expand(Workspace workspace, int rows, double[] x) {
        q.applyTransposed(workspace, rows, x);
    }
}

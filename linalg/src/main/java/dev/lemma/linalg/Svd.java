package dev.lemma.linalg;

import java.util.Optional;

/// Thin singular value decomposition of a dense matrix, `A = U S V^T`, in doubles.
///
/// | | shape | |
/// | --- | --- | --- |
/// | U | `[rows, rank]`, `rank = min(rows, columns)` | columns orthonormal |
/// | S | `[rank]` | falling, not negative |
/// | V | `[columns, rank]` | columns orthonormal |
///
/// Each singular value is within a small multiple of `n 2^-53 s_0` of the exact one, and U and V are
/// orthonormal to as much, whatever the condition of A. Signs are fixed: the component of largest magnitude
/// of each left vector is positive (of equal ones the first). Matrices of floats are decomposed in doubles.
///
/// A matrix with at least twice as many rows as columns is reduced to a square one first (Cholesky QR where
/// its condition allows, else Householder's); then come bidiagonal form and implicit QR steps.
///
/// Immutable and thread-safe. Cost about `4 m n^2 + 20 n^3` operations; memory about `24 m n` bytes.
///
/// Source: Golub & Kahan 1965; Chan 1982; Demmel & Kahan 1990.
public final class Svd {
    /// Rows over columns from which a QR factorisation comes first.
    private static final int TALL = 2;
    /// Exponents of the largest element that need no scaling.
    private static final int MODERATE = 200;

    private final int rows;
    private final int columns;
    private final double[] s;
    // [rank, rows] and [rank, columns]: vectors are contiguous.
    private final double[] u;
    private final double[] v;

    private Svd(int rows, int columns, double[] s, double[] u, double[] v) {
        this.rows = rows;
        this.columns = columns;
        this.s = s;
        this.u = u;
        this.v = v;
        for (int i = 0; i < s.length; i++) {
            int largest = 0;
            for (int j = 0; j < rows; j++) {
                if (Math.abs(u[i * rows + j]) > Math.abs(u[i * rows + largest])) {
                    largest = j;
                }
            }
            if (u[i * rows + largest] < 0) {
                SmallSvd.negate(u, i * rows, rows);
                SmallSvd.negate(v, i * columns, columns);
            }
        }
    }

    /// Decomposes a matrix of doubles, which is not changed.
    ///
    /// @param a `[rows, columns]`, row-major
    /// @throws IllegalArgumentException if a size is negative, `a` has another length, or an element is NaN
    ///     or infinite: then with row, column and value
    public static Svd of(Workspace workspace, int rows, int columns, double[] a) {
        Checks.matrix("a", rows, columns, a.length);
        double largest = Checks.finite("a", a, a.length, columns);
        boolean turned = rows < columns;
        double[] work = turned ? transposed(rows, columns, a) : a.clone();
        return decompose(workspace, turned, Math.max(rows, columns), Math.min(rows, columns), work, largest);
    }

    /// Decomposes a matrix of floats, which is not changed.
    ///
    /// @param a `[rows, columns]`, row-major
    /// @throws IllegalArgumentException as for doubles
    public static Svd of(Workspace workspace, int rows, int columns, float[] a) {
        Checks.matrix("a", rows, columns, a.length);
        Checks.finite("a", a, a.length, columns);
        double[] wide = new double[a.length];
        double largest = 0;
        boolean turned = rows < columns;
        for (int i = 0, at = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++, at++) {
                wide[turned ? j * rows + i : at] = a[at];
                largest = Math.max(largest, Math.abs(a[at]));
            }
        }
        return decompose(workspace, turned, Math.max(rows, columns), Math.min(rows, columns), wide, largest);
    }

    private static double[] transposed(int rows, int columns, double[] a) {
        double[] turned = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                turned[j * rows + i] = a[i * columns + j];
            }
        }
        return turned;
    }

    /// Of `[m, n]`, `m >= n`, which is overwritten.
    private static Svd decompose(Workspace workspace, boolean turned, int m, int n, double[] a, double largest) {
        if (n == 0) {
            return new Svd(turned ? n : m, turned ? m : n, new double[0], new double[0], new double[0]);
        }
        // Squares must neither overflow nor vanish: a power of two makes the largest element about 1.
        int exponent = largest == 0 || Math.abs(Math.getExponent(largest)) < MODERATE ? 0 : -Math.getExponent(largest);
        if (exponent != 0) {
            double factor = Math.scalb(1.0, exponent);
            for (int i = 0; i < a.length; i++) {
                a[i] *= factor;
            }
        }
        SmallSvd svd = m >= (long) TALL * n && n > 1 ? tall(workspace, m, n, a) : SmallSvd.of(workspace, m, n, a, n, n);
        for (int i = 0; i < n; i++) {
            svd.values[i] = Math.scalb(svd.values[i], -exponent);
        }
        return turned ? new Svd(n, m, svd.values, svd.right, svd.left) : new Svd(m, n, svd.values, svd.left, svd.right);
    }

    private static SmallSvd tall(Workspace workspace, int m, int n, double[] a) {
        Optional<CholeskyQr> quick = CholeskyQr.of(workspace, m, n, a);
        if (quick.isPresent()) {
            SmallSvd inner = SmallSvd.of(workspace, n, n, quick.get().r, n, n);
            double[] left = new double[a.length];
            DoubleGemm.multiply(
                    workspace,
                    Gemm.Op.PLAIN,
                    Gemm.Op.TRANSPOSED,
                    n,
                    m,
                    n,
                    1,
                    inner.left,
                    0,
                    n,
                    quick.get().q,
                    0,
                    n,
                    0,
                    left,
                    0,
                    m);
            return inner.withLeft(left);
        }
        Qr qr = Qr.ofColumns(workspace, m, n, transposed(m, n, a));
        SmallSvd inner = SmallSvd.of(workspace, n, n, qr.r(), n, n);
        double[] left = new double[a.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(inner.left, i * n, left, i * m, n);
        }
        qr.expand(workspace, n, left);
        return inner.withLeft(left);
    }

    /// Rows of A.
    public int rows() {
        return rows;
    }

    /// Columns of A.
    public int columns() {
        return columns;
    }

    /// Number of singular values, the smaller size of A.
    public int size() {
        return s.length;
    }

    /// Number of singular values above `max(rows, columns) 2^-52 s_0`: the numerical rank.
    public int rank() {
        return rank(Math.max(rows, columns) * 0x1p-52);
    }

    /// Number of singular values above a share of the largest.
    ///
    /// @param relative at least 0
    /// @throws IllegalArgumentException if it is not
    public int rank(double relative) {
        if (!(relative >= 0)) {
            throw new IllegalArgumentException("relative = " + relative + ", not at least 0");
        }
        int rank = 0;
        while (rank < s.length && s[rank] > relative * s[0]) {
            rank++;
        }
        return rank;
    }

    /// Singular value `i`, from 0.
    public double s(int i) {
        return s[i];
    }

    /// Element of U.
    public double u(int row, int i) {
        java.util.Objects.checkIndex(row, rows);
        return u[i * rows + row];
    }

    /// Element of V.
    public double v(int column, int i) {
        java.util.Objects.checkIndex(column, columns);
        return v[i * columns + column];
    }

    /// A copy of the singular values.
    public double[] singularValues() {
        return s.clone();
    }

    /// A copy of U, row-major `[rows, size]`.
    public double[] left() {
        return transposed(s.length, rows, u);
    }

    /// A copy of V, row-major `[columns, size]`.
    public double[] right() {
        return transposed(s.length, columns, v);
    }

    /// The best approximation of a rank, as the factors `U_r S_r^(1/2)` and `S_r^(1/2) V_r^T`.
    ///
    /// Its Frobenius error is `sqrt(sum_(i>=r) s_i^2)`, the spectral one `s_r`, the nuclear one
    /// `sum_(i>=r) s_i`; no matrix of that rank has less in any unitarily invariant norm (Eckart & Young
    /// 1936; Mirsky 1960).
    ///
    /// @param rank in `[0, size]`
    /// @throws IllegalArgumentException if it is not, or an element is beyond the range of floats
    public LowRank truncated(int rank) {
        Checks.within("rank", rank, 0, s.length);
        float[] a = new float[Checks.size("a", rows, rank)];
        float[] b = new float[Checks.size("b", rank, columns)];
        for (int i = 0; i < rank; i++) {
            double root = Math.sqrt(s[i]);
            for (int row = 0; row < rows; row++) {
                a[row * rank + i] = (float) (u[i * rows + row] * root);
            }
            for (int column = 0; column < columns; column++) {
                b[i * columns + column] = (float) (v[i * columns + column] * root);
            }
        }
        return LowRank.of(rows, columns, rank, a, b);
    }

    /// The pseudo-inverse `A^+ = V S^+ U^T`, row-major `[columns, rows]`, of the numerical rank.
    ///
    /// It meets the four conditions of Penrose 1955: `A A^+ A = A`, `A^+ A A^+ = A^+`, `A A^+` and `A^+ A`
    /// symmetric.
    public double[] pseudoInverse(Workspace workspace) {
        int rank = rank();
        double[] scaled = new double[rank * columns];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = v[i] / s[i / columns];
        }
        double[] inverse = new double[Checks.size("inverse", columns, rows)];
        DoubleGemm.multiply(
                workspace,
                Gemm.Op.TRANSPOSED,
                Gemm.Op.PLAIN,
                columns,
                rows,
                rank,
                1,
                scaled,
                0,
                columns,
                u,
                0,
                rows,
                0,
                inverse,
                0,
                rows);
        return inverse;
    }

    /// The shortest X that minimises `|A X - B|_F`: `X = A^+ B`, of the numerical rank.
    ///
    /// @param k columns of B, at least 0
    /// @param b `[rows, k]`, row-major
    /// @return `[columns, k]`
    /// @throws IllegalArgumentException if `b` has another length
    public double[] solve(Workspace workspace, int k, double[] b) {
        Checks.matrix("b", rows, k, b.length);
        int rank = rank();
        double[] c = new double[Checks.size("c", rank, k)];
        DoubleGemm.multiply(workspace, Gemm.Op.PLAIN, Gemm.Op.PLAIN, rank, k, rows, 1, u, 0, rows, b, 0, k, 0, c, 0, k);
        for (int i = 0; i < c.length; i++) {
            c[i] /= s[i / k];
        }
        double[] x = new double[Checks.size("x", columns, k)];
        DoubleGemm.multiply(
                workspace, Gemm.Op.TRANSPOSED, Gemm.Op.PLAIN, columns, k, rank, 1, v, 0, columns, c, 0, k, 0, x, 0, k);
        return x;
    }
}

package dev.lemma.linalg;

/// The first singular values and vectors of a matrix, `A ~ U S V^T`, in floats.
///
/// | | shape | |
/// | --- | --- | --- |
/// | U | `[rows, rank]` | columns orthonormal |
/// | S | `[rank]` | falling, not negative |
/// | V | `[columns, rank]` | columns orthonormal |
///
/// Signs are fixed: the component of largest magnitude of each left vector is positive (of equal ones the
/// first). Immutable and thread-safe.
public final class TruncatedSvd {
    private final int rows;
    private final int columns;
    private final double[] s;
    private final float[] u;
    private final float[] v;
    private final ErrorEstimate error;

    TruncatedSvd(int rows, int columns, double[] s, float[] u, float[] v, ErrorEstimate error) {
        this.rows = rows;
        this.columns = columns;
        this.s = s;
        this.u = u;
        this.v = v;
        this.error = error;
        fixSigns();
    }

    private void fixSigns() {
        int rank = s.length;
        float[] largest = new float[rank];
        for (int i = 0; i < u.length; i++) {
            int j = i % rank;
            if (Math.abs(u[i]) > Math.abs(largest[j])) {
                largest[j] = u[i];
            }
        }
        flip(u, largest);
        flip(v, largest);
    }

    private static void flip(float[] x, float[] largest) {
        for (int i = 0; i < x.length; i++) {
            if (largest[i % largest.length] < 0) {
                x[i] = -x[i];
            }
        }
    }

    /// Rows of A.
    public int rows() {
        return rows;
    }

    /// Columns of A.
    public int columns() {
        return columns;
    }

    /// Number of singular values kept.
    public int rank() {
        return s.length;
    }

    /// Singular value `i`, from 0.
    public double s(int i) {
        return s[i];
    }

    /// Element of U.
    public float u(int row, int i) {
        java.util.Objects.checkIndex(i, s.length);
        return u[row * s.length + i];
    }

    /// Element of V.
    public float v(int column, int i) {
        java.util.Objects.checkIndex(i, s.length);
        return v[column * s.length + i];
    }

    /// A copy of the singular values.
    public double[] singularValues() {
        return s.clone();
    }

    /// A copy of U, row-major `[rows, rank]`.
    public float[] left() {
        return u.clone();
    }

    /// A copy of V, row-major `[columns, rank]`.
    public float[] right() {
        return v.clone();
    }

    /// What the approximation misses, estimated from random vectors the method did not see.
    public ErrorEstimate error() {
        return error;
    }

    /// The factors of the best approximation, `A ~ (U S^(1/2)) (V S^(1/2))^T`.
    public LowRank lowRank() {
        int rank = s.length;
        float[] a = u.clone();
        float[] b = new float[Checks.size("b", rank, columns)];
        for (int i = 0; i < a.length; i++) {
            a[i] *= (float) Math.sqrt(s[i % rank]);
        }
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rank; i++) {
                b[i * columns + j] = v[j * rank + i] * (float) Math.sqrt(s[i]);
            }
        }
        return LowRank.of(rows, columns, rank, a, b);
    }
}

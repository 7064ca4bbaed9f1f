package dev.lemma.linalg;

import java.util.OptionalDouble;

/// A matrix of low rank as two factors, `M = A B`, with `A [rows, rank]` and `B [rank, columns]`.
///
/// Products with a block of `k` vectors cost `2 k rank (rows + columns)` operations instead of
/// `2 k rows columns`. Immutable and thread-safe.
public final class LowRank implements LinearOperator {
    private final int rows;
    private final int columns;
    private final int rank;
    private final float[] a;
    private final float[] b;

    private LowRank(int rows, int columns, int rank, float[] a, float[] b) {
        this.rows = rows;
        this.columns = columns;
        this.rank = rank;
        this.a = a;
        this.b = b;
    }

    /// The product of two factors, which are copied.
    ///
    /// @param a `[rows, rank]`, row-major
    /// @param b `[rank, columns]`, row-major
    /// @throws IllegalArgumentException if a size is negative or an array has another length, or an element
    ///     is not finite
    public static LowRank of(int rows, int columns, int rank, float[] a, float[] b) {
        length("a", a, Checks.size("a", rows, rank), rank);
        length("b", b, Checks.size("b", rank, columns), columns);
        return new LowRank(rows, columns, rank, a.clone(), b.clone());
    }

    private static void length(String name, float[] x, int size, int columns) {
        if (x.length != size) {
            throw new IllegalArgumentException(name + " has " + x.length + " elements, not " + size);
        }
        Checks.finite(name, x, size, columns);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /// Columns of A and rows of B.
    public int rank() {
        return rank;
    }

    /// A copy of A.
    public float[] a() {
        return a.clone();
    }

    /// A copy of B.
    public float[] b() {
        return b.clone();
    }

    /// An element of the product.
    ///
    /// @throws IndexOutOfBoundsException if it is outside the matrix
    public double get(int row, int column) {
        java.util.Objects.checkIndex(row, rows);
        java.util.Objects.checkIndex(column, columns);
        double sum = 0;
        for (int i = 0; i < rank; i++) {
            sum += (double) a[row * rank + i] * b[i * columns + column];
        }
        return sum;
    }

    /// The product, row-major `[rows, columns]`.
    ///
    /// @throws IllegalArgumentException if it is too large for an array
    public float[] toDense(Workspace workspace) {
        float[] m = new float[Checks.size("product", rows, columns)];
        multiply(workspace, Gemm.Op.PLAIN, rows, columns, rank, a, b, m);
        return m;
    }

    private static void multiply(
            Workspace workspace, Gemm.Op opB, int m, int n, int k, float[] x, float[] y, float[] z) {
        int stride = opB == Gemm.Op.PLAIN ? n : k;
        Gemm.multiply(workspace, Gemm.Op.PLAIN, opB, m, n, k, 1, x, 0, k, y, 0, stride, 0, z, 0, n);
    }

    @Override
    public void apply(Workspace workspace, int k, float[] x, float[] y) {
        Checks.atLeast("k", k, 1);
        float[] between = new float[Checks.size("block", rank, k)];
        multiply(workspace, Gemm.Op.PLAIN, rank, k, columns, b, x, between);
        multiply(workspace, Gemm.Op.PLAIN, rows, k, rank, a, between, y);
    }

    @Override
    public void applyTransposed(Workspace workspace, int k, float[] x, float[] y) {
        Checks.atLeast("k", k, 1);
        float[] between = new float[Checks.size("block", rank, k)];
        transposed(workspace, rank, k, rows, a, x, between);
        transposed(workspace, columns, k, rank, b, between, y);
    }

    private static void transposed(Workspace workspace, int m, int n, int k, float[] x, float[] y, float[] z) {
        Gemm.multiply(workspace, Gemm.Op.TRANSPOSED, Gemm.Op.PLAIN, m, n, k, 1, x, 0, m, y, 0, n, 0, z, 0, n);
    }

    @Override
    public OptionalDouble squaredNorm() {
        return OptionalDouble.empty();
    }
}

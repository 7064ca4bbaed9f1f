package dev.lemma.linalg;

import java.util.OptionalDouble;

/// A matrix in an array.
final class DenseOperator implements LinearOperator {
    private final int rows;
    private final int columns;
    private final float[] a;
    private final double squaredNorm;

    DenseOperator(int rows, int columns, float[] a) {
        Checks.matrix("a", rows, columns, a.length);
        this.rows = rows;
        this.columns = columns;
        this.a = a;
        this.squaredNorm = Checks.finite("a", a, a.length, columns);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void apply(Workspace workspace, int k, float[] x, float[] y) {
        Checks.atLeast("k", k, 1);
        Gemm.multiply(workspace, Gemm.Op.PLAIN, Gemm.Op.PLAIN, rows, k, columns, 1, a, 0, columns, x, 0, k, 0, y, 0, k);
    }

    @Override
    public void applyTransposed(Workspace workspace, int k, float[] x, float[] y) {
        Checks.atLeast("k", k, 1);
        Gemm.multiply(
                workspace, Gemm.Op.TRANSPOSED, Gemm.Op.PLAIN, columns, k, rows, 1, a, 0, columns, x, 0, k, 0, y, 0, k);
    }

    @Override
    public OptionalDouble squaredNorm() {
        return OptionalDouble.of(squaredNorm);
    }
}

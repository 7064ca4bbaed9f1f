package dev.lemma.linalg;

import java.util.OptionalDouble;

/// A^T through the products of A.
record TransposedOperator(LinearOperator a) implements LinearOperator {
    @Override
    public int rows() {
        return a.columns();
    }

    @Override
    public int columns() {
        return a.rows();
    }

    @Override
    public void apply(Workspace workspace, int k, float[] x, float[] y) {
        a.applyTransposed(workspace, k, x, y);
    }

    @Override
    public void applyTransposed(Workspace workspace, int k, float[] x, float[] y) {
        a.apply(workspace, k, x, y);
    }

    @Override
    public OptionalDouble squaredNorm() {
        return a.squaredNorm();
    }

    @Override
    public LinearOperator transposed() {
        return a;
    }
}

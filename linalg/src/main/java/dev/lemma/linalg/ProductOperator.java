package dev.lemma.linalg;

/// A B, applied one after the other.
record ProductOperator(LinearOperator a, LinearOperator b) implements LinearOperator {
    ProductOperator {
        if (a.columns() != b.rows()) {
            throw new IllegalArgumentException("b has " + b.rows() + " rows, not the " + a.columns() + " columns of a");
        }
    }

    @Override
    public int rows() {
        return a.rows();
    }

    @Override
    public int columns() {
        return b.columns();
    }

    @Override
    public void apply(Workspace workspace, int k, float[] x, float[] y) {
        float[] between = new float[Checks.size("block", b.rows(), k)];
        b.apply(workspace, k, x, between);
        a.apply(workspace, k, between, y);
    }

    @Override
    public void applyTransposed(Workspace workspace, int k, float[] x, float[] y) {
        float[] between = new float[Checks.size("block", b.rows(), k)];
        a.applyTransposed(workspace, k, x, between);
        b.applyTransposed(workspace, k, between, y);
    }
}

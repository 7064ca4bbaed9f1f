package dev.lemma.linalg;

/// The inner loop of [SparseMatrix]. It trusts its arguments.
interface SparseKernels {
    /// `y_j = sum_p values_p X[columns_p, j]` for `p` in `[from, to)` and `j < k`, with X row-major of `k`
    /// columns.
    void row(int from, int to, int[] columns, float[] values, float[] x, int k, float[] y, int yAt);

    /// The choice for this JVM.
    static SparseKernels fastest() {
        return Lanes.PRESENT ? new LaneSparse() : new ScalarSparse();
    }
}

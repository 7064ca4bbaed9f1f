package dev.lemma.linalg;

/// The inner loops over doubles: tiles of [DoubleGemm], vectors, and rotations. They trust their arguments.
interface DoubleKernels {
    /// Rows of a tile.
    int rows();

    /// Columns of a tile.
    int columns();

    /// `sums = A B` for one tile, from panels as in [GemmKernel#tile].
    void tile(int k, double[] a, int aAt, double[] b, int bAt, double[] sums);

    /// Inner product.
    double dot(double[] x, int xAt, double[] y, int yAt, int n);

    /// `y += alpha x`
    void axpy(double alpha, double[] x, int xAt, double[] y, int yAt, int n);

    /// `y_j = sum_i v_i A[i, j]` for `rows` rows of A that begin at `at`, `stride` apart, and `n` columns.
    void sumRows(int rows, double[] a, int at, int stride, double[] v, int vAt, double[] y, int yAt, int n);

    /// One sweep of plane rotations over neighbouring rows, `width` columns from `at` on: for
    /// `i = first, first + step, ...`, `count` of them, `(x, y) = (row i, row i + 1)` becomes
    /// `(c x + s y, c y - s x)`.
    ///
    /// @param step 1 or -1
    /// @param turns `(c, s)` of each rotation in this order, from `turnsAt` on
    void rotate(double[] a, int at, int stride, int width, int first, int step, int count, double[] turns, int turnsAt);

    /// The choice for this JVM.
    static DoubleKernels fastest() {
        return Lanes.PRESENT ? new LaneDoubles() : new ScalarDoubles();
    }
}

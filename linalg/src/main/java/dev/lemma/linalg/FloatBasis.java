package dev.lemma.linalg;

/// An orthonormal basis of float vectors that grows by blocks, each orthogonalised against all before it
/// twice ("twice is enough", Parlett 1980, section 6.9). Columns that depend on earlier ones are 0.
final class FloatBasis {
    private final Workspace workspace;
    /// Elements of a vector.
    final int size;
    /// Vectors there is room for.
    final int capacity;
    /// The vectors, `[size, capacity]`.
    final float[] q;

    private int count;

    FloatBasis(Workspace workspace, int size, int capacity) {
        this.workspace = workspace;
        this.size = size;
        this.capacity = capacity;
        this.q = new float[Checks.size("basis", size, capacity)];
    }

    /// Vectors so far.
    int count() {
        return count;
    }

    /// Appends the span of a block, which becomes its orthonormal vectors.
    ///
    /// @param y `[size, k]`
    /// @return how many of the vectors are not 0
    int append(int k, float[] y) {
        int kept = k;
        for (int pass = 0; pass < 2; pass++) {
            project(k, y);
            kept = FloatBlocks.orthonormalize(workspace, size, k, y);
        }
        FloatBlocks.store(y, size, k, q, count, capacity);
        count += k;
        return kept;
    }

    /// `Y -= Q Q^T Y`
    void project(int k, float[] y) {
        project(k, y, 0);
    }

    /// `Y -= Q Q^T Y` with the vectors from `from` on.
    void project(int k, float[] y, int from) {
        int width = count - from;
        if (width == 0) {
            return;
        }
        float[] c = new float[width * k];
        Gemm.multiply(
                workspace,
                Gemm.Op.TRANSPOSED,
                Gemm.Op.PLAIN,
                width,
                k,
                size,
                1,
                q,
                from,
                capacity,
                y,
                0,
                k,
                0,
                c,
                0,
                k);
        Gemm.multiply(
                workspace, Gemm.Op.PLAIN, Gemm.Op.PLAIN, size, k, width, -1, q, from, capacity, c, 0, k, 1, y, 0, k);
    }
}

package dev.lemma.linalg;

/// The innermost product of [Gemm]: the sums of one tile, and their way into C.
interface GemmKernel {
    /// Rows of a tile.
    int rows();

    /// Columns of a tile.
    int columns();

    /// `sums = A B` for one tile.
    ///
    /// @param k common size
    /// @param a panel `[k, rows]` from `aAt` on
    /// @param b panel `[k, columns]` from `bAt` on
    /// @param sums becomes `[rows, columns]`
    void tile(int k, float[] a, int aAt, float[] b, int bAt, float[] sums);

    /// `C = alpha sums + beta C` for a whole tile, with `beta` = 0 without reading C.
    ///
    /// @param c tile `[rows, columns]` from `cAt` on with rows `stride` apart
    void write(float[] sums, float alpha, float beta, float[] c, int cAt, int stride);
}

package dev.lemma.linalg;

/// The innermost product of [Gemm]: one tile of C from a packed panel of A and one of B.
interface GemmKernel {
    /// Rows of a tile.
    int rows();

    /// Columns of a tile.
    int columns();

    /// `C = alpha A B + beta C` for one tile, with `beta` = 0 without reading C.
    ///
    /// @param k common size
    /// @param a panel `[k, rows]` from `aAt` on
    /// @param b panel `[k, columns]` from `bAt` on
    /// @param c tile `[rows, columns]` from `cAt` on with rows `stride` apart
    void tile(int k, float alpha, float[] a, int aAt, float[] b, int bAt, float beta, float[] c, int cAt, int stride);
}

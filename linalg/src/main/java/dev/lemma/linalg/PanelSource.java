package dev.lemma.linalg;

/// Where a panel of the right factor comes from: B `[k, n]`, whatever its layout.
interface PanelSource {
    /// Writes `panel[at + p * width + j] = B[k0 + p, j0 + j]` for `p < kCount`, `j < jCount`; columns up to
    /// `width` are filled with 0.
    ///
    /// @param scratch of the worker alone, [WeightSource#ROWS] rows of [GemmJob#DEPTH] floats
    void pack(int k0, int kCount, int j0, int jCount, float[] panel, int at, int width, float[] scratch);
}

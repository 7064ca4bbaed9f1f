package dev.lemma.linalg;

/// [RandomProjection] as its definition: an explicit matrix, plain loops, double sums.
///
/// `y_r = sum_c P[r, c] x_c`. Takes `d D` multiplications whatever the kind.
public final class RandomProjectionReference {
    private RandomProjectionReference() {}

    /// Projects a vector.
    ///
    /// @param x [D]
    /// @return y [d]
    public static double[] project(RandomProjection projection, float[] x) {
        double[] y = new double[projection.outputs()];
        for (int r = 0; r < y.length; r++) {
            for (int c = 0; c < projection.inputs(); c++) {
                y[r] += projection.entry(r, c) * x[c];
            }
        }
        return y;
    }
}

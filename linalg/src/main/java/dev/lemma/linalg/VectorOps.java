package dev.lemma.linalg;

/// Operations on vectors of floats: slices of `float[]` given as array, offset and length `n`.
///
/// The kernels use the Vector API if the JVM was started with `--add-modules jdk.incubator.vector`, else
/// plain loops; the choice is made once. Results are the same from call to call on one machine, but sums are
/// taken in lanes, so their last bits depend on the lane width. [VectorOpsReference] has the same methods in
/// plain loops with double sums. The same operations over off-heap memory are in [SegmentOps].
///
/// Accuracy: a sum of `n` terms is within `n * 2^-24 * sum |term|` (Higham 2002, section 3.1); [#exp] within
/// 2 ulp. NaN and infinities go through as in the formulas; where a formula has none, the method says what
/// happens. `n` = 0 is allowed.
///
/// Every method throws [IllegalArgumentException] if a slice is not inside its array. Thread-safe: there is
/// no state. Cost O(n), nothing is allocated.
public final class VectorOps {
    private static final VectorKernels KERNELS = fastest();

    private VectorOps() {}

    private static VectorKernels fastest() {
        return Lanes.PRESENT ? new LaneOps() : new ScalarOps();
    }

    /// Whether the kernels use the Vector API.
    public static boolean usesLanes() {
        return Lanes.PRESENT;
    }

    /// Inner product, `sum x_i y_i`.
    public static float dot(float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        return KERNELS.dot(x, xOffset, y, yOffset, n);
    }

    /// Adds a multiple, `y_i += alpha x_i`; `y` is modified.
    public static void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        KERNELS.axpy(alpha, x, xOffset, y, yOffset, n);
    }

    /// Multiplies in place, `x_i *= alpha`.
    public static void scale(float alpha, float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        KERNELS.scale(alpha, x, offset, n);
    }

    /// Sum, `sum x_i`.
    public static float sum(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        return KERNELS.sum(x, offset, n);
    }

    /// Largest element; NaN if there is one, `-infinity` for `n` = 0.
    public static float max(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        return KERNELS.max(x, offset, n);
    }

    /// Exponential, `y_i = e^(x_i)`; `y` may be `x` at the same offset.
    ///
    /// Within 2 ulp, also where the result is subnormal; `e^0 = 1`, `e^-infinity = 0`, above 88.7228
    /// infinity.
    ///
    /// Source: reduction `x = k ln 2 + r`, `|r| <= ln 2 / 2` with `ln 2` in two parts (Cody & Waite 1980),
    /// and the polynomial of degree 7 of Cephes' `expf` (Moshier 1989).
    public static void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        KERNELS.exp(x, xOffset, y, yOffset, n);
    }

    /// Softmax in place, `x_i = e^(x_i - m) / sum e^(x_j - m)` with `m = max x`: no overflow.
    ///
    /// Elements of `-infinity` become 0. If all are `-infinity`, or one is `+infinity` or NaN, all become
    /// NaN.
    public static void softmax(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        KERNELS.softmax(x, offset, n);
    }

    /// Logarithm of a sum of exponentials, `ln sum e^(x_i)`, without overflow.
    ///
    /// `-infinity` for `n` = 0 or if all elements are; `+infinity` if one element is and none is NaN.
    public static float logSumExp(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        return KERNELS.logSumExp(x, offset, n);
    }

    /// Root mean square normalization, `y_i = w_i x_i / sqrt(sum x_j^2 / n + epsilon)`; `y` may be `x` at the
    /// same offset.
    ///
    /// Source: Zhang & Sennrich 2019, equation 4, with the `epsilon` of its implementations.
    ///
    /// @param epsilon at least 0
    public static void rmsNorm(
            float[] x, int xOffset, float[] w, int wOffset, float epsilon, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("w", wOffset, n, w.length);
        Checks.range("y", yOffset, n, y.length);
        epsilon(epsilon);
        KERNELS.rmsNorm(x, xOffset, w, wOffset, epsilon, y, yOffset, n);
    }

    static void epsilon(float epsilon) {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("epsilon = " + epsilon + ", not at least 0");
        }
    }

    /// Sigmoid linear unit in place, `x_i = x_i / (1 + e^(-x_i))`; NaN at `-infinity`, as the formula has it.
    ///
    /// Source: Hendrycks & Gimpel 2016; Ramachandran et al. 2017.
    public static void silu(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        KERNELS.silu(x, offset, n);
    }

    /// Gated unit in place, `x_i = silu(x_i) y_i`.
    ///
    /// Source: SwiGLU of Shazeer 2020, equation 5.
    public static void siluTimes(float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        KERNELS.siluTimes(x, xOffset, y, yOffset, n);
    }

    /// Rotates the pairs of one head in place: `(u, v)` of pair `c` becomes
    /// `(u cos_c - v sin_c, u sin_c + v cos_c)`.
    ///
    /// Source: Su et al. 2021, equation 34.
    ///
    /// @param x the head, `d` elements from `offset` on
    /// @param cos and `sin`, `d/2` elements from `tableOffset` on, of the angles of one position
    /// @param d even and at least 0
    public static void rotate(
            Rotation rotation, float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset) {
        Checks.range("x", offset, d, x.length);
        even(d);
        Checks.range("cos", tableOffset, d / 2, cos.length);
        Checks.range("sin", tableOffset, d / 2, sin.length);
        switch (rotation) {
            case HALVES -> KERNELS.rotateHalves(x, offset, d, cos, sin, tableOffset);
            case ADJACENT -> KERNELS.rotateAdjacent(x, offset, d, cos, sin, tableOffset);
        }
    }

    static void even(int d) {
        if ((d & 1) != 0) {
            throw new IllegalArgumentException("d = " + d + ", not even");
        }
    }
}

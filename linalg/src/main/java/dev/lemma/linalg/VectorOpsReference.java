package dev.lemma.linalg;

/// The operations of [VectorOps] in plain loops with double accumulators: the formulas line by line.
///
/// Arguments, results and errors are those of the method of the same name there. Thread-safe; cost O(n).
public final class VectorOpsReference {
    private VectorOpsReference() {}

    /// Inner product, `sum x_i y_i`.
    public static float dot(float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) x[xOffset + i] * y[yOffset + i];
        }
        return (float) sum;
    }

    /// Adds a multiple, `y_i += alpha x_i`.
    public static void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (float) (y[yOffset + i] + (double) alpha * x[xOffset + i]);
        }
    }

    /// Multiplies in place, `x_i *= alpha`.
    public static void scale(float alpha, float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        for (int i = 0; i < n; i++) {
            x[offset + i] *= alpha;
        }
    }

    /// Sum, `sum x_i`.
    public static float sum(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[offset + i];
        }
        return (float) sum;
    }

    /// Largest element; NaN if there is one, `-infinity` for `n` = 0.
    public static float max(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[offset + i]);
        }
        return max;
    }

    /// Exponential, `y_i = e^(x_i)`.
    public static void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (float) Math.exp(x[xOffset + i]);
        }
    }

    /// Softmax in place, `x_i = e^(x_i - m) / sum e^(x_j - m)` with `m = max x`.
    public static void softmax(float[] x, int offset, int n) {
        double max = max(x, offset, n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x[offset + i] - max);
        }
        for (int i = 0; i < n; i++) {
            x[offset + i] = (float) (Math.exp(x[offset + i] - max) / sum);
        }
    }

    /// Logarithm of a sum of exponentials, `ln sum e^(x_i) = m + ln sum e^(x_i - m)` with `m = max x`.
    public static float logSumExp(float[] x, int offset, int n) {
        double max = max(x, offset, n);
        if (Double.isInfinite(max)) {
            return (float) max;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x[offset + i] - max);
        }
        return (float) (max + Math.log(sum));
    }

    /// Root mean square normalization, `y_i = w_i x_i / sqrt(sum x_j^2 / n + epsilon)`.
    public static void rmsNorm(
            float[] x, int xOffset, float[] w, int wOffset, float epsilon, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("w", wOffset, n, w.length);
        Checks.range("y", yOffset, n, y.length);
        VectorOps.epsilon(epsilon);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += (double) x[xOffset + i] * x[xOffset + i];
        }
        double root = Math.sqrt(squares / n + epsilon);
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (float) (w[wOffset + i] * (x[xOffset + i] / root));
        }
    }

    /// Sigmoid linear unit in place, `x_i = x_i / (1 + e^(-x_i))`.
    public static void silu(float[] x, int offset, int n) {
        Checks.range("x", offset, n, x.length);
        for (int i = 0; i < n; i++) {
            x[offset + i] = (float) (x[offset + i] / (1 + Math.exp(-x[offset + i])));
        }
    }

    /// Gated unit in place, `x_i = silu(x_i) y_i`.
    public static void siluTimes(float[] x, int xOffset, float[] y, int yOffset, int n) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("y", yOffset, n, y.length);
        for (int i = 0; i < n; i++) {
            double v = x[xOffset + i];
            x[xOffset + i] = (float) (v / (1 + Math.exp(-v)) * y[yOffset + i]);
        }
    }

    /// Rotates the pairs of one head in place: `(u, v)` of pair `c` becomes
    /// `(u cos_c - v sin_c, u sin_c + v cos_c)`.
    public static void rotate(
            Rotation rotation, float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset) {
        Checks.range("x", offset, d, x.length);
        VectorOps.even(d);
        Checks.range("cos", tableOffset, d / 2, cos.length);
        Checks.range("sin", tableOffset, d / 2, sin.length);
        for (int c = 0; c < d / 2; c++) {
            int first = offset + (rotation == Rotation.HALVES ? c : 2 * c);
            int second = first + (rotation == Rotation.HALVES ? d / 2 : 1);
            double u = x[first];
            double v = x[second];
            double cosine = cos[tableOffset + c];
            double sine = sin[tableOffset + c];
            x[first] = (float) (u * cosine - v * sine);
            x[second] = (float) (u * sine + v * cosine);
        }
    }
}

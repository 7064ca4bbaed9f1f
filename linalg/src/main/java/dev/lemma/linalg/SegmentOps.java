package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// The operations of [VectorOps] over floats in segments: off-heap, memory-mapped, at any alignment,
/// little-endian.
///
/// A slice is a segment, an offset in bytes, and a length `n` in floats. Accuracy, NaN and infinities are as
/// in [VectorOps]. Fastest where all segments that a program gives to one operation are of one kind, native
/// or of one array type.
///
/// Every method throws [IllegalArgumentException] if a slice is not inside its segment or is to be modified
/// and read-only, and what segments throw if they are closed or of another thread. Thread-safe: there is no
/// state. Cost O(n), nothing is allocated.
public final class SegmentOps {
    private static final SegmentKernels KERNELS = fastest();

    private SegmentOps() {}

    private static SegmentKernels fastest() {
        return VectorOps.usesLanes() ? new LaneSegmentOps() : new ScalarSegmentOps();
    }

    /// Inner product, `sum x_i y_i`.
    public static float dot(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        Checks.floats("x", x, xOffset, n);
        Checks.floats("y", y, yOffset, n);
        return KERNELS.dot(x, xOffset, y, yOffset, n);
    }

    /// Adds a multiple, `y_i += alpha x_i`; `y` is modified.
    public static void axpy(float alpha, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        Checks.writable("y", y);
        Checks.floats("x", x, xOffset, n);
        Checks.floats("y", y, yOffset, n);
        KERNELS.axpy(alpha, x, xOffset, y, yOffset, n);
    }

    /// Multiplies in place, `x_i *= alpha`.
    public static void scale(float alpha, MemorySegment x, long offset, int n) {
        Checks.writable("x", x);
        Checks.floats("x", x, offset, n);
        KERNELS.scale(alpha, x, offset, n);
    }

    /// Sum, `sum x_i`.
    public static float sum(MemorySegment x, long offset, int n) {
        Checks.floats("x", x, offset, n);
        return KERNELS.sum(x, offset, n);
    }

    /// Largest element; NaN if there is one, `-infinity` for `n` = 0.
    public static float max(MemorySegment x, long offset, int n) {
        Checks.floats("x", x, offset, n);
        return KERNELS.max(x, offset, n);
    }

    /// Exponential, `y_i = e^(x_i)`; `y` may be `x` at the same offset.
    ///
    /// Within 2 ulp, as [VectorOps#exp].
    public static void exp(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        Checks.writable("y", y);
        Checks.floats("x", x, xOffset, n);
        Checks.floats("y", y, yOffset, n);
        KERNELS.exp(x, xOffset, y, yOffset, n);
    }

    /// Softmax in place, `x_i = e^(x_i - m) / sum e^(x_j - m)` with `m = max x`: no overflow.
    ///
    /// Elements of `-infinity` become 0. If all are `-infinity`, or one is `+infinity` or NaN, all become
    /// NaN.
    public static void softmax(MemorySegment x, long offset, int n) {
        Checks.writable("x", x);
        Checks.floats("x", x, offset, n);
        KERNELS.softmax(x, offset, n);
    }

    /// Logarithm of a sum of exponentials, `ln sum e^(x_i)`, without overflow.
    ///
    /// `-infinity` for `n` = 0 or if all elements are; `+infinity` if one element is and none is NaN.
    public static float logSumExp(MemorySegment x, long offset, int n) {
        Checks.floats("x", x, offset, n);
        return KERNELS.logSumExp(x, offset, n);
    }

    /// Root mean square normalization, `y_i = w_i x_i / sqrt(sum x_j^2 / n + epsilon)`; `y` may be `x` at the
    /// same offset.
    ///
    /// @param epsilon at least 0
    public static void rmsNorm(
            MemorySegment x,
            long xOffset,
            MemorySegment w,
            long wOffset,
            float epsilon,
            MemorySegment y,
            long yOffset,
            int n) {
        Checks.writable("y", y);
        Checks.floats("x", x, xOffset, n);
        Checks.floats("w", w, wOffset, n);
        Checks.floats("y", y, yOffset, n);
        VectorOps.epsilon(epsilon);
        KERNELS.rmsNorm(x, xOffset, w, wOffset, epsilon, y, yOffset, n);
    }

    /// Sigmoid linear unit in place, `x_i = x_i / (1 + e^(-x_i))`; NaN at `-infinity`, as the formula has it.
    public static void silu(MemorySegment x, long offset, int n) {
        Checks.writable("x", x);
        Checks.floats("x", x, offset, n);
        KERNELS.silu(x, offset, n);
    }

    /// Gated unit in place, `x_i = silu(x_i) y_i`.
    public static void siluTimes(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        Checks.writable("x", x);
        Checks.floats("x", x, xOffset, n);
        Checks.floats("y", y, yOffset, n);
        KERNELS.siluTimes(x, xOffset, y, yOffset, n);
    }

    /// Rotates the pairs of one head in place: `(u, v)` of pair `c` becomes
    /// `(u cos_c - v sin_c, u sin_c + v cos_c)`.
    ///
    /// @param x the head, `d` elements from `offset` on
    /// @param cos and `sin`, `d/2` elements from `tableOffset` on, of the angles of one position
    /// @param d even and at least 0
    public static void rotate(
            Rotation rotation, MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset) {
        Checks.writable("x", x);
        Checks.floats("x", x, offset, d);
        VectorOps.even(d);
        Checks.range("cos", tableOffset, d / 2, cos.length);
        Checks.range("sin", tableOffset, d / 2, sin.length);
        switch (rotation) {
            case HALVES -> KERNELS.rotateHalves(x, offset, d, cos, sin, tableOffset);
            case ADJACENT -> KERNELS.rotateAdjacent(x, offset, d, cos, sin, tableOffset);
        }
    }
}

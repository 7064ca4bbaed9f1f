package dev.lemma.linalg;

import java.util.Arrays;

/// Copies of matrix blocks into the order in which a [GemmKernel] reads them.
final class Packing {
    private Packing() {}

    /// Rows become columns: `to[at + p * width + r] = from[first + r * stride + p]` for `r < rows`,
    /// `p < count`, and 0 for `rows <= r < filled`.
    static void across(
            float[] from, int first, int stride, int rows, int filled, int count, float[] to, int at, int width) {
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            fourAcross(from, first + r * stride, stride, count, to, at + r, width);
        }
        for (; r < rows; r++) {
            oneAcross(from, first + r * stride, count, to, at + r, width);
        }
        if (rows < filled) {
            for (int p = 0; p < count; p++) {
                Arrays.fill(to, at + p * width + rows, at + p * width + filled, 0);
            }
        }
    }

    private static void fourAcross(float[] from, int first, int stride, int count, float[] to, int at, int width) {
        int second = first + stride;
        int third = second + stride;
        int fourth = third + stride;
        for (int p = 0; p < count; p++) {
            int to0 = at + p * width;
            to[to0] = from[first + p];
            to[to0 + 1] = from[second + p];
            to[to0 + 2] = from[third + p];
            to[to0 + 3] = from[fourth + p];
        }
    }

    private static void oneAcross(float[] from, int first, int count, float[] to, int at, int width) {
        for (int p = 0; p < count; p++) {
            to[at + p * width] = from[first + p];
        }
    }

    /// Rows stay rows: `to[at + p * width + j] = from[first + p * stride + j]` for `j < columns`,
    /// `p < count`, and 0 for `columns <= j < width`.
    static void along(float[] from, int first, int stride, int columns, int count, float[] to, int at, int width) {
        for (int p = 0; p < count; p++) {
            System.arraycopy(from, first + p * stride, to, at + p * width, columns);
            if (columns < width) {
                Arrays.fill(to, at + p * width + columns, at + (p + 1) * width, 0);
            }
        }
    }
}

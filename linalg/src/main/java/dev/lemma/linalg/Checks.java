package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// Checks of arguments at the public entries; the kernels behind them check nothing.
final class Checks {
    private Checks() {}

    /// @throws IllegalArgumentException unless `[offset, offset + length)` lies in an array of `size`
    static void range(String name, long offset, long length, long size) {
        if ((offset | length) < 0 || offset > size - length) {
            throw new IllegalArgumentException(
                    name + ": [" + offset + ", " + offset + " + " + length + ") is not inside [0, " + size + ")");
        }
    }

    /// @throws IllegalArgumentException unless `count` floats from byte `offset` on lie in the segment
    static void floats(String name, MemorySegment segment, long offset, int count) {
        range(name + " in bytes", offset, 4L * count, segment.byteSize());
    }

    /// @throws IllegalArgumentException if the segment is read-only
    static void writable(String name, MemorySegment segment) {
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException(name + " is read-only and would be modified");
        }
    }

    /// @throws IllegalArgumentException unless `value >= least`
    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ", not at least " + least);
        }
    }

    /// @throws IllegalArgumentException unless `least <= value <= most`
    static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " = " + value + ", not in [" + least + ", " + most + "]");
        }
    }

    /// @throws IllegalArgumentException unless a contiguous matrix has just so many elements
    static void matrix(String name, int rows, int columns, int length) {
        int size = size(name, rows, columns);
        if (length != size) {
            throw new IllegalArgumentException(
                    name + " has " + length + " elements, not " + rows + " * " + columns + " = " + size);
        }
    }

    /// Elements of a matrix in one array.
    ///
    /// @throws IllegalArgumentException if a size is negative or the product is beyond an array
    static int size(String name, int rows, int columns) {
        atLeast("rows", rows, 0);
        atLeast("columns", columns, 0);
        long size = (long) rows * columns;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    name + ": " + rows + " x " + columns + " elements, not at most " + (Integer.MAX_VALUE - 8));
        }
        return (int) size;
    }

    /// The sum of squares of a matrix of finite elements.
    ///
    /// @throws IllegalArgumentException with row and column of the first that is not
    static double finite(String name, float[] a, int size, int columns) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            if (!Float.isFinite(a[i])) {
                throw notFinite(name, i, columns, a[i]);
            }
            sum += (double) a[i] * a[i];
        }
        return sum;
    }

    /// The largest magnitude of a matrix of finite elements.
    ///
    /// @throws IllegalArgumentException with row and column of the first that is not
    static double finite(String name, double[] a, int size, int columns) {
        double max = 0;
        for (int i = 0; i < size; i++) {
            double magnitude = Math.abs(a[i]);
            if (!(magnitude <= Double.MAX_VALUE)) {
                throw notFinite(name, i, columns, a[i]);
            }
            max = Math.max(max, magnitude);
        }
        return max;
    }

    private static IllegalArgumentException notFinite(String name, int i, int columns, double value) {
        return new IllegalArgumentException(
                name + "[" + i / columns + ", " + i % columns + "] = " + value + ", not finite");
    }
}

package dev.lemma.attention;

import java.util.Objects;

/// A view of a flat array as `[heads, n, d]`, with any strides: coordinate `c` of row `i` of head `h` is at
/// `offset + h * headStride + i * rowStride + c`.
///
/// The view does not copy: who writes to the array changes what the view shows.
public final class Heads {
    private final float[] data;
    private final int offset;
    private final int heads;
    private final int rows;
    private final int size;
    private final int headStride;
    private final int rowStride;

    private Heads(float[] data, int offset, int heads, int rows, int size, int headStride, int rowStride) {
        this.data = data;
        this.offset = offset;
        this.heads = heads;
        this.rows = rows;
        this.size = size;
        this.headStride = headStride;
        this.rowStride = rowStride;
    }

    /// Any strides.
    ///
    /// @param offset place of the first coordinate
    /// @param heads at least 1
    /// @param rows `n`, at least 1
    /// @param size `d`, at least 1
    /// @param headStride from one head to the next, at least 0
    /// @param rowStride from one row to the next, at least 0
    /// @throws IllegalArgumentException if a number is out of range or the view does not fit into the array
    public static Heads of(float[] data, int offset, int heads, int rows, int size, int headStride, int rowStride) {
        Objects.requireNonNull(data, "data");
        Arguments.atLeast("offset", offset, 0);
        Arguments.atLeast("heads", heads, 1);
        Arguments.atLeast("n", rows, 1);
        Arguments.atLeast("d", size, 1);
        Arguments.atLeast("headStride", headStride, 0);
        Arguments.atLeast("rowStride", rowStride, 0);
        long last = offset + (heads - 1L) * headStride + (rows - 1L) * rowStride + size;
        if (last > data.length) {
            throw new IllegalArgumentException("data.length = " + data.length + ", less than the " + last
                    + " that heads = " + heads + ", n = " + rows + ", d = " + size + " need");
        }
        return new Heads(data, offset, heads, rows, size, headStride, rowStride);
    }

    /// `[heads, n, d]`: head after head.
    public static Heads headMajor(float[] data, int heads, int rows, int size) {
        return of(data, 0, heads, rows, size, stride("n * d", rows, size), size);
    }

    /// `[n, heads, d]`: row after row, as matrix products write them.
    public static Heads rowMajor(float[] data, int heads, int rows, int size) {
        return of(data, 0, heads, rows, size, size, stride("heads * d", heads, size));
    }

    private static int stride(String what, int a, int b) {
        long product = (long) a * b;
        if (product > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(what + " = " + product + ", not at most " + Integer.MAX_VALUE);
        }
        return (int) product;
    }

    /// Number of heads.
    public int heads() {
        return heads;
    }

    /// Number of rows, `n`.
    public int rows() {
        return rows;
    }

    /// Coordinates of a row, `d`.
    public int size() {
        return size;
    }

    /// One coordinate.
    ///
    /// @throws IndexOutOfBoundsException if there is no such one
    public float get(int head, int row, int c) {
        Objects.checkIndex(head, heads);
        Objects.checkIndex(row, rows);
        return data[at(head, row) + Objects.checkIndex(c, size)];
    }

    /// The viewed array itself.
    float[] data() {
        return data;
    }

    /// Place of the first coordinate of a row.
    int at(int head, int row) {
        return offset + head * headStride + row * rowStride;
    }

    /// Floats from one row to the next.
    int rowStride() {
        return rowStride;
    }

    /// @throws IllegalArgumentException unless this is `[heads, any n, size]`
    void check(String name, int heads, int size) {
        if (this.heads != heads || this.size != size) {
            throw new IllegalArgumentException(name + " is [" + this.heads + ", " + rows + ", " + this.size + "], not ["
                    + heads + ", n, " + size + "]");
        }
    }
}

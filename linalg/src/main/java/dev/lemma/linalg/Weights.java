package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A matrix of stored weights, `[rows, columns]` row-major in a segment: on the heap, off it, or a mapped
/// file.
///
/// Products are computed with the weights as they decode to floats; only the storage is approximate. Each
/// element of a product is within `(columns + 3) * 2^-24 * sum |w x|` of that with the decoded weights, and
/// does not depend on the number of threads. NaN and infinities go through as in the sums.
///
/// Immutable, but for the segment's bytes. Thread-safe for different workspaces; the threads of the workspace
/// must have access to the segment, so its arena is shared, automatic or global.
public final class Weights {
    /// Activations from which on decoding into [Gemm]'s panels is faster than a dot product with each.
    private static final int MANY = 8;

    private static final WeightKernels KERNELS = fastest();

    private final WeightType type;
    private final int rows;
    private final int columns;
    private final long rowBytes;
    private final MemorySegment data;

    private Weights(WeightType type, int rows, int columns, MemorySegment data) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.rowBytes = type.bytes(columns);
        this.data = data;
    }

    private static WeightKernels fastest() {
        return VectorOps.usesLanes() ? LaneWeights.orScalar() : new ScalarWeights();
    }

    /// The matrix at the beginning of a segment; nothing is copied.
    ///
    /// @param rows at least 0
    /// @param columns at least 0, whole blocks of the type
    /// @throws IllegalArgumentException if they are not, or the segment is too small
    public static Weights of(WeightType type, int rows, int columns, MemorySegment data) {
        Objects.requireNonNull(data, "data");
        Checks.atLeast("rows", rows, 0);
        Checks.atLeast("columns", columns, 0);
        long needed = Math.multiplyExact(type.bytes(columns), (long) rows);
        if (data.byteSize() < needed) {
            throw new IllegalArgumentException("data: " + data.byteSize() + " bytes, but " + rows + " x " + columns
                    + " weights of type " + type + " need " + needed);
        }
        return new Weights(type, rows, columns, data.asSlice(0, needed));
    }

    /// How the weights are stored.
    public WeightType type() {
        return type;
    }

    /// Rows, the length of a product.
    public int rows() {
        return rows;
    }

    /// Columns, the length of an activation.
    public int columns() {
        return columns;
    }

    /// Bytes of all weights.
    public long byteSize() {
        return data.byteSize();
    }

    /// Decodes some rows.
    ///
    /// @param row first of them
    /// @param out becomes `[count, columns]` from `offset` on
    /// @throws IllegalArgumentException if the rows or the slice do not exist
    public void dequantize(int row, int count, float[] out, int offset) {
        Checks.range("row", row, count, rows);
        Checks.range("out", offset, (long) count * columns, out.length);
        for (int r = 0; r < count; r++) {
            KERNELS.decode(type, data, (row + r) * rowBytes, columns, out, offset + r * columns);
        }
    }

    /// Encodes floats as ggml does, so that files agree.
    ///
    /// @param n weights, whole blocks of the type
    /// @param out is written from byte `outOffset` on
    /// @throws IllegalArgumentException if `n` is not whole blocks, or a slice not inside its array or
    ///     segment
    public static void quantize(WeightType type, float[] x, int xOffset, int n, MemorySegment out, long outOffset) {
        Checks.range("x", xOffset, n, x.length);
        Checks.range("out in bytes", outOffset, type.bytes(n), out.byteSize());
        Quantizer.quantize(type, x, xOffset, n, out, outOffset);
    }

    /// Product with a vector, `y = W x`.
    ///
    /// Cost: `2 rows columns` operations; the time is that of reading the weights from memory once.
    ///
    /// @param x `[columns]` from `xOffset` on
    /// @param y becomes `[rows]` from `yOffset` on; not the array of `x`, unless the slices do not overlap
    /// @throws IllegalArgumentException if a slice is not inside its array
    public void gemv(Workspace workspace, float[] x, int xOffset, float[] y, int yOffset) {
        Checks.range("x", xOffset, columns, x.length);
        Checks.range("y", yOffset, rows, y.length);
        workspace.gemv.run(this, 1, x, xOffset, columns, y, yOffset, rows);
    }

    /// Product with several vectors at once, `Y = X W^T`: a prompt's tokens.
    ///
    /// Cost: `2 n rows columns` operations and one reading of the weights.
    ///
    /// @param n rows of X and Y, at least 0
    /// @param x `[n, columns]` from `xOffset` on, rows `xStride` apart
    /// @param y becomes `[n, rows]` from `yOffset` on, rows `yStride` apart; not the array of `x`, unless the
    ///     slices do not overlap
    /// @throws IllegalArgumentException if a stride is too small or a matrix not inside its array
    public void gemm(
            Workspace workspace, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride) {
        Checks.atLeast("n", n, 0);
        Gemm.matrix("x", n, columns, x.length, xOffset, xStride);
        Gemm.matrix("y", n, rows, y.length, yOffset, yStride);
        if (n < MANY || columns == 0 || rows == 0) {
            workspace.gemv.run(this, n, x, xOffset, xStride, y, yOffset, yStride);
            return;
        }
        GemmJob job = workspace.gemm;
        job.run(n, rows, columns, 1, false, x, xOffset, xStride, job.weights.of(this), 0, y, yOffset, yStride);
    }

    long rowBytes() {
        return rowBytes;
    }

    float dot(int row, float[] x, int xAt, float[] scratch) {
        return KERNELS.dot(type, data, row * rowBytes, columns, x, xAt, scratch);
    }

    void decode(int row, int column, int count, float[] out, int at) {
        long from = row * rowBytes + (long) column / type.blockSize() * type.blockBytes();
        KERNELS.decode(type, data, from, count, out, at);
    }
}

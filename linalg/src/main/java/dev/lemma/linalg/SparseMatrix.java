package dev.lemma.linalg;

import java.util.Arrays;
import java.util.OptionalDouble;

/// A sparse matrix of floats, kept by rows and, for products with the transpose, by columns.
///
/// Rows are compressed (CSR): the elements of row `i` are at `[starts[i], starts[i + 1])` of `columns` and
/// `values`. The transpose is stored the same way, so that either product reads its own rows in order and no
/// two threads write one place.
///
/// Immutable and thread-safe. Memory: `16 nnz + 4 (rows + columns)` bytes. A product with a block of `k`
/// vectors costs `2 k nnz` operations.
public final class SparseMatrix implements LinearOperator {
    /// Elements a task has at least, so that it costs more than to hand it out.
    private static final int TASK_ELEMENTS = 4_096;

    private static final SparseKernels KERNELS = SparseKernels.fastest();

    private final int rows;
    private final int columns;
    private final Half plain;
    private final Half turned;
    private final double squaredNorm;

    /// One orientation: compressed rows, and where its tasks begin.
    private static final class Half {
        private final int[] starts;
        private final int[] columns;
        private final float[] values;
        // First row of each task, and the end of the last one.
        private final int[] tasks;

        Half(int[] starts, int[] columns, float[] values) {
            this.starts = starts;
            this.columns = columns;
            this.values = values;
            int rows = starts.length - 1;
            int[] cuts = new int[values.length / TASK_ELEMENTS + rows / TASK_ELEMENTS + 3];
            int count = 0;
            int row = 0;
            while (row < rows) {
                cuts[count++] = row;
                int begin = row;
                while (row < rows && starts[row] - starts[begin] + (row - begin) < TASK_ELEMENTS) {
                    row++;
                }
            }
            cuts[count] = rows;
            this.tasks = Arrays.copyOf(cuts, count + 1);
        }

        int rows() {
            return starts.length - 1;
        }

        void multiply(Workspace workspace, int k, float[] x, float[] y) {
            workspace.pool.run(tasks.length - 1, (index, worker) -> {
                for (int row = tasks[index]; row < tasks[index + 1]; row++) {
                    KERNELS.row(starts[row], starts[row + 1], columns, values, x, k, y, row * k);
                }
            });
        }

        Half transposed(int columnCount) {
            int[] ends = new int[columnCount + 1];
            for (int column : columns) {
                ends[column + 1]++;
            }
            for (int j = 0; j < columnCount; j++) {
                ends[j + 1] += ends[j];
            }
            int[] next = Arrays.copyOf(ends, columnCount);
            int[] rowsOf = new int[columns.length];
            float[] valuesOf = new float[columns.length];
            for (int row = 0; row < rows(); row++) {
                for (int p = starts[row]; p < starts[row + 1]; p++) {
                    int at = next[columns[p]]++;
                    rowsOf[at] = row;
                    valuesOf[at] = values[p];
                }
            }
            return new Half(ends, rowsOf, valuesOf);
        }
    }

    private SparseMatrix(int columns, int[] starts, int[] indices, float[] values, double squaredNorm) {
        this.rows = starts.length - 1;
        this.columns = columns;
        this.plain = new Half(starts, indices, values);
        this.turned = plain.transposed(columns);
        this.squaredNorm = squaredNorm;
    }

    /// A matrix of compressed rows; the arrays are copied.
    ///
    /// @param starts `[rows + 1]`, from 0, not falling
    /// @param indices columns of the elements, within a row strictly rising, in `[0, columns)`
    /// @param values the elements, finite
    /// @throws IllegalArgumentException if one of these does not hold
    public static SparseMatrix ofRows(int rows, int columns, int[] starts, int[] indices, float[] values) {
        Checks.atLeast("rows", rows, 0);
        Checks.atLeast("columns", columns, 0);
        if (starts.length != rows + 1L) {
            throw new IllegalArgumentException(
                    "starts has " + starts.length + " elements, not rows + 1 = " + (rows + 1L));
        }
        if (starts[0] != 0 || starts[rows] != indices.length || indices.length != values.length) {
            throw new IllegalArgumentException("starts goes from " + starts[0] + " to " + starts[rows]
                    + ", not from 0 to " + indices.length + " indices and " + values.length + " values");
        }
        Builder builder = new Builder(columns);
        for (int row = 0; row < rows; row++) {
            if (starts[row + 1] < starts[row] || starts[row + 1] > indices.length) {
                throw new IllegalArgumentException("starts[" + (row + 1) + "] = " + starts[row + 1] + ", not in ["
                        + starts[row] + ", " + indices.length + "]");
            }
            builder.add(indices, values, starts[row], starts[row + 1] - starts[row]);
        }
        return builder.build();
    }

    /// Builds a matrix row by row. Not thread-safe; its memory grows with the elements.
    public static final class Builder {
        private final int columns;
        private int[] starts = new int[17];
        private int[] indices = new int[64];
        private float[] values = new float[64];
        private int rows;
        private int count;
        private double squaredNorm;

        /// An empty matrix of no rows.
        ///
        /// @param columns at least 0
        /// @throws IllegalArgumentException if it is not
        public Builder(int columns) {
            Checks.atLeast("columns", columns, 0);
            this.columns = columns;
        }

        /// Adds a row.
        ///
        /// @param rowColumns columns of its elements, strictly rising, `length` of them from `offset` on
        /// @param rowValues their values, finite, at the same places
        /// @throws IllegalArgumentException if this does not hold; the matrix is then as before
        public Builder add(int[] rowColumns, float[] rowValues, int offset, int length) {
            Checks.range("rowColumns", offset, length, rowColumns.length);
            Checks.range("rowValues", offset, length, rowValues.length);
            double square = 0;
            int last = -1;
            for (int p = offset; p < offset + length; p++) {
                int column = rowColumns[p];
                float value = rowValues[p];
                if (column <= last || column >= columns) {
                    throw new IllegalArgumentException("row " + rows + ": column " + column + " after " + last
                            + ", not rising in [0, " + columns + ")");
                }
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "row " + rows + ", column " + column + ": value " + value + ", not finite");
                }
                last = column;
                square += (double) value * value;
            }
            if (count > Integer.MAX_VALUE - 8 - length || rows > Integer.MAX_VALUE - 16) {
                throw new IllegalArgumentException(
                        "row " + rows + ": more than " + (Integer.MAX_VALUE - 8) + " elements or rows");
            }
            reserve(length);
            System.arraycopy(rowColumns, offset, indices, count, length);
            System.arraycopy(rowValues, offset, values, count, length);
            count += length;
            rows++;
            starts[rows] = count;
            squaredNorm += square;
            return this;
        }

        private void reserve(int length) {
            if (count + length > indices.length) {
                int size = (int) Math.min(Integer.MAX_VALUE - 8, Math.max((long) count + length, 2L * indices.length));
                indices = Arrays.copyOf(indices, size);
                values = Arrays.copyOf(values, size);
            }
            if (rows + 2 > starts.length) {
                starts = Arrays.copyOf(starts, (int) Math.min(Integer.MAX_VALUE - 8, 2L * starts.length));
            }
        }

        /// The matrix of the rows so far; more may be added afterwards for another one.
        public SparseMatrix build() {
            return new SparseMatrix(
                    columns,
                    Arrays.copyOf(starts, rows + 1),
                    Arrays.copyOf(indices, count),
                    Arrays.copyOf(values, count),
                    squaredNorm);
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /// Number of stored elements.
    public int elements() {
        return plain.values.length;
    }

    /// The element of a row and a column, 0 where none is stored. Cost: logarithm of the row's elements.
    ///
    /// @throws IndexOutOfBoundsException if it is outside the matrix
    public float get(int row, int column) {
        java.util.Objects.checkIndex(row, rows);
        java.util.Objects.checkIndex(column, columns);
        int at = Arrays.binarySearch(plain.columns, plain.starts[row], plain.starts[row + 1], column);
        return at < 0 ? 0 : plain.values[at];
    }

    @Override
    public void apply(Workspace workspace, int k, float[] x, float[] y) {
        multiply(plain, columns, workspace, k, x, y);
    }

    @Override
    public void applyTransposed(Workspace workspace, int k, float[] x, float[] y) {
        multiply(turned, rows, workspace, k, x, y);
    }

    private static void multiply(Half half, int inputs, Workspace workspace, int k, float[] x, float[] y) {
        Checks.atLeast("k", k, 1);
        Checks.range("x", 0, (long) inputs * k, x.length);
        Checks.range("y", 0, (long) half.rows() * k, y.length);
        half.multiply(workspace, k, x, y);
    }

    @Override
    public OptionalDouble squaredNorm() {
        return OptionalDouble.of(squaredNorm);
    }
}

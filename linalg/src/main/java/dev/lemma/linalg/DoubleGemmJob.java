package dev.lemma.linalg;

import java.util.Arrays;

/// One product of doubles under way; the scheme of [GemmJob] with one kind of source.
final class DoubleGemmJob {
    /// Common size of packed panels.
    private static final int DEPTH = 512;
    /// Rows of A packed at once; 256 KiB of L2.
    private static final int MC = 64;
    /// Columns of B packed at once; 2 MiB of L3.
    private static final int NC = 512;
    /// Tasks a thread should find, so that threads end together.
    private static final int TASKS = 4;

    private static final double[] NONE = {};

    final DoubleKernels kernels = DoubleKernels.fastest();
    private final int mr = kernels.rows();
    private final int nr = kernels.columns();
    private final WorkerPool pool;
    private final double[] packedB;
    private final double[][] packedA;
    private final double[][] tiles;
    private final WorkerPool.Task packing = this::packPanels;
    private final WorkerPool.Task products = this::products;

    // What the tasks of this run work on.
    private boolean transposedA;
    private double[] a = NONE;
    private int aOffset;
    private int aStride;
    private boolean transposedB;
    private double[] b = NONE;
    private int bOffset;
    private int bStride;
    private double[] c = NONE;
    private int cOffset;
    private int cStride;
    private int m;
    private double alpha;
    private double beta;
    private int j0;
    private int columns;
    private int k0;
    private int depth;
    private int panelsEach;
    private int columnTasks;
    private int columnsEach;

    DoubleGemmJob(WorkerPool pool) {
        this.pool = pool;
        packedB = new double[DEPTH * NC];
        packedA = new double[pool.threads()][MC * DEPTH];
        tiles = new double[pool.threads()][mr * nr];
    }

    /// `C = alpha A B + beta C`; `alpha`, `m`, `n` and `k` are not 0.
    void run(
            int m,
            int n,
            int k,
            double alpha,
            boolean transposedA,
            double[] a,
            int aOffset,
            int aStride,
            boolean transposedB,
            double[] b,
            int bOffset,
            int bStride,
            double beta,
            double[] c,
            int cOffset,
            int cStride) {
        this.m = m;
        this.alpha = alpha;
        this.transposedA = transposedA;
        this.a = a;
        this.aOffset = aOffset;
        this.aStride = aStride;
        this.transposedB = transposedB;
        this.b = b;
        this.bOffset = bOffset;
        this.bStride = bStride;
        this.c = c;
        this.cOffset = cOffset;
        this.cStride = cStride;
        try {
            for (j0 = 0; j0 < n; j0 += columns) {
                columns = Math.min(NC, n - j0);
                for (k0 = 0; k0 < k; k0 += depth) {
                    depth = Math.min(DEPTH, k - k0);
                    this.beta = k0 == 0 ? beta : 1;
                    multiplyBlock();
                }
            }
        } finally {
            // A workspace must not keep its last matrices alive.
            this.a = NONE;
            this.b = NONE;
            this.c = NONE;
        }
    }

    private void multiplyBlock() {
        int panels = ceil(columns, nr);
        int wanted = TASKS * pool.threads();
        panelsEach = ceil(panels, Math.min(panels, wanted));
        pool.run(ceil(panels, panelsEach), packing);
        int rowTasks = ceil(m, MC);
        columnTasks = Math.min(panels, ceil(wanted, rowTasks));
        int panelsOfTask = ceil(panels, columnTasks);
        columnsEach = panelsOfTask * nr;
        columnTasks = ceil(panels, panelsOfTask);
        pool.run(rowTasks * columnTasks, products);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private void packPanels(int index, int worker) {
        int end = Math.min(columns, (index + 1) * panelsEach * nr);
        for (int j = index * panelsEach * nr; j < end; j += nr) {
            int count = Math.min(nr, columns - j);
            if (transposedB) {
                across(b, bOffset + (j0 + j) * bStride + k0, bStride, count, nr, depth, packedB, j * depth);
            } else {
                along(b, bOffset + k0 * bStride + j0 + j, bStride, count, nr, depth, packedB, j * depth);
            }
        }
    }

    private void products(int index, int worker) {
        int i0 = index / columnTasks * MC;
        int rows = Math.min(MC, m - i0);
        double[] panels = packedA[worker];
        double[] tile = tiles[worker];
        packRows(i0, rows, panels);
        int begin = index % columnTasks * columnsEach;
        int end = Math.min(columns, begin + columnsEach);
        for (int j = begin; j < end; j += nr) {
            for (int i = 0; i < rows; i += mr) {
                kernels.tile(depth, panels, i * depth, packedB, j * depth, tile);
                int at = cOffset + (i0 + i) * cStride + j0 + j;
                write(tile, Math.min(mr, rows - i), Math.min(nr, columns - j), at);
            }
        }
    }

    private void packRows(int i0, int rows, double[] panels) {
        for (int i = 0; i < rows; i += mr) {
            int count = Math.min(mr, rows - i);
            if (transposedA) {
                along(a, aOffset + k0 * aStride + i0 + i, aStride, count, mr, depth, panels, i * depth);
            } else {
                across(a, aOffset + (i0 + i) * aStride + k0, aStride, count, mr, depth, panels, i * depth);
            }
        }
    }

    private void write(double[] tile, int rows, int width, int at) {
        for (int i = 0; i < rows; i++) {
            int to = at + i * cStride;
            int from = i * nr;
            if (beta == 0) {
                for (int j = 0; j < width; j++) {
                    c[to + j] = alpha * tile[from + j];
                }
            } else {
                for (int j = 0; j < width; j++) {
                    c[to + j] = alpha * tile[from + j] + beta * c[to + j];
                }
            }
        }
    }

    /// Rows become columns of a panel, `filled` wide: zeros from `rows` on.
    private static void across(
            double[] from, int first, int stride, int rows, int filled, int count, double[] to, int at) {
        if (rows < filled) {
            Arrays.fill(to, at, at + count * filled, 0);
        }
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            int i0 = first + r * stride;
            int i1 = i0 + stride;
            int i2 = i1 + stride;
            int i3 = i2 + stride;
            for (int p = 0; p < count; p++) {
                int o = at + p * filled + r;
                to[o] = from[i0 + p];
                to[o + 1] = from[i1 + p];
                to[o + 2] = from[i2 + p];
                to[o + 3] = from[i3 + p];
            }
        }
        for (; r < rows; r++) {
            int i = first + r * stride;
            for (int p = 0; p < count; p++) {
                to[at + p * filled + r] = from[i + p];
            }
        }
    }

    /// Rows stay rows of a panel, `width` wide: zeros from `columns` on.
    private static void along(
            double[] from, int first, int stride, int columns, int width, int count, double[] to, int at) {
        for (int p = 0; p < count; p++) {
            int o = at + p * width;
            System.arraycopy(from, first + p * stride, to, o, columns);
            if (columns < width) {
                Arrays.fill(to, o + columns, o + width, 0);
            }
        }
    }
}

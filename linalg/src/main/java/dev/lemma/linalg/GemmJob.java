package dev.lemma.linalg;

/// One product under way: its matrices, its packed panels, and its two kinds of tasks.
///
/// C is cut in blocks of `NC` columns; for each, B's rows in blocks of `DEPTH`. Such a block of B is packed
/// by all threads; then tasks of `MC` rows of C (and, if there are few rows, a share of the columns) pack
/// their rows of A and go through the tiles. Every element of C is summed in the same order however the tasks
/// are cut and whoever runs them. Source of the scheme: Goto & van de Geijn 2008.
final class GemmJob {
    /// Common size of packed panels, a multiple of the longest block of quantized weights. Every panel costs
    /// one pass over C, whose lines come from far: `lemma bench linalg`, one thread, 1024: 74 GFLOP/s with
    /// 256, 89 with 512, 100 with 1024.
    static final int DEPTH = 1024;
    /// Rows of A packed at once; 256 KiB of L2.
    private static final int MC = 64;
    /// Columns of B packed at once; 4 MiB of L3. A multiple of every kernel's tile.
    private static final int NC = 1024;
    /// Tasks a thread should find, so that threads end together.
    private static final int TASKS = 4;

    private static final GemmKernel KERNEL = fastest();
    private static final int MR = KERNEL.rows();
    private static final int NR = KERNEL.columns();

    private final WorkerPool pool;
    private final float[] packedB = new float[DEPTH * NC];
    private final float[][] packedA;
    private final float[][] tiles;
    private final float[][] scratch;
    private final WorkerPool.Task packing = this::packPanels;
    private final WorkerPool.Task products = this::products;
    final ArraySource arrays = new ArraySource();
    final WeightSource weights = new WeightSource();

    // What the tasks of this run work on.
    private PanelSource source = arrays;
    private boolean transposedA;
    private float[] a;
    private int aOffset;
    private int aStride;
    private float[] c;
    private int cOffset;
    private int cStride;
    private int m;
    private float alpha;
    private float beta;
    private int j0;
    private int columns;
    private int k0;
    private int depth;
    private int panelsEach;
    private int columnTasks;
    private int columnsEach;

    GemmJob(WorkerPool pool) {
        this.pool = pool;
        int threads = pool.threads();
        packedA = new float[threads][MC * DEPTH];
        tiles = new float[threads][MR * NR];
        scratch = new float[threads][WeightSource.ROWS * DEPTH];
        a = packedB;
        c = packedB;
    }

    private static GemmKernel fastest() {
        if (!VectorOps.usesLanes()) {
            return new ScalarGemm();
        }
        return LaneGemm.fastest();
    }

    /// `C = alpha A B + beta C`; `alpha`, `m`, `n` and `k` are not 0.
    void run(
            int m,
            int n,
            int k,
            float alpha,
            boolean transposedA,
            float[] a,
            int aOffset,
            int aStride,
            PanelSource source,
            float beta,
            float[] c,
            int cOffset,
            int cStride) {
        this.m = m;
        this.alpha = alpha;
        this.transposedA = transposedA;
        this.a = a;
        this.aOffset = aOffset;
        this.aStride = aStride;
        this.source = source;
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
            this.a = packedB;
            this.c = packedB;
            this.source = arrays;
            arrays.clear();
            weights.clear();
        }
    }

    private void multiplyBlock() {
        int panels = ceil(columns, NR);
        int wanted = TASKS * pool.threads();
        panelsEach = ceil(panels, Math.min(panels, wanted));
        pool.run(ceil(panels, panelsEach), packing);
        int rowTasks = ceil(m, MC);
        columnTasks = Math.min(panels, ceil(wanted, rowTasks));
        int panelsOfTask = ceil(panels, columnTasks);
        columnsEach = panelsOfTask * NR;
        columnTasks = ceil(panels, panelsOfTask);
        pool.run(rowTasks * columnTasks, products);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private void packPanels(int index, int worker) {
        int end = Math.min(columns, (index + 1) * panelsEach * NR);
        for (int j = index * panelsEach * NR; j < end; j += NR) {
            source.pack(k0, depth, j0 + j, Math.min(NR, columns - j), packedB, j * depth, NR, scratch[worker]);
        }
    }

    private void products(int index, int worker) {
        int i0 = index / columnTasks * MC;
        int rows = Math.min(MC, m - i0);
        float[] panels = packedA[worker];
        float[] tile = tiles[worker];
        packRows(i0, rows, panels);
        int begin = index % columnTasks * columnsEach;
        int end = Math.min(columns, begin + columnsEach);
        for (int j = begin; j < end; j += NR) {
            for (int i = 0; i < rows; i += MR) {
                int at = cOffset + (i0 + i) * cStride + j0 + j;
                KERNEL.tile(depth, panels, i * depth, packedB, j * depth, tile);
                if (rows - i >= MR && columns - j >= NR) {
                    KERNEL.write(tile, alpha, beta, c, at, cStride);
                } else {
                    writeEdge(tile, Math.min(MR, rows - i), Math.min(NR, columns - j), at);
                }
            }
        }
    }

    private void packRows(int i0, int rows, float[] panels) {
        for (int i = 0; i < rows; i += MR) {
            int count = Math.min(MR, rows - i);
            if (transposedA) {
                int first = aOffset + k0 * aStride + i0 + i;
                Packing.along(a, first, aStride, count, depth, panels, i * depth, MR);
            } else {
                int first = aOffset + (i0 + i) * aStride + k0;
                Packing.across(a, first, aStride, count, MR, depth, panels, i * depth, MR);
            }
        }
    }

    private void writeEdge(float[] tile, int rows, int width, int at) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                int to = at + i * cStride + j;
                float sum = alpha * tile[i * NR + j];
                c[to] = beta == 0 ? sum : sum + beta * c[to];
            }
        }
    }

    /// B in an array.
    final class ArraySource implements PanelSource {
        private boolean transposed;
        private float[] b = packedB;
        private int offset;
        private int stride;

        ArraySource of(boolean transposed, float[] b, int offset, int stride) {
            this.transposed = transposed;
            this.b = b;
            this.offset = offset;
            this.stride = stride;
            return this;
        }

        private void clear() {
            b = packedB;
        }

        @Override
        public void pack(int k0, int kCount, int j0, int jCount, float[] panel, int at, int width, float[] scratch) {
            if (transposed) {
                Packing.across(b, offset + j0 * stride + k0, stride, jCount, width, kCount, panel, at, width);
            } else {
                Packing.along(b, offset + k0 * stride + j0, stride, jCount, kCount, panel, at, width);
            }
        }
    }
}

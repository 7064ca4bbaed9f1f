package dev.lemma.linalg;

/// Products of stored weights with a few vectors under way: rows of weights in blocks, each row read once.
final class GemvJob {
    /// Weights of a task, in bytes: far more than it takes to hand out a task, and many tasks a matrix.
    private static final long TASK_BYTES = 64 * 1024;

    private static final float[] NONE = {};

    private final WorkerPool pool;
    private final float[][] scratch;
    private final WorkerPool.Task task = this::rows;

    private Weights weights;
    private final Weights nothing;
    private int n;
    private float[] x = NONE;
    private int xOffset;
    private int xStride;
    private float[] y = NONE;
    private int yOffset;
    private int yStride;
    private int rowsEach;

    GemvJob(WorkerPool pool) {
        this.pool = pool;
        this.scratch = new float[pool.threads()][WeightKernels.SCRATCH];
        this.nothing = Weights.of(WeightType.F32, 0, 0, java.lang.foreign.MemorySegment.NULL);
        this.weights = nothing;
    }

    /// `Y = X W^T`
    void run(Weights weights, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride) {
        this.weights = weights;
        this.n = n;
        this.x = x;
        this.xOffset = xOffset;
        this.xStride = xStride;
        this.y = y;
        this.yOffset = yOffset;
        this.yStride = yStride;
        rowsEach = (int) Math.max(1, TASK_BYTES / Math.max(1, weights.rowBytes()));
        try {
            pool.run((weights.rows() + rowsEach - 1) / rowsEach, task);
        } finally {
            this.weights = nothing;
            this.x = NONE;
            this.y = NONE;
        }
    }

    private void rows(int index, int worker) {
        int end = (int) Math.min(weights.rows(), (index + 1L) * rowsEach);
        for (int row = index * rowsEach; row < end; row++) {
            for (int i = 0; i < n; i++) {
                y[yOffset + i * yStride + row] = weights.dot(row, x, xOffset + i * xStride, scratch[worker]);
            }
        }
    }
}

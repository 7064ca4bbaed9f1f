package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// Products of stored weights with a few vectors under way: rows of weights in blocks, each row read once.
final class GemvJob {
    /// Weights of a task, in bytes: long stretches are read faster (`lemma bench linalg`, BF16, two threads:
    /// 22 GB/s with 64 KiB, 25 with 256 KiB, 29 with 1 MiB).
    private static final long TASK_BYTES = 512 * 1024;

    /// Tasks a thread should find in a small matrix, so that threads end together.
    private static final int TASKS = 4;

    private static final float[] NONE = {};

    private final WorkerPool pool;
    private final float[][] scratch;
    private final WorkerPool.Task task = this::rows;

    private final Weights nothing = Weights.of(WeightType.F32, 0, 0, MemorySegment.NULL);

    private Weights weights = nothing;
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
        int tasks = TASKS * pool.threads();
        long share = (weights.rows() + tasks - 1L) / tasks;
        rowsEach = (int) Math.clamp(TASK_BYTES / Math.max(1, weights.rowBytes()), 1, Math.max(1, share));
        try {
            pool.run(Math.ceilDiv(weights.rows(), rowsEach), task);
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

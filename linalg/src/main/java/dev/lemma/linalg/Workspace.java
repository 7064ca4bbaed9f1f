package dev.lemma.linalg;

import org.jspecify.annotations.Nullable;

/// Threads and scratch memory for matrix products: [Gemm], [DoubleGemm] and [Weights].
///
/// Its size depends on the number of threads only: 4 MiB, and 0.3 MiB a thread; once more half of the first
/// from the first product of doubles on. Products made with one workspace allocate nothing else. Results do
/// not depend on the number of threads.
///
/// Thread-safety: one product at a time; its owner sees to that. Several workspaces may share a pool, whose
/// runs then follow one another.
public final class Workspace {
    final WorkerPool pool;
    final GemmJob gemm;
    final GemvJob gemv;
    private @Nullable DoubleGemmJob doubles;

    /// Allocates the memory.
    ///
    /// @param pool the threads; it stays the caller's to close
    public Workspace(WorkerPool pool) {
        this.pool = pool;
        this.gemm = new GemmJob(pool);
        this.gemv = new GemvJob(pool);
    }

    /// Products of doubles; made when first asked for, as most owners never do.
    DoubleGemmJob doubles() {
        DoubleGemmJob job = doubles;
        if (job == null) {
            job = new DoubleGemmJob(pool);
            doubles = job;
        }
        return job;
    }

    /// The threads.
    public WorkerPool pool() {
        return pool;
    }
}

package dev.lemma.linalg;

/// Threads and scratch memory for matrix products: [Gemm] and [Weights].
///
/// Its size depends on the number of threads only: 4 MiB, and 0.3 MiB a thread. Products made with one
/// workspace allocate nothing. Results do not depend on the number of threads.
///
/// Thread-safety: one product at a time; its owner sees to that. Several workspaces may share a pool, whose
/// runs then follow one another.
public final class Workspace {
    final WorkerPool pool;
    final GemmJob gemm;
    final GemvJob gemv;

    /// Allocates the memory.
    ///
    /// @param pool the threads; it stays the caller's to close
    public Workspace(WorkerPool pool) {
        this.pool = pool;
        this.gemm = new GemmJob(pool);
        this.gemv = new GemvJob(pool);
    }

    /// The threads.
    public WorkerPool pool() {
        return pool;
    }
}

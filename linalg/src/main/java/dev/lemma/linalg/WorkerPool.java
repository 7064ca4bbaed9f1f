package dev.lemma.linalg;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads for numeric work, the caller's among them.
///
/// [#run] hands out task numbers `0, 1, ...` in order, and each task is run once by one worker. Work that is
/// cut into tasks of a fixed size, each with its own place for its result, gives the same result with any
/// number of threads; partial sums are added by the caller afterwards, in the order of the tasks.
///
/// A run allocates nothing. Workers wait for the next run first awake and then asleep: a run that follows at
/// once finds them awake.
///
/// Thread-safety: runs of several callers follow one another. A task must not start a run on its own pool.
public final class WorkerPool implements AutoCloseable {
    /// One piece of work.
    @FunctionalInterface
    public interface Task {
        /// Does the piece.
        ///
        /// @param index which piece, in `[0, tasks)`
        /// @param worker who does it, in `[0, threads)`: no two pieces run at once under one number, so that
        ///     it may choose a workspace
        void run(int index, int worker);
    }

    /// How long a thread waits awake before it sleeps. Waking it takes about 50 microseconds, and the kernels
    /// of one layer follow each other faster than this.
    private static final long AWAKE_NANOS = 100_000;
    /// Looks between two looks at the clock.
    private static final int LOOKS = 64;

    private static final int MAX_THREADS = 1_024;

    private final ReentrantLock turn = new ReentrantLock();
    private final Worker[] workers;

    // Number of the run (upper half) and tasks not yet claimed (lower half). A claim succeeds only while its
    // run is open, so what it reads of the fields below is of that run.
    private final AtomicLong open = new AtomicLong();
    private final AtomicInteger undone = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private Task task = (index, worker) -> {};
    private int tasks;

    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    /// Starts the threads.
    ///
    /// @param threads in `[1, 1024]`, the caller of [#run] included
    /// @throws IllegalArgumentException if it is not
    public WorkerPool(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads = " + threads + ", not in [1, " + MAX_THREADS + "]");
        }
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
        }
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /// A pool with a thread for each processor.
    public static WorkerPool ofProcessors() {
        return new WorkerPool(Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /// Number of threads that work in a run.
    public int threads() {
        return workers.length + 1;
    }

    /// Runs all tasks and returns when they are done. What they wrote is then visible to the caller.
    ///
    /// @param tasks how many, at least 0
    /// @throws IllegalArgumentException if `tasks` is negative
    /// @throws IllegalStateException if the pool is closed, or if this is called from one of its tasks
    /// @throws RuntimeException or [Error], what a task threw first; tasks not yet begun are then left out
    public void run(int tasks, Task task) {
        if (tasks < 0) {
            throw new IllegalArgumentException("tasks = " + tasks + ", not at least 0");
        }
        if (turn.isHeldByCurrentThread() || Thread.currentThread() instanceof Worker worker && worker.pool() == this) {
            throw new IllegalStateException("a task starts a run on its own pool");
        }
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the pool is closed");
            }
            if (tasks > 0) {
                begin(tasks, task);
                while (work(0)) {}
                await();
                finish();
            }
        } finally {
            turn.unlock();
        }
    }

    private void begin(int tasks, Task task) {
        this.task = task;
        this.tasks = tasks;
        undone.set(tasks);
        open.set(((open.get() >>> 32) + 1) << 32 | tasks);
        int helpers = Math.min(workers.length, tasks - 1);
        for (int i = 0; i < helpers; i++) {
            workers[i].wake();
        }
    }

    /// Claims a task and runs it.
    ///
    /// @return whether there was one
    private boolean work(int worker) {
        long seen = open.get();
        while ((int) seen > 0) {
            if (open.compareAndSet(seen, seen - 1)) {
                perform(tasks - (int) seen, worker);
                return true;
            }
            seen = open.get();
        }
        return false;
    }

    private void perform(int index, int worker) {
        try {
            if (failure.get() == null) {
                task.run(index, worker);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            if (undone.decrementAndGet() == 0) {
                Thread caller = waiting;
                if (caller != null) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    private void await() {
        long until = System.nanoTime() + AWAKE_NANOS;
        while (undone.get() > 0) {
            for (int i = 0; i < LOOKS && undone.get() > 0; i++) {
                Thread.onSpinWait();
            }
            if (System.nanoTime() - until > 0) {
                sleep();
                return;
            }
        }
    }

    /// An interrupt does not end a run: it is kept for the caller.
    private void sleep() {
        boolean interrupted = false;
        waiting = Thread.currentThread();
        while (undone.get() > 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        task = (index, worker) -> {};
        Throwable thrown = failure.get();
        if (thrown == null) {
            return;
        }
        failure.set(null);
        switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        }
    }

    /// Ends the threads. A run under way is finished first.
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
        } finally {
            turn.unlock();
        }
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    private final class Worker extends Thread {
        private final int number;
        private volatile boolean asleep;

        Worker(int number) {
            super("lemma-worker-" + number);
            this.number = number;
            setDaemon(true);
        }

        WorkerPool pool() {
            return WorkerPool.this;
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (!closed) {
                while (work(number)) {}
                rest();
            }
        }

        private void rest() {
            long until = System.nanoTime() + AWAKE_NANOS;
            while (System.nanoTime() - until < 0) {
                for (int i = 0; i < LOOKS; i++) {
                    if ((int) open.get() > 0) {
                        return;
                    }
                    Thread.onSpinWait();
                }
            }
            asleep = true;
            // Looked at after asleep is set, as begin() looks at asleep after it opened the run: one of the
            // two sees the other.
            while ((int) open.get() == 0 && !closed) {
                LockSupport.park(WorkerPool.this);
            }
            asleep = false;
        }
    }
}

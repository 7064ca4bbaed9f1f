package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads of one training. Tasks are pieces of work of a size that does not depend on the number of
/// threads; whoever started them adds their results in the order of the tasks.
final class TrainingPool implements AutoCloseable {
    static final int MAX_THREADS = 1_024;

    /// One piece of work; no two run at once under one `worker`.
    @FunctionalInterface
    interface Task {
        void run(int index, int worker);
    }

    private final int threads;
    private final TrainingListener listener;
    private final ExecutorService executor;

    TrainingPool(int threads, TrainingListener listener) {
        this.threads = threads;
        this.listener = listener;
        executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("lemma-train-", 0).factory());
    }

    int threads() {
        return threads;
    }

    TrainingListener listener() {
        return listener;
    }

    /// @throws CancellationException if the listener wants an end
    void checkCancelled() {
        if (listener.cancelled()) {
            throw new CancellationException("training was cancelled");
        }
    }

    /// Runs tasks `0` to `tasks - 1` and returns when all are done.
    void run(int tasks, Task task) {
        checkCancelled();
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> workers = new ArrayList<>();
        for (int w = 0; w < Math.min(threads, tasks); w++) {
            int worker = w;
            workers.add(executor.submit(() -> {
                for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    checkCancelled();
                    task.run(i, worker);
                }
            }));
        }
        Throwable failure = null;
        for (Future<?> worker : workers) {
            try {
                await(worker);
            } catch (ExecutionException e) {
                next.set(tasks);
                failure = failure == null ? e.getCause() : failure;
            }
        }
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a training task failed", failure);
        }
    }

    private static void await(Future<?> worker) throws ExecutionException {
        boolean interrupted = false;
        while (true) {
            try {
                worker.get();
                break;
            } catch (InterruptedException e) {
                // The tasks write to what the caller owns: they must have ended before it goes on.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}

package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Encodes many texts by several threads.
final class UnigramBatch {
    /// Texts that a thread takes at a time: enough to be rid of contention, few enough to share the last
    /// ones.
    private static final int BLOCK = 16;

    private UnigramBatch() {}

    static List<int[]> encode(UnigramTokenizer tokenizer, List<String> texts, int threads) {
        if (threads < 1 || threads > UnigramTokenizer.MAX_THREADS) {
            throw new IllegalArgumentException(
                    "threads is " + threads + "; from 1 to " + UnigramTokenizer.MAX_THREADS + " are possible");
        }
        String[] inputs = texts.toArray(String[]::new);
        int[][] results = new int[inputs.length][];
        AtomicInteger taken = new AtomicInteger();
        Runnable work = () -> {
            UnigramWorkspace workspace = tokenizer.model().workspace();
            for (int from = taken.getAndAdd(BLOCK); from < inputs.length; from = taken.getAndAdd(BLOCK)) {
                for (int i = from; i < Math.min(inputs.length, from + BLOCK); i++) {
                    results[i] = tokenizer.encode(inputs[i], workspace);
                }
            }
        };
        int used = Math.min(threads, (inputs.length + BLOCK - 1) / BLOCK);
        if (used <= 1) {
            work.run();
            return Arrays.asList(results);
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(used)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < used; t++) {
                running.add(pool.submit(work));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("encoding a batch failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while encoding a batch", e);
        }
        return Arrays.asList(results);
    }
}

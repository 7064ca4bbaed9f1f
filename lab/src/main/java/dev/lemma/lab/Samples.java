package dev.lemma.lab;

import java.util.random.RandomGenerator;

/// Random vectors, made by all threads: each block of vectors has a random stream of its own, so that the
/// first n vectors are the same for every n and any number of threads.
final class Samples {
    private static final int BLOCK = 64;

    private Samples() {}

    /// Independent N(0, 1) entries.
    ///
    /// @param out [n, d], its first n d values are overwritten
    /// @param part names the vectors among all that the run draws
    static void normal(ExperimentContext context, int n, int d, float[] out, long... part) {
        long base = context.seed(part);
        context.pool().run((n + BLOCK - 1) / BLOCK, (block, worker) -> {
            RandomGenerator random = context.random(base, block);
            int end = Math.min(n, (block + 1) * BLOCK) * d;
            for (int i = block * BLOCK * d; i < end; i++) {
                out[i] = (float) random.nextGaussian();
            }
        });
    }

    /// Gives vectors a length and keeps their directions: from N(0, 1) entries they become uniform on a
    /// sphere.
    ///
    /// @param x [n, d], changed
    static void setLengths(int n, int d, float[] x, double length) {
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int c = 0; c < d; c++) {
                squares += (double) x[i * d + c] * x[i * d + c];
            }
            double factor = length / Math.sqrt(squares);
            for (int c = 0; c < d; c++) {
                x[i * d + c] = (float) (factor * x[i * d + c]);
            }
        }
    }
}

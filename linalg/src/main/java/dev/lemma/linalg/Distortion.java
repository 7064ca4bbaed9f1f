package dev.lemma.linalg;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// How a map changes the squared distances of points: the ratios `|P x - P y|^2 / |x - y|^2` over pairs.
/// Immutable.
///
/// Pairs at distance 0 are left out: a linear map keeps them. Quantiles are rounded up to a multiple of
/// 1/4096. Squared distances are float sums of four parts: ratios are correct to about `2^-24 D / 4`,
/// relatively.
public final class Distortion {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final int BINS_IN_ONE = 4_096;
    /// Relative distortions from 4 on share one bin.
    private static final int BINS = 4 * BINS_IN_ONE + 1;
    /// Points of a block of rows; all pairs of two blocks are one task.
    private static final int BLOCK = 128;
    private static final int SAMPLED_BLOCK = 1 << 14;

    private final double least;
    private final double greatest;
    private final long pairs;
    private final boolean all;
    private final long[] bins;

    private Distortion(double least, double greatest, long pairs, boolean all, long[] bins) {
        this.least = least;
        this.greatest = greatest;
        this.pairs = pairs;
        this.all = all;
        this.bins = bins;
    }

    /// Measures all `n (n - 1) / 2` pairs. Takes `n^2 (D + d) / 2` subtractions and multiplications.
    ///
    /// @param n points, at least 2
    /// @param before [n, D], finite
    /// @param after [n, d], finite
    /// @throws IllegalArgumentException if an array is too short, or a value is not finite
    public static Distortion ofAllPairs(
            int n, int inputs, float[] before, int outputs, float[] after, WorkerPool pool) {
        check(n, inputs, before, outputs, after);
        int blocks = (n + BLOCK - 1) / BLOCK;
        Part[] parts = parts(pool);
        pool.run(blocks * (blocks + 1) / 2, (task, worker) -> {
            // Task number to a place in the lower triangle.
            int row = (int) ((Math.sqrt(8.0 * task + 1) - 1) / 2);
            int column = task - row * (row + 1) / 2;
            Part part = parts[worker];
            int iEnd = Math.min(n, (row + 1) * BLOCK);
            for (int i = row * BLOCK; i < iEnd; i++) {
                int jEnd = Math.min(i, (column + 1) * BLOCK);
                for (int j = column * BLOCK; j < jEnd; j++) {
                    part.add(distance(before, inputs, i, j), distance(after, outputs, i, j));
                }
            }
        });
        return merge(parts, true);
    }

    /// Measures pairs that are drawn at random, with replacement. The largest distortion is then only that
    /// of the sample.
    ///
    /// @param n points, at least 2
    /// @param before [n, D], finite
    /// @param after [n, d], finite
    /// @param sampled how many pairs, in `[1, 2^31)`
    /// @param seed of the sample, which does not depend on the number of threads
    /// @throws IllegalArgumentException if an array is too short, or a value is not finite
    public static Distortion ofSampledPairs(
            int n, int inputs, float[] before, int outputs, float[] after, int sampled, long seed, WorkerPool pool) {
        check(n, inputs, before, outputs, after);
        if (sampled < 1) {
            throw new IllegalArgumentException("sampled = " + sampled + ", not at least 1");
        }
        Part[] parts = parts(pool);
        pool.run((int) (((long) sampled + SAMPLED_BLOCK - 1) / SAMPLED_BLOCK), (task, worker) -> {
            RandomGenerator random = GENERATORS.create(seed + 0x9E3779B97F4A7C15L * (task + 1));
            int count = (int) Math.min(SAMPLED_BLOCK, sampled - (long) task * SAMPLED_BLOCK);
            for (int p = 0; p < count; p++) {
                int i = random.nextInt(n);
                int j = random.nextInt(n - 1);
                j += j >= i ? 1 : 0;
                parts[worker].add(distance(before, inputs, i, j), distance(after, outputs, i, j));
            }
        });
        return merge(parts, false);
    }

    /// Smallest ratio of squared distances; 1 if no pair has a distance.
    public double leastRatio() {
        return least;
    }

    /// Largest ratio of squared distances; 1 if no pair has a distance.
    public double greatestRatio() {
        return greatest;
    }

    /// Largest `|ratio - 1|` of squared distances, the eps of the lemma.
    public double largest() {
        return Math.max(greatest - 1, 1 - least);
    }

    /// Largest `|sqrt(ratio) - 1|`, the relative change of a distance itself.
    public double largestOfDistances() {
        return Math.max(Math.sqrt(greatest) - 1, 1 - Math.sqrt(least));
    }

    /// Quantile of `|ratio - 1|`, rounded up to a multiple of 1/4096; at most [#largest].
    ///
    /// @param share in `[0, 1]`; 0.5 is the median
    /// @throws IllegalArgumentException if it is not
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share = " + share + ", not in [0, 1]");
        }
        long wanted = (long) Math.ceil(share * pairs);
        long seen = 0;
        for (int b = 0; b < BINS - 1; b++) {
            seen += bins[b];
            if (seen >= wanted) {
                return Math.min(largest(), (b + 1.0) / BINS_IN_ONE);
            }
        }
        return largest();
    }

    /// How many pairs at a distance were measured.
    public long pairs() {
        return pairs;
    }

    /// Whether these are all pairs there are, or a sample.
    public boolean isOfAllPairs() {
        return all;
    }

    @Override
    public String toString() {
        return "Distortion[largest=" + largest() + ", median=" + quantile(0.5) + ", pairs=" + pairs
                + (all ? ", all]" : ", sampled]");
    }

    private static void check(int n, int inputs, float[] before, int outputs, float[] after) {
        if (n < 2) {
            throw new IllegalArgumentException("n = " + n + ", not at least 2");
        }
        if (inputs < 1 || outputs < 1) {
            throw new IllegalArgumentException("inputs = " + inputs + ", outputs = " + outputs + ", not at least 1");
        }
        if (before.length < (long) n * inputs || after.length < (long) n * outputs) {
            throw new IllegalArgumentException("lengths of before and after = " + before.length + ", " + after.length
                    + ", not at least " + (long) n * inputs + ", " + (long) n * outputs);
        }
    }

    /// `|x_i - x_j|^2`. Differences first: `|x|^2 + |y|^2 - 2 x y` would lose the digits of near points.
    private static float distance(float[] x, int width, int i, int j) {
        int a = i * width;
        int b = j * width;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int c = 0;
        for (; c <= width - 4; c += 4) {
            float d0 = x[a + c] - x[b + c];
            float d1 = x[a + c + 1] - x[b + c + 1];
            float d2 = x[a + c + 2] - x[b + c + 2];
            float d3 = x[a + c + 3] - x[b + c + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; c < width; c++) {
            float difference = x[a + c] - x[b + c];
            s0 += difference * difference;
        }
        return s0 + s1 + (s2 + s3);
    }

    private static Part[] parts(WorkerPool pool) {
        Part[] parts = new Part[pool.threads()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part();
        }
        return parts;
    }

    /// Smallest, largest and counts: the same in whatever order they are merged.
    private static Distortion merge(Part[] parts, boolean all) {
        Part sum = new Part();
        for (Part part : parts) {
            sum.least = Math.min(sum.least, part.least);
            sum.greatest = Math.max(sum.greatest, part.greatest);
            sum.pairs += part.pairs;
            for (int b = 0; b < BINS; b++) {
                sum.bins[b] += part.bins[b];
            }
        }
        return sum.pairs == 0
                ? new Distortion(1, 1, 0, all, sum.bins)
                : new Distortion(sum.least, sum.greatest, sum.pairs, all, sum.bins);
    }

    /// What one worker has seen.
    private static final class Part {
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;
        private long pairs;
        private final long[] bins = new long[BINS];

        void add(float before, float after) {
            if (before == 0) {
                return;
            }
            double ratio = (double) after / before;
            if (!(ratio >= 0 && ratio < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "squared distances = " + before + " and " + after + ", not finite: NaN or too large values");
            }
            least = Math.min(least, ratio);
            greatest = Math.max(greatest, ratio);
            pairs++;
            bins[(int) Math.min(BINS - 1, Math.abs(ratio - 1) * BINS_IN_ONE)]++;
        }
    }
}

package dev.lemma.lab;

import dev.lemma.tokenizer.BiasedSampler;
import dev.lemma.tokenizer.PerfectSampler;
import dev.lemma.tokenizer.Segmentation;
import dev.lemma.tokenizer.UnigramModel;
import dev.lemma.tokenizer.UnigramReference;
import dev.lemma.tokenizer.UnigramWorkspace;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// All segmentations of a short text with their exact probabilities, and samplers to compare with them.
/// Immutable.
///
/// A segmentation of a given text is its set of cuts, so a number of `bytes - 1` bits names it.
final class SegmentationSamples {
    /// Longest text: there may be `2^(n - 1)` segmentations.
    static final int MAX_BYTES = 16;

    private static final int BLOCK = 5_000;

    private final UnigramModel model;
    private final byte[] text;
    private final double[] scores; // by segmentation
    private final int[] byCuts; // cuts -> segmentation, -1 where there is none

    /// A way to draw.
    sealed interface Sampler {
        /// Inverse of the exact distribution function: what sampling noise alone looks like.
        record Enumeration() implements Sampler {}

        /// [PerfectSampler], as tokenizers use it.
        record Perfect() implements Sampler {}

        /// The one-pass reservoir of the source, [UnigramReference#sample].
        record Reservoir() implements Sampler {}

        /// The earlier "Viterbi sampling", [BiasedSampler].
        record Biased() implements Sampler {}

        /// The exact probabilities restricted to the k best segmentations.
        ///
        /// @param k at least 1
        record Best(int k) implements Sampler {}
    }

    /// @param text of at most [#MAX_BYTES] bytes
    SegmentationSamples(UnigramModel model, byte[] text) {
        if (text.length < 1 || text.length > MAX_BYTES) {
            throw new IllegalArgumentException("text = " + text.length + " bytes, not in [1, " + MAX_BYTES + "]");
        }
        this.model = model;
        this.text = text.clone();
        List<Segmentation> all = new UnigramReference(model).segmentations(text);
        scores = all.stream().mapToDouble(Segmentation::score).toArray();
        byCuts = new int[1 << text.length - 1];
        Arrays.fill(byCuts, -1);
        for (int s = 0; s < scores.length; s++) {
            byCuts[cuts(all.get(s).ids())] = s;
        }
    }

    /// Number of segmentations.
    int size() {
        return scores.length;
    }

    /// The number of a segmentation, from 0.
    int index(int[] ids) {
        return byCuts[cuts(ids)];
    }

    private int cuts(int[] ids) {
        int cuts = 0;
        int at = 0;
        for (int id : ids) {
            at += model.coveredBytes(text, at, text.length, id);
            if (at < text.length) {
                cuts |= 1 << at - 1;
            }
        }
        return cuts;
    }

    /// `exp(alpha * score) / Z` for each segmentation.
    double[] probabilities(double alpha) {
        double[] p = Arrays.stream(scores).map(score -> alpha * score).toArray();
        double largest = Arrays.stream(p).max().orElseThrow();
        double sum = 0;
        for (int s = 0; s < p.length; s++) {
            p[s] = Math.exp(p[s] - largest);
            sum += p[s];
        }
        for (int s = 0; s < p.length; s++) {
            p[s] /= sum;
        }
        return p;
    }

    /// Counts of segmentations in draws. The result depends on the seed, not on the number of threads.
    ///
    /// @param part names the draws among all of the run
    long[] draw(ExperimentContext context, Sampler sampler, double alpha, int draws, long... part) {
        long base = context.seed(part);
        int blocks = (draws + BLOCK - 1) / BLOCK;
        long[][] counts = new long[blocks][];
        context.pool()
                .run(
                        blocks,
                        (block, worker) -> counts[block] = drawBlock(
                                context.random(base, block), sampler, alpha, Math.min(BLOCK, draws - block * BLOCK)));
        long[] sum = new long[size()];
        for (long[] some : counts) {
            for (int s = 0; s < sum.length; s++) {
                sum[s] += some[s];
            }
        }
        return sum;
    }

    private long[] drawBlock(RandomGenerator random, Sampler sampler, double alpha, int draws) {
        Draw draw = draw(sampler, alpha);
        long[] counts = new long[size()];
        for (int i = 0; i < draws; i++) {
            counts[draw.next(random)]++;
        }
        return counts;
    }

    /// Draws one.
    private interface Draw {
        int next(RandomGenerator random);
    }

    private Draw draw(Sampler sampler, double alpha) {
        return switch (sampler) {
            case Sampler.Enumeration _ -> byWeight(probabilities(alpha));
            case Sampler.Perfect _ -> {
                PerfectSampler perfect = model.sampler(alpha);
                UnigramWorkspace workspace = model.workspace();
                yield random -> index(perfect.sample(text, 0, text.length, random, workspace));
            }
            case Sampler.Reservoir _ -> {
                UnigramReference reference = new UnigramReference(model);
                yield random -> index(reference.sample(text, alpha, random));
            }
            case Sampler.Biased _ -> {
                BiasedSampler biased = new BiasedSampler(model);
                yield random -> index(biased.sample(text, alpha, random));
            }
            case Sampler.Best(int k) -> {
                double[] all = probabilities(alpha);
                double[] best = new double[all.length];
                for (Segmentation one : model.nbest(text, k)) {
                    int s = index(one.ids());
                    best[s] = all[s];
                }
                yield byWeight(best);
            }
        };
    }

    private static Draw byWeight(double[] weights) {
        double[] sums = weights.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        double total = sums[sums.length - 1];
        return random -> {
            double u = random.nextDouble() * total;
            int at = Arrays.binarySearch(sums, u);
            int s = at >= 0 ? at + 1 : -at - 1;
            // Rounding, or a sum that is hit exactly: on to one that has weight.
            while (s < weights.length - 1 && weights[s] == 0) {
                s++;
            }
            return Math.min(s, weights.length - 1);
        };
    }

    /// Half of the sum of differences between shares and probabilities, 0 to 1.
    static double totalVariation(long[] counts, double[] probabilities) {
        double n = Arrays.stream(counts).sum();
        double sum = 0;
        for (int s = 0; s < counts.length; s++) {
            sum += Math.abs(counts[s] / n - probabilities[s]);
        }
        return sum / 2;
    }
}

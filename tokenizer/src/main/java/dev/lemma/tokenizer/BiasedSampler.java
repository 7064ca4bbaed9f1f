package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Sampling as it should not be done: kept to show the difference to [PerfectSampler], for nothing else.
///
/// At each end a new candidate is compared with the kept one only, and replaces it with probability
/// `1 / (1 + exp(alpha * (kept - new)))`, `kept` and `new` being the scores of the two drawn paths. Of two
/// candidates that is right; of three equal ones the first two win with 1/4 each and the last with 1/2, and
/// what stays depends on the order in which they come. `alpha -> infinity` is still the best segmentation.
///
/// Immutable. Slow, as [UnigramReference] is.
///
/// Source: J. Su 2023, article 9768, "Viterbi sampling", corrected in article 9811.
public final class BiasedSampler {
    private final UnigramReference reference;

    /// The biased sampler over a model.
    public BiasedSampler(UnigramModel model) {
        reference = new UnigramReference(model);
    }

    /// Draws a segmentation from the wrong distribution.
    ///
    /// @param alpha finite, at least 0
    public int[] sample(byte[] text, double alpha, RandomGenerator random) {
        int n = text.length;
        boolean[] reached = new boolean[n + 1];
        double[] score = new double[n + 1];
        Arrays.fill(score, Double.NEGATIVE_INFINITY);
        UnigramReference.Candidate[] kept = new UnigramReference.Candidate[n + 1];
        reached[0] = true;
        score[0] = 0;
        for (int end = 1; end <= n; end++) {
            for (UnigramReference.Candidate c : reference.candidates(text, end, reached)) {
                double sum = score[c.start()] + c.score();
                if (!reached[end] || random.nextDouble() < 1 / (1 + Math.exp(alpha * (score[end] - sum)))) {
                    reached[end] = true;
                    score[end] = sum;
                    kept[end] = c;
                }
            }
        }
        return UnigramReference.path(kept, n);
    }
}

package dev.lemma.tokenizer;

import java.util.Objects;
import java.util.random.RandomGenerator;

/// Draws segmentations of a text with probability exactly proportional to `exp(alpha * score)`.
///
/// Going forward, `Z(end) = sum over pieces that end there of Z(start) * w(piece)` with `w = exp(alpha * s)`;
/// going backward from the end of the text, the last piece is drawn with probability
/// `Z(start) * w(piece) / Z(end)`, and so on from its start. That is the same distribution as that of the
/// reservoir of one per end that the source describes ([UnigramReference#sample]): there, too, the kept start
/// of an end is a candidate with this probability, independent of all other ends, and only the ends on the
/// path matter. Drawing afterwards takes one random number a piece, not one a candidate, and no `exp` or
/// `log` after the weights are made.
///
/// Overflow: `Z` is rescaled by powers of two as it goes. Where `alpha` is so large that weights within reach
/// of one piece may differ by more than `2^1400`, logarithms are used instead; that is slower,
/// and exact for any finite `alpha`. Where no piece of the vocabulary crosses a place, the text is cut in two
/// there; memory is 12 bytes for each byte of the longest stretch without such a place.
///
/// Immutable; any number of threads may use one, each with its own workspace and random generator. Memory: 32
/// bytes for each trie state of the model.
///
/// Source: J. Su 2023, articles 9768 and 9811; forward filtering and backward sampling as in Scott 2002,
/// "Bayesian methods for hidden Markov models", section 2.
public final class PerfectSampler {
    /// Beyond this every difference of scores that doubles can express decides with certainty.
    private static final double LARGEST_ALPHA = 1e100;

    final UnigramModel model;
    final boolean logarithms; // whether the cells hold alpha * s, not exp(alpha * s)
    final long[] forward;
    final long[] backward;
    final PieceTrie backwards;
    final double unknownWeight; // as in the cells
    private final double alpha;

    PerfectSampler(UnigramModel model, double alpha) {
        if (!(alpha >= 0 && alpha <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("alpha is " + alpha + "; a finite number of at least 0 is needed");
        }
        this.model = model;
        this.alpha = alpha;
        double factor = Math.min(alpha, LARGEST_ALPHA);
        logarithms = !SamplingPass.fits(model, factor);
        double[] weights = model.scores().clone();
        for (int id = 0; id < weights.length; id++) {
            weights[id] = weight(weights[id], factor);
        }
        unknownWeight = model.unknownId < 0 ? none() : weight(model.unknownScore, factor);
        backwards = model.backwards();
        forward = model.trie.cells(weights, none());
        backward = backwards.cells(weights, none());
    }

    private double weight(double score, double factor) {
        return logarithms ? factor * score : Math.exp(factor * score);
    }

    private double none() {
        return logarithms ? Double.NEGATIVE_INFINITY : 0;
    }

    /// The exponent: 0 draws all segmentations alike, large values approach the best one.
    public double alpha() {
        return alpha;
    }

    /// Draws a segmentation of a text.
    ///
    /// @param text bytes, not changed
    /// @param random one number is drawn for each piece of the result
    /// @return ids in a new array; empty for no bytes
    public int[] sample(byte[] text, RandomGenerator random) {
        return sample(text, 0, text.length, random, model.workspace());
    }

    /// [#sample(byte\[\], RandomGenerator)] of `text[from, to)` with scratch memory.
    ///
    /// @param workspace of the same model; its content is overwritten
    public int[] sample(byte[] text, int from, int to, RandomGenerator random, UnigramWorkspace workspace) {
        Objects.checkFromToIndex(from, to, text.length);
        IdBuffer ids = workspace.of(model).ids();
        ids.clear();
        workspace.sampling().sample(this, text, from, to, random, ids);
        return ids.toArray();
    }

    /// `ln Z(alpha)`, the logarithm of the sum of `exp(alpha * score)` over all segmentations of
    /// `text[from, to)`; 0 for no bytes.
    ///
    /// @param workspace of the same model; its content is overwritten
    public double logPartition(byte[] text, int from, int to, UnigramWorkspace workspace) {
        Objects.checkFromToIndex(from, to, text.length);
        return workspace.of(model).sampling().logPartition(this, text, from, to);
    }
}

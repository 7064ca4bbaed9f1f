package dev.lemma.tokenizer;

import java.util.List;
import java.util.random.RandomGenerator;

/// A tokenizer whose vocabulary gives every way to cut a text a score: the best one is what [#encode] gives,
/// others can be drawn or listed.
///
/// Immutable: any number of threads may use one.
public interface ScoredTokenizer extends Tokenizer {
    /// The pieces and scores behind it.
    UnigramModel model();

    /// Cuts a text at random, with probability proportional to `exp(alpha * score)`.
    ///
    /// @param alpha finite, at least 0; 0 draws all segmentations alike, large values approach [#encode]
    /// @param random one number is drawn for each piece
    Segmentation draw(String text, double alpha, RandomGenerator random);

    /// The `k` segmentations with the highest scores, best first; fewer if there are fewer.
    ///
    /// @param k at least 1, bounded with the length of the text as [UnigramModel#nbest] says
    List<Segmentation> nbest(String text, int k);
}

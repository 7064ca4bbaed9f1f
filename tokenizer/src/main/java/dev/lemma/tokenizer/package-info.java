/// Unigram and BPE tokenizers.
///
/// A [Tokenizer] turns text into ids and back. For unigram models start at [UnigramTokenizer] (BytePiece's
/// rules, over a [BytePieceVocabulary]'s model) and [UnigramModel] (the vocabulary with its scores, and what
/// can be asked about segmentations); [PerfectSampler] draws segmentations at random, and [UnigramReference]
/// says the same in plain loops.
///
/// ```java
/// UnigramModel model = BytePieceVocabulary.read(Path.of("en.model")).model();
/// UnigramTokenizer tokenizer = new UnigramTokenizer(model);
/// int[] best = tokenizer.encode("Attention is all you need.");
/// RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
/// int[] drawn = tokenizer.sample("Attention is all you need.", 0.2, random);
/// String text = tokenizer.decode(drawn);
/// ```
@NullMarked
package dev.lemma.tokenizer;

import org.jspecify.annotations.NullMarked;

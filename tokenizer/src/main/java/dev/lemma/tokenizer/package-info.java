/// Unigram and BPE tokenizers.
@NullMarked
package dev.lemma.tokenizer;

import org.jspecify.annotations.NullMarked;

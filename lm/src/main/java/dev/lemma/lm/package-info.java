/// Language models in pure Java: files, inference over contexts longer than training, generation, evaluation.
@NullMarked
package dev.lemma.lm;

import org.jspecify.annotations.NullMarked;

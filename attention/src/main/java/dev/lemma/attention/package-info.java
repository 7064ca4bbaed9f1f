/// Attention operators for long contexts.
@NullMarked
package dev.lemma.attention;

import org.jspecify.annotations.NullMarked;

/// Measurements of the product's parts, for `lemma bench`: what they print is what `bench/RESULTS.md` quotes.
@NullMarked
package dev.lemma.bench;

import org.jspecify.annotations.NullMarked;

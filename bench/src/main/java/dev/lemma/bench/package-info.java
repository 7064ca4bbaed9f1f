/// The bench module.
@NullMarked
package dev.lemma.bench;

import org.jspecify.annotations.NullMarked;

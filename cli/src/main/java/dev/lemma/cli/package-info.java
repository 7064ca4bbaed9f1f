/// The cli module.
@NullMarked
package dev.lemma.cli;

import org.jspecify.annotations.NullMarked;

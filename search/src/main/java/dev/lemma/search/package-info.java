/// The search module.
@NullMarked
package dev.lemma.search;

import org.jspecify.annotations.NullMarked;

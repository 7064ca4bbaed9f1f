/// Experiments that re-run what papers claim, each with a report.
@NullMarked
package dev.lemma.lab;

import org.jspecify.annotations.NullMarked;

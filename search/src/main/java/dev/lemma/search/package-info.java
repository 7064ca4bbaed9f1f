/// Search over the papers of a store: index, query language, ranking, facets, suggestions, evaluation.
///
/// Start at [Library] (a folder opened for reading and searching) and [SearchRequest] / [SearchResult]. The
/// index is derived from the store and can be rebuilt at any time; nothing a user made lives here.
@NullMarked
package dev.lemma.search;

import org.jspecify.annotations.NullMarked;

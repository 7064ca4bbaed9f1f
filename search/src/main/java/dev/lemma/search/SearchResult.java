package dev.lemma.search;

import dev.lemma.papers.PaperId;
import java.util.List;
import java.util.Optional;

/// The answer to a [SearchRequest].
///
/// @param total papers that match all of the query; if there are none, papers that match a good part of it
///     (then a note says so)
/// @param hits the requested page: full matches and then, in order of relevance only, up to [#MAX_PARTIAL]
///     partial ones
/// @param more whether there are hits after this page
/// @param facets counts over the `total` papers, [Facets#NONE] where not asked for
/// @param notes friendly remarks about the query (what was not understood, what was done instead); empty for
///     most
/// @param suggestion the query with likely misspellings mended, if few papers match as it stands
/// @param direct the paper that the query names by id, link or DOI, if the library has it
/// @param nanos time taken
public record SearchResult(
        long total,
        List<Hit> hits,
        boolean more,
        Facets facets,
        List<QueryNote> notes,
        Optional<String> suggestion,
        Optional<PaperId> direct,
        long nanos) {
    /// Where a list of full matches with partial ones after them ends.
    public static final int MAX_PARTIAL = 1_000;

    public SearchResult {
        hits = List.copyOf(hits);
        notes = List.copyOf(notes);
    }
}

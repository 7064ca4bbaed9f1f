package dev.lemma.search;

import dev.lemma.papers.PaperId;
import java.util.List;
import java.util.Optional;

/// The answer to a [SearchRequest].
///
/// @param total papers that match
/// @param hits the requested page of them
/// @param facets counts over all matches, [Facets#NONE] where not asked for
/// @param notes friendly remarks about the query (what was not understood, what was done instead); empty for most
/// @param suggestion the query with likely misspellings mended, if few papers match as it stands
/// @param direct the paper that the query names by id, link or DOI, if the library has it
/// @param nanos time taken
public record SearchResult(
        long total,
        List<Hit> hits,
        Facets facets,
        List<QueryNote> notes,
        Optional<String> suggestion,
        Optional<PaperId> direct,
        long nanos) {
    public SearchResult {
        hits = List.copyOf(hits);
        notes = List.copyOf(notes);
    }
}

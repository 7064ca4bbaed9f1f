package dev.lemma.search;

import java.util.List;

/// How many of the matching papers have which value. Lists are by falling count, years by falling year.
///
/// @param branches `arxiv`, `venue`, `own`
/// @param categories category codes (a paper counts in each of its categories)
/// @param venues short names
/// @param years years as numbers
public record Facets(List<Count> branches, List<Count> categories, List<Count> venues, List<Count> years) {
    /// No counts.
    public static final Facets NONE = new Facets(List.of(), List.of(), List.of(), List.of());

    /// A value and the number of papers that have it.
    public record Count(String value, int count) {}

    public Facets {
        branches = List.copyOf(branches);
        categories = List.copyOf(categories);
        venues = List.copyOf(venues);
        years = List.copyOf(years);
    }
}

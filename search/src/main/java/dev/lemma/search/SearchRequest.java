package dev.lemma.search;

/// A question to the library. Immutable.
///
/// @param query text in the query language ([QueryParser]); empty matches everything
/// @param filters restriction of the list
/// @param order order of the hits
/// @param offset hits to leave out, 0 to [#MAX_OFFSET]
/// @param limit hits to return, 0 to [#MAX_LIMIT]
/// @param facets whether to count categories, venues, years and branches
/// @param highlight whether to mark the matches in title and abstract
public record SearchRequest(
        String query, Filters filters, SearchOrder order, int offset, int limit, boolean facets, boolean highlight) {
    /// Deepest start of a page.
    public static final int MAX_OFFSET = 1_000_000;
    /// Largest page.
    public static final int MAX_LIMIT = 1_000;

    /// @throws IllegalArgumentException if offset or limit is out of range
    public SearchRequest {
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("offset " + offset + " is not in 0.." + MAX_OFFSET);
        }
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not in 0.." + MAX_LIMIT);
        }
    }

    /// The first ten hits by relevance, with facets and highlights.
    public static SearchRequest of(String query) {
        return new SearchRequest(query, Filters.NONE, SearchOrder.RELEVANCE, 0, 10, true, true);
    }

    public SearchRequest withFilters(Filters value) {
        return new SearchRequest(query, value, order, offset, limit, facets, highlight);
    }

    public SearchRequest withOrder(SearchOrder value) {
        return new SearchRequest(query, filters, value, offset, limit, facets, highlight);
    }

    public SearchRequest withPage(int newOffset, int newLimit) {
        return new SearchRequest(query, filters, order, newOffset, newLimit, facets, highlight);
    }

    public SearchRequest withFacets(boolean value) {
        return new SearchRequest(query, filters, order, offset, limit, value, highlight);
    }

    public SearchRequest withHighlight(boolean value) {
        return new SearchRequest(query, filters, order, offset, limit, facets, value);
    }
}

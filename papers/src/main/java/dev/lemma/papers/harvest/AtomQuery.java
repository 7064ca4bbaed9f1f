package dev.lemma.papers.harvest;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// A search with the arXiv API. Immutable.
///
/// Source: arXiv API User's Manual, sections 3.1.1 (query interface) and 5.1 (query construction).
///
/// @param search the `search_query`: `cat:cs.CL AND submittedDate:[202501010000 TO 202501312359]`
/// @param sortBy order of the answers
/// @param sortOrder its direction
/// @param pageSize answers asked for at once, 1 to [#MAX_PAGE_SIZE]
public record AtomQuery(String search, SortBy sortBy, SortOrder sortOrder, int pageSize) {
    /// Most answers of one call.
    public static final int MAX_PAGE_SIZE = 2_000;

    private static final int DEFAULT_PAGE_SIZE = 500;
    private static final int MAX_SEARCH = 4_000;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

    /// @throws IllegalArgumentException if the search is blank or too long, or the page size out of its range
    public AtomQuery {
        if (search.isBlank() || search.length() > MAX_SEARCH) {
            throw new IllegalArgumentException("search of " + search.length() + " characters; expected 1 to "
                    + MAX_SEARCH + ", for example cat:cs.CL");
        }
        if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("pageSize " + pageSize + " is not in 1.." + MAX_PAGE_SIZE);
        }
    }

    /// A search in submission order, oldest first: what is submitted meanwhile comes at the end, so that pages
    /// keep their places.
    public static AtomQuery of(String search) {
        return new AtomQuery(search, SortBy.SUBMITTED_DATE, SortOrder.ASCENDING, DEFAULT_PAGE_SIZE);
    }

    /// All papers of some categories.
    ///
    /// @param categories at least one, for example `cs.CL`
    /// @throws IllegalArgumentException if there is none, or one is not of this form
    public static AtomQuery ofCategories(List<String> categories) {
        if (categories.isEmpty()) {
            throw new IllegalArgumentException("no categories; expected at least one, for example cs.CL");
        }
        for (String category : categories) {
            if (!category.matches("[A-Za-z*-]+(?:\\.[A-Za-z*-]+)?")) {
                throw new IllegalArgumentException("not a category: '" + category + "'; expected the form cs.CL");
            }
        }
        String search = String.join(
                " OR ", categories.stream().map(category -> "cat:" + category).toList());
        return of(search);
    }

    /// Narrows the search to papers whose first version was submitted in these days (GMT), both included.
    ///
    /// @throws IllegalArgumentException if the first day is after the last
    public AtomQuery withSubmitted(LocalDate from, LocalDate until) {
        if (from.isAfter(until)) {
            throw new IllegalArgumentException("from " + from + " is after until " + until);
        }
        String range = "submittedDate:[" + DAY.format(from) + "0000 TO " + DAY.format(until) + "2359]";
        return new AtomQuery("(" + search + ") AND " + range, sortBy, sortOrder, pageSize);
    }

    public AtomQuery withSort(SortBy sortBy, SortOrder sortOrder) {
        return new AtomQuery(search, sortBy, sortOrder, pageSize);
    }

    public AtomQuery withPageSize(int pageSize) {
        return new AtomQuery(search, sortBy, sortOrder, pageSize);
    }

    /// The manual's `sortBy`.
    public enum SortBy {
        RELEVANCE("relevance"),
        LAST_UPDATED_DATE("lastUpdatedDate"),
        SUBMITTED_DATE("submittedDate");

        private final String parameter;

        SortBy(String parameter) {
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }
    }

    /// The manual's `sortOrder`.
    public enum SortOrder {
        ASCENDING("ascending"),
        DESCENDING("descending");

        private final String parameter;

        SortOrder(String parameter) {
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }
    }
}

package dev.lemma.search;

import dev.lemma.papers.Branch;
import java.time.LocalDate;
import java.util.Optional;

/// What a list is restricted to, besides the words of a query; the parts are AND-ed. Immutable.
///
/// @param branch one branch only
/// @param categories union and difference of category codes as in the site's URLs, `cs.AI+cs.LG-cs.CY`; empty
///     for all. A code without a dot that names an archive (`cs`) stands for all of its categories
/// @param venue short name of a venue in any spelling; empty for all
/// @param fromYear first year, 0 for no bound
/// @param toYear last year, inclusive, 0 for no bound
/// @param from first day (of [dev.lemma.papers.Paper#date])
/// @param to last day, inclusive
public record Filters(
        Optional<Branch> branch,
        String categories,
        String venue,
        int fromYear,
        int toYear,
        Optional<LocalDate> from,
        Optional<LocalDate> to) {
    /// No restriction.
    public static final Filters NONE = new Filters(Optional.empty(), "", "", 0, 0, Optional.empty(), Optional.empty());

    public Filters withBranch(Branch value) {
        return new Filters(Optional.of(value), categories, venue, fromYear, toYear, from, to);
    }

    public Filters withCategories(String value) {
        return new Filters(branch, value, venue, fromYear, toYear, from, to);
    }

    public Filters withVenue(String value) {
        return new Filters(branch, categories, value, fromYear, toYear, from, to);
    }

    public Filters withYears(int first, int last) {
        return new Filters(branch, categories, venue, first, last, from, to);
    }

    public Filters withDays(LocalDate first, LocalDate last) {
        return new Filters(branch, categories, venue, fromYear, toYear, Optional.of(first), Optional.of(last));
    }
}

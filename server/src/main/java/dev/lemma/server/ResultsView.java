package dev.lemma.server;

import java.util.List;
import java.util.Optional;

/// A list of papers with everything around it: search results, a day, a category, a venue.
///
/// @param heading first line; empty on a search, which has its box there
/// @param lead line below the heading; may be empty
/// @param summary "1,234 papers", and for searches the time taken
/// @param items papers of this page
/// @param notes remarks about the query
/// @param suggestion the query with misspellings mended
/// @param sorts orders to choose from
/// @param ranges spans of time to choose from
/// @param chips restrictions that can be taken away
/// @param facets values to narrow by
/// @param pager way to the other pages
/// @param calendar month with counts
/// @param before list of the day before
/// @param after list of the day after
/// @param crumbs ways up
record ResultsView(
        String heading,
        String lead,
        String summary,
        List<ItemView> items,
        List<String> notes,
        Optional<Link> suggestion,
        List<Link> sorts,
        List<Link> ranges,
        List<Link> chips,
        List<FacetGroup> facets,
        PagerView pager,
        Optional<CalendarView> calendar,
        Optional<Link> before,
        Optional<Link> after,
        List<Link> crumbs) {

    /// @param label what is read
    /// @param href where it leads
    /// @param current whether it is where the reader is
    record Link(String label, String href, boolean current) {
        static Link to(String label, String href) {
            return new Link(label, href, false);
        }
    }

    /// A link with a number of papers.
    ///
    /// @param title longer name, shown on hovering; may be empty
    record CountLink(String label, String title, String href, String count) {}

    /// @param first values always shown
    /// @param rest values shown on request
    record FacetGroup(String title, List<CountLink> first, List<CountLink> rest) {}

    /// @param authors links to the first of them
    /// @param more how many are left out
    /// @param pdf address of the PDF; may be empty
    /// @param firstPartial whether full matches end above this one
    record ItemView(
            String number,
            String path,
            List<TextParts.Part> title,
            List<Link> authors,
            int more,
            List<CountLink> categories,
            Optional<Link> venue,
            String date,
            String pdf,
            List<TextParts.Part> summary,
            boolean firstPartial) {}

    /// @param pages links, with an empty href for a gap
    record PagerView(Optional<Link> previous, Optional<Link> next, List<Link> pages) {
        static final PagerView NONE = new PagerView(Optional.empty(), Optional.empty(), List.of());
    }

    /// @param weekdays short names from Monday
    /// @param weeks seven cells each
    record CalendarView(
            Link month, Optional<Link> previous, Optional<Link> next, List<String> weekdays, List<List<Cell>> weeks) {
        /// @param day number, or empty outside of the month
        /// @param href list of that day; empty if it has no papers
        record Cell(String day, String href, String count, boolean current) {
            static final Cell EMPTY = new Cell("", "", "", false);
        }
    }
}

package dev.lemma.server;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Venues;
import dev.lemma.search.Filters;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything that a list or search page says in its address, and the way back to an address. Immutable.
///
/// @param q the query
/// @param filters restrictions besides the query
/// @param order the order asked for; empty: by relevance if there is a query, else the newest first
/// @param page from 1
/// @param problems parameters that could not be understood and were left out, as `name=value`
record ListState(String q, Filters filters, Optional<SearchOrder> order, int page, List<String> problems) {
    /// Papers on a page.
    static final int PAGE_SIZE = 25;

    /// Deepest page that the library serves.
    static final int MAX_PAGE = SearchRequest.MAX_OFFSET / PAGE_SIZE;

    static final ListState ALL = new ListState("", Filters.NONE, Optional.empty(), 1, List.of());

    private static final int MAX_CATEGORIES = 300;

    ListState {
        problems = List.copyOf(problems);
    }

    /// Reads `q`, `sort`, `cat`, `venue`, `year`, `from`, `to`, `branch`, `page`; never fails.
    static ListState parse(Params params) {
        List<String> problems = new ArrayList<>();
        String year = params.get("year").strip();
        int[] years = years(year);
        if (years == null) {
            problems.add("year=" + year);
            years = new int[2];
        }
        String categories = categories(params.get("cat"));
        if (categories.isEmpty() && !params.get("cat").isBlank()) {
            problems.add("cat=" + params.get("cat"));
        }
        String venue = params.get("venue");
        String canonical = venue.length() > 100 ? "" : Venues.canonical(venue);
        if (canonical.isEmpty() && !venue.isBlank()) {
            problems.add("venue=" + venue);
        }
        Filters filters = new Filters(
                branch(params.get("branch"), problems),
                categories,
                canonical,
                years[0],
                years[1],
                day("from", params, problems).map(DaySpan::first),
                day("to", params, problems).map(DaySpan::last));
        return new ListState(
                params.get("q").strip(),
                filters,
                order(params.get("sort"), problems),
                page(params.get("page"), problems),
                problems);
    }

    SearchOrder effectiveOrder() {
        return order.orElse(q.isEmpty() ? SearchOrder.NEWEST : SearchOrder.RELEVANCE);
    }

    SearchRequest request() {
        return new SearchRequest(q, filters, effectiveOrder(), (page - 1) * PAGE_SIZE, PAGE_SIZE, true, true);
    }

    ListState withQ(String value) {
        return new ListState(value, filters, order, 1, List.of());
    }

    ListState withFilters(Filters value) {
        return new ListState(q, value, order, 1, List.of());
    }

    ListState withOrder(SearchOrder value) {
        SearchOrder usual = q.isEmpty() ? SearchOrder.NEWEST : SearchOrder.RELEVANCE;
        return new ListState(q, filters, value == usual ? Optional.empty() : Optional.of(value), 1, List.of());
    }

    ListState withPage(int value) {
        return new ListState(q, filters, order, value, List.of());
    }

    /// The search page that shows this: `/search?q=...&cat=...`.
    String url() {
        return url("/search");
    }

    String url(String path) {
        StringBuilder out = new StringBuilder(120).append(path);
        int start = out.length();
        if (!q.isEmpty()) {
            Url.encode(out.append("&q="), q);
        }
        filters.branch().ifPresent(branch -> out.append("&branch=").append(branch.key()));
        if (!filters.categories().isEmpty()) {
            // A + in a query stands for a blank, which parse() reads as a + again: the address looks as on
            // the model site.
            out.append("&cat=").append(filters.categories());
        }
        if (!filters.venue().isEmpty()) {
            Url.encode(out.append("&venue="), filters.venue());
        }
        if (filters.fromYear() != 0 || filters.toYear() != 0) {
            out.append("&year=").append(yearText());
        }
        filters.from().ifPresent(day -> out.append("&from=").append(day));
        filters.to().ifPresent(day -> out.append("&to=").append(day));
        appendView(out);
        if (out.length() > start) {
            out.setCharAt(start, '?');
        }
        return out.toString();
    }

    /// Appends order and page, the parameters that a list with a path of its own keeps in its query.
    void appendView(StringBuilder out) {
        order.ifPresent(value -> out.append("&sort=").append(value.name().toLowerCase(Locale.ROOT)));
        if (page > 1) {
            out.append("&page=").append(page);
        }
    }

    /// `2018`, `2018..2020`, `2018..`, `..2020`.
    String yearText() {
        int from = filters.fromYear();
        int to = filters.toYear();
        return from == to ? Integer.toString(from) : (from == 0 ? "" : from) + ".." + (to == 0 ? "" : to);
    }

    /// Union and difference of category codes as the site's addresses have them; empty if it is not one.
    static String categories(String text) {
        String joined = text.strip().replace(' ', '+');
        if (joined.isEmpty() || joined.length() > MAX_CATEGORIES) {
            return "";
        }
        for (int i = 0; i < joined.length(); i++) {
            char c = joined.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '.' && c != '+' && c != '-') {
                return "";
            }
        }
        return joined;
    }

    private static Optional<Branch> branch(String text, List<String> problems) {
        for (Branch branch : Branch.values()) {
            if (branch.key().equals(text)) {
                return Optional.of(branch);
            }
        }
        if (!text.isEmpty()) {
            problems.add("branch=" + text);
        }
        return Optional.empty();
    }

    private static Optional<SearchOrder> order(String text, List<String> problems) {
        return switch (text) {
            case "" -> Optional.empty();
            case "newest", "date" -> Optional.of(SearchOrder.NEWEST);
            case "oldest" -> Optional.of(SearchOrder.OLDEST);
            case "relevance" -> Optional.of(SearchOrder.RELEVANCE);
            default -> {
                problems.add("sort=" + text);
                yield Optional.empty();
            }
        };
    }

    private static Optional<DaySpan> day(String name, Params params, List<String> problems) {
        String text = params.get(name).strip();
        Optional<DaySpan> span = DaySpan.parse(text);
        if (span.isEmpty() && !text.isEmpty()) {
            problems.add(name + "=" + text);
        }
        return span;
    }

    private static int page(String text, List<String> problems) {
        int page = text.isEmpty() ? 1 : number(text);
        if (page < 1) {
            problems.add("page=" + text);
            return 1;
        }
        return page;
    }

    /// First and last year, 0 for no bound; null if the text is no range of years.
    private static int @org.jspecify.annotations.Nullable [] years(String text) {
        if (text.isEmpty()) {
            return new int[2];
        }
        int dots = text.indexOf("..");
        String first = dots < 0 ? text : text.substring(0, dots);
        String last = dots < 0 ? text : text.substring(dots + 2);
        int from = first.isEmpty() ? 0 : year(first);
        int to = last.isEmpty() ? 0 : year(last);
        return from < 0 || to < 0 || (to != 0 && to < from) ? null : new int[] {from, to};
    }

    private static int year(String text) {
        int year = number(text);
        return year >= 1000 && year <= 9999 ? year : -1;
    }

    /// A number of at most seven digits; -1 if it is not one.
    static int number(String text) {
        if (text.isEmpty() || text.length() > 7) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    /// Filters with one part taken away.
    static Filters without(Filters f, Part part) {
        return switch (part) {
            case BRANCH ->
                new Filters(Optional.empty(), f.categories(), f.venue(), f.fromYear(), f.toYear(), f.from(), f.to());
            case CATEGORIES -> f.withCategories("");
            case VENUE -> f.withVenue("");
            case YEARS -> f.withYears(0, 0);
            case DAYS ->
                new Filters(
                        f.branch(),
                        f.categories(),
                        f.venue(),
                        f.fromYear(),
                        f.toYear(),
                        Optional.<LocalDate>empty(),
                        Optional.<LocalDate>empty());
        };
    }

    /// A part of the filters that a reader can take away.
    enum Part {
        BRANCH,
        CATEGORIES,
        VENUE,
        YEARS,
        DAYS
    }
}

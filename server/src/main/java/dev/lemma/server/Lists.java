package dev.lemma.server;

import dev.lemma.papers.Paper;
import dev.lemma.papers.Venues;
import dev.lemma.search.Facets;
import dev.lemma.search.Filters;
import dev.lemma.search.Hit;
import dev.lemma.search.Library;
import dev.lemma.search.QueryNote;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchResult;
import dev.lemma.server.ListState.Part;
import dev.lemma.server.ResultsView.CountLink;
import dev.lemma.server.ResultsView.FacetGroup;
import dev.lemma.server.ResultsView.ItemView;
import dev.lemma.server.ResultsView.Link;
import dev.lemma.server.ResultsView.PagerView;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Turns a search result into the parts of a [ResultsView], the same way for every kind of list. Thread-safe.
final class Lists {
    private static final int AUTHORS = 12;
    private static final int SUMMARY = 3_000;
    private static final int FACETS_FIRST = 8;
    private static final int FACETS_REST = 24;
    /// Words of a search are kept short enough to be linked to from every facet.
    private static final int MAX_LINKED_QUERY = 300;

    private final Library library;
    private final Overview overview;

    Lists(Library library, Overview overview) {
        this.library = library;
        this.overview = overview;
    }

    SearchResult search(ListState state) {
        if (state.page() > ListState.MAX_PAGE) {
            throw new StatusException(404, Msg.ERROR_NO_PAGE, Integer.toString(state.page()));
        }
        return library.search(state.request());
    }

    /// A list without heading, calendar and neighbours.
    ///
    /// @param address where this list lives, for another order or page
    ResultsView view(Messages m, ListState state, SearchResult result, Function<ListState, String> address) {
        int pages =
                (int) Math.min(ListState.MAX_PAGE, (result.total() + ListState.PAGE_SIZE - 1) / ListState.PAGE_SIZE);
        // After the full matches come partial ones, which the total does not count.
        if (state.page() > Math.max(1, pages) && result.hits().isEmpty()) {
            throw new StatusException(404, Msg.ERROR_NO_PAGE, Integer.toString(state.page()));
        }
        String summary = state.q().isEmpty()
                ? m.papers(result.total())
                : m.text(Msg.RESULTS_SUMMARY, m.papers(result.total()), m.time(result.nanos()));
        return new ResultsView(
                "",
                "",
                summary,
                items(m, state, result.hits()),
                notes(m, state, result),
                result.suggestion().map(text -> Link.to(text, state.withQ(text).url())),
                result.total() > 1 ? sorts(m, state, address) : List.of(),
                ranges(m, state),
                chips(m, state),
                state.q().length() > MAX_LINKED_QUERY ? List.of() : facets(m, state, result.facets()),
                pager(m, state, pages, result.more(), address),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    List<ItemView> items(Messages m, ListState state, List<Hit> hits) {
        List<ItemView> items = new ArrayList<>(hits.size());
        int number = (state.page() - 1) * ListState.PAGE_SIZE;
        boolean full = true;
        for (Hit hit : hits) {
            // The first partial match after full ones, if this page has both, gets a line above it.
            items.add(item(m, hit, ++number, hit.partial() && full && !items.isEmpty()));
            full = !hit.partial();
        }
        return items;
    }

    private static ItemView item(Messages m, Hit hit, int number, boolean firstPartial) {
        Paper paper = hit.stored().paper();
        int shown = paper.authors().size() <= AUTHORS + 2 ? paper.authors().size() : AUTHORS;
        return new ItemView(
                m.number(number),
                paper.id().path(),
                TextParts.of(hit.title(), Integer.MAX_VALUE),
                authors(paper.authors().subList(0, shown)),
                paper.authors().size() - shown,
                categories(m, paper),
                venue(paper),
                paper.date().map(LocalDate::toString).orElse(""),
                Url.web(paper.pdf()).orElse(""),
                TextParts.of(hit.summary(), SUMMARY),
                firstPartial);
    }

    static List<Link> authors(List<String> names) {
        List<Link> links = new ArrayList<>(names.size());
        for (String name : names) {
            links.add(Link.to(name, Url.author(name)));
        }
        return links;
    }

    static List<CountLink> categories(Messages m, Paper paper) {
        List<CountLink> links = new ArrayList<>(paper.categories().size());
        for (String code : paper.categories()) {
            links.add(new CountLink(code, CategoryNames.name(code, m.language()), "/arxiv/" + code, ""));
        }
        return links;
    }

    /// "ICLR 2018" with the list of that venue and year; a year alone is no venue.
    static Optional<Link> venue(Paper paper) {
        if (paper.venue().isEmpty()) {
            return Optional.empty();
        }
        String venue = Venues.canonical(paper.venue());
        if (venue.isEmpty() || paper.year() == 0) {
            return Optional.of(Link.to(paper.venue(), Url.search(paper.venue())));
        }
        return Optional.of(Link.to(venue + " " + paper.year(), "/venue/" + venue + "." + paper.year()));
    }

    private static List<String> notes(Messages m, ListState state, SearchResult result) {
        List<String> notes = new ArrayList<>();
        for (String problem : state.problems()) {
            notes.add(m.text(Msg.NOTE_PARAMETER, abbreviated(problem)));
        }
        for (QueryNote note : result.notes()) {
            notes.add(note(m, note));
        }
        return notes;
    }

    private static String note(Messages m, QueryNote note) {
        Msg key = switch (note.kind()) {
            case MALFORMED -> Msg.NOTE_MALFORMED;
            case UNKNOWN_FIELD -> Msg.NOTE_UNKNOWN_FIELD;
            case BAD_VALUE -> Msg.NOTE_BAD_VALUE;
            case TOO_LONG -> Msg.NOTE_TOO_LONG;
            case TOO_BROAD -> Msg.NOTE_TOO_BROAD;
            case ONLY_EXCLUSIONS -> Msg.NOTE_ONLY_EXCLUSIONS;
            case ONLY_STOP_WORDS -> Msg.NOTE_ONLY_STOP_WORDS;
            case PARTIAL_MATCHES -> Msg.NOTE_PARTIAL_MATCHES;
            case TIMED_OUT -> Msg.NOTE_TIMED_OUT;
        };
        return m.text(key, abbreviated(note.detail()));
    }

    private static List<Link> sorts(Messages m, ListState state, Function<ListState, String> address) {
        List<Link> links = new ArrayList<>(3);
        if (!state.q().isEmpty()) {
            links.add(sort(m, state, SearchOrder.RELEVANCE, Msg.SORT_RELEVANCE, address));
        }
        links.add(sort(m, state, SearchOrder.NEWEST, Msg.SORT_NEWEST, address));
        links.add(sort(m, state, SearchOrder.OLDEST, Msg.SORT_OLDEST, address));
        return links;
    }

    private static Link sort(
            Messages m, ListState state, SearchOrder order, Msg label, Function<ListState, String> address) {
        return new Link(m.text(label), address.apply(state.withOrder(order)), state.effectiveOrder() == order);
    }

    /// Last day, week, month, year, counted back from the newest day of the library: an offline snapshot has
    /// a "last week" too.
    private List<Link> ranges(Messages m, ListState state) {
        Optional<LocalDate> newest = overview.get().newest();
        if (newest.isEmpty()) {
            return List.of();
        }
        LocalDate end = newest.get();
        return List.of(
                range(m.text(Msg.RANGE_ANY), state, Optional.empty()),
                range(m.text(Msg.RANGE_DAY), state, Optional.of(end)),
                range(m.text(Msg.RANGE_WEEK), state, Optional.of(end.minusDays(6))),
                range(
                        m.text(Msg.RANGE_MONTH),
                        state,
                        Optional.of(end.minusMonths(1).plusDays(1))),
                range(
                        m.text(Msg.RANGE_YEAR),
                        state,
                        Optional.of(end.minusYears(1).plusDays(1))));
    }

    private static Link range(String label, ListState state, Optional<LocalDate> from) {
        Filters f = state.filters();
        Filters filters =
                new Filters(f.branch(), f.categories(), f.venue(), f.fromYear(), f.toYear(), from, Optional.empty());
        boolean current = f.from().equals(from) && f.to().isEmpty();
        return new Link(label, state.withFilters(filters).url(), current);
    }

    private static List<Link> chips(Messages m, ListState state) {
        Filters f = state.filters();
        List<Link> chips = new ArrayList<>();
        f.branch().ifPresent(branch -> chips.add(chip(state, Part.BRANCH, m.text(branchName(branch.key())))));
        if (!f.categories().isEmpty()) {
            chips.add(chip(state, Part.CATEGORIES, f.categories()));
        }
        if (!f.venue().isEmpty()) {
            chips.add(chip(state, Part.VENUE, f.venue()));
        }
        if (f.fromYear() != 0 || f.toYear() != 0) {
            chips.add(chip(state, Part.YEARS, state.yearText()));
        }
        if (f.from().isPresent() || f.to().isPresent()) {
            String from = f.from().map(LocalDate::toString).orElse("");
            String to = f.to().map(LocalDate::toString).orElse("");
            chips.add(chip(state, Part.DAYS, from.equals(to) ? from : from + " – " + to));
        }
        return chips;
    }

    private static Link chip(ListState state, Part part, String label) {
        return Link.to(
                label,
                state.withFilters(ListState.without(state.filters(), part)).url());
    }

    private static List<FacetGroup> facets(Messages m, ListState state, Facets facets) {
        Filters f = state.filters();
        List<FacetGroup> groups = new ArrayList<>(4);
        if (f.branch().isEmpty() && facets.branches().size() > 1) {
            groups.add(group(
                    m,
                    Msg.FACET_BRANCH,
                    facets.branches(),
                    count -> new CountLink(
                            m.text(branchName(count.value())),
                            "",
                            state.withFilters(f.withBranch(branch(count.value())))
                                    .url(),
                            m.number(count.count()))));
        }
        List<Facets.Count> categories = facets.categories().stream()
                .filter(count -> !count.value().equals(f.categories()))
                .toList();
        if (!categories.isEmpty()) {
            groups.add(group(
                    m,
                    Msg.FACET_CATEGORY,
                    categories,
                    count -> new CountLink(
                            count.value(),
                            CategoryNames.name(count.value(), m.language()),
                            narrowed(state, count.value()).url(),
                            m.number(count.count()))));
        }
        if (f.venue().isEmpty() && !facets.venues().isEmpty()) {
            groups.add(group(
                    m,
                    Msg.FACET_VENUE,
                    facets.venues(),
                    count -> new CountLink(
                            count.value(),
                            "",
                            state.withFilters(f.withVenue(count.value())).url(),
                            m.number(count.count()))));
        }
        if (facets.years().size() > 1) {
            groups.add(group(
                    m,
                    Msg.FACET_YEAR,
                    facets.years(),
                    count -> new CountLink(
                            count.value(),
                            "",
                            state.withFilters(f.withYears(
                                            ListState.number(count.value()), ListState.number(count.value())))
                                    .url(),
                            m.number(count.count()))));
        }
        return groups;
    }

    /// The papers of the list that are in a category: the first one is a filter, further ones are words of
    /// the query, since the filter knows union and difference only.
    private static ListState narrowed(ListState state, String category) {
        return state.filters().categories().isEmpty()
                ? state.withFilters(state.filters().withCategories(category))
                : state.withQ((state.q() + " cat:" + category).strip());
    }

    private static FacetGroup group(
            Messages m, Msg title, List<Facets.Count> counts, Function<Facets.Count, CountLink> link) {
        List<CountLink> links =
                counts.stream().limit(FACETS_FIRST + FACETS_REST).map(link).toList();
        int first = links.size() <= FACETS_FIRST + 2 ? links.size() : FACETS_FIRST;
        return new FacetGroup(m.text(title), links.subList(0, first), links.subList(first, links.size()));
    }

    private static PagerView pager(
            Messages m, ListState state, int fullPages, boolean more, Function<ListState, String> address) {
        int pages = Math.max(fullPages, Math.min(ListState.MAX_PAGE, state.page() + (more ? 1 : 0)));
        if (pages < 2) {
            return PagerView.NONE;
        }
        int page = state.page();
        List<Link> links = new ArrayList<>();
        int last = 0;
        for (int i = 1; i <= pages; i = i < page - 2 ? page - 2 : i == page + 2 && i < pages - 1 ? pages : i + 1) {
            if (last != 0 && i > last + 1) {
                links.add(Link.to("…", ""));
            }
            links.add(new Link(m.number(i), address.apply(state.withPage(i)), i == page));
            last = i;
        }
        return new PagerView(
                page > 1 ? Optional.of(Link.to("", address.apply(state.withPage(page - 1)))) : Optional.empty(),
                page < pages ? Optional.of(Link.to("", address.apply(state.withPage(page + 1)))) : Optional.empty(),
                links);
    }

    static Msg branchName(String key) {
        return switch (key) {
            case "arxiv" -> Msg.BRANCH_ARXIV;
            case "venue" -> Msg.BRANCH_VENUE;
            default -> Msg.BRANCH_OWN;
        };
    }

    private static dev.lemma.papers.Branch branch(String key) {
        return dev.lemma.papers.Branch.valueOf(key.toUpperCase(Locale.ROOT));
    }

    private static String abbreviated(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}

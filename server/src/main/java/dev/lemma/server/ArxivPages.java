package dev.lemma.server;

import dev.lemma.papers.Branch;
import dev.lemma.search.Filters;
import dev.lemma.search.SearchResult;
import dev.lemma.server.ResultsView.CalendarView;
import dev.lemma.server.ResultsView.Link;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The arXiv by day (`/arxiv/date/2025-05-01`, also a month or a year) and by category
/// (`/arxiv/cs.AI+cs.LG-cs.CY`, `?date=`), with a calendar.
final class ArxivPages {
    private static final Filters ARXIV = Filters.NONE.withBranch(Branch.ARXIV);

    private final Overview overview;
    private final Lists lists;
    private final Calendars calendars;
    private final Shell shell;
    private final Clock clock;

    ArxivPages(Overview overview, Lists lists, Calendars calendars, Shell shell, Clock clock) {
        this.overview = overview;
        this.lists = lists;
        this.calendars = calendars;
        this.shell = shell;
        this.clock = clock;
    }

    /// `/arxiv`: everything, the newest first.
    Reply all(Request request) {
        Messages m = shell.messages(request.language());
        Function<DaySpan, String> days = span -> "/arxiv/date/" + span.text();
        return list(
                request,
                "/arxiv",
                ARXIV,
                Optional.empty(),
                "",
                m.text(Msg.BRANCH_ARXIV),
                m.text(Msg.ARXIV_LEAD),
                days,
                List.of());
    }

    /// `/arxiv/date`: on to the newest day.
    Reply newestDay(Request request) {
        LocalDate day = overview.get().newest().orElseGet(() -> LocalDate.now(clock));
        return Reply.redirect(302, "/arxiv/date/" + day);
    }

    Reply day(Request request) {
        String text = request.after("/arxiv/date/");
        DaySpan span = span(text);
        Messages m = shell.messages(request.language());
        Function<DaySpan, String> days = other -> "/arxiv/date/" + other.text();
        List<Link> crumbs = List.of(Link.to(m.text(Msg.BRANCH_ARXIV), "/arxiv"));
        return list(request, "/arxiv/date/" + text, ARXIV, Optional.of(span), "", name(m, span), "", days, crumbs);
    }

    Reply categories(Request request) {
        String text = request.after("/arxiv/");
        String categories = ListState.categories(text);
        if (categories.isEmpty() || !startsWithKnown(categories)) {
            throw StatusException.notFound();
        }
        if (!categories.equals(text)) {
            return Reply.redirect(301, "/arxiv/" + categories);
        }
        Optional<DaySpan> span = request.params().get("date").isEmpty()
                ? Optional.empty()
                : Optional.of(span(request.params().get("date").strip()));
        Messages m = shell.messages(request.language());
        String path = "/arxiv/" + categories;
        Function<DaySpan, String> days = other -> path + "?date=" + other.text();
        String name = CategoryNames.name(categories, m.language());
        List<Link> crumbs = new ArrayList<>(List.of(Link.to(m.text(Msg.BRANCH_ARXIV), "/arxiv")));
        span.ifPresent(given -> crumbs.add(Link.to(categories, path)));
        String heading = name.equals(categories) ? categories : name;
        String lead = span.map(given -> name(m, given)).orElse(name.equals(categories) ? "" : categories);
        String fixed = span.map(given -> "date=" + given.text()).orElse("");
        return list(request, path, ARXIV.withCategories(categories), span, fixed, heading, lead, days, crumbs);
    }

    private Reply list(
            Request request,
            String path,
            Filters filters,
            Optional<DaySpan> span,
            String fixed,
            String heading,
            String lead,
            Function<DaySpan, String> days,
            List<Link> crumbs) {
        Messages m = shell.messages(request.language());
        Filters all =
                span.map(given -> filters.withDays(given.first(), given.last())).orElse(filters);
        ListState state = SearchPage.ofPlace(request, all);
        SearchResult result = lists.search(state);
        ResultsView plain = SearchPage.titled(
                lists.view(m, state, result, s -> SearchPage.place(path, fixed, s)), heading, lead, crumbs);
        DaySpan shown = span.or(() -> calendars
                        .neighbour(filters, LocalDate.of(9999, 12, 31), false)
                        .map(day -> DaySpan.of(java.time.YearMonth.from(day))))
                .orElseGet(() -> DaySpan.of(LocalDate.now(clock)));
        CalendarView calendar = calendars.month(m, filters, shown, days);
        Optional<Link> before = span.flatMap(given ->
                calendars.neighbour(filters, given.first().minusDays(1), false).map(day -> toDay(day, days)));
        Optional<Link> after = span.flatMap(given ->
                calendars.neighbour(filters, given.last().plusDays(1), true).map(day -> toDay(day, days)));
        ResultsView view = new ResultsView(
                plain.heading(),
                plain.lead(),
                plain.summary(),
                plain.items(),
                plain.notes(),
                plain.suggestion(),
                plain.sorts(),
                plain.ranges(),
                plain.chips(),
                plain.facets(),
                plain.pager(),
                Optional.of(calendar),
                before,
                after,
                plain.crumbs());
        Frame frame = shell.frame(request, heading)
                .withCanonical(state.page() == 1 ? path + (fixed.isEmpty() ? "" : "?" + fixed) : "")
                .withFeed(path + ".atom");
        return shell.html((output, interceptor) -> JteresultsGenerated.render(output, interceptor, frame, view));
    }

    private static Link toDay(LocalDate day, Function<DaySpan, String> days) {
        return Link.to(day.toString(), days.apply(DaySpan.of(day)));
    }

    private static DaySpan span(String text) {
        return DaySpan.parse(text).orElseThrow(() -> new StatusException(404, Msg.ERROR_DATE, text));
    }

    private static String name(Messages m, DaySpan span) {
        return span.isDay() ? m.day(span.first()) : span.text().length() == 7 ? m.month(span.month()) : span.text();
    }

    /// Whether the first code is one, so that `/arxiv/wp-login.php` is no list.
    private static boolean startsWithKnown(String categories) {
        int end = 0;
        while (end < categories.length() && categories.charAt(end) != '+') {
            end++;
        }
        String first = categories.substring(0, end);
        // A hyphen may belong to the code (cond-mat) or take away the next one: one of the readings must be a
        // category.
        for (int i = first.length(); i > 0; i = first.lastIndexOf('-', i - 1)) {
            if (CategoryNames.isKnown(first.substring(0, i))) {
                return true;
            }
        }
        return false;
    }
}

package dev.lemma.server;

import dev.lemma.papers.Paper;
import dev.lemma.papers.StoredPaper;
import dev.lemma.papers.Venues;
import dev.lemma.search.Filters;
import dev.lemma.search.Hit;
import dev.lemma.search.Library;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Atom feeds (RFC 4287) of every list and every search: the newest papers, at most [#SIZE].
///
/// A feed's content depends on its papers alone, never on the moment of asking, so that readers who come again
/// get 304.
final class Feeds {
    /// Entries of a feed.
    static final int SIZE = 50;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Library library;
    private final Shell shell;

    Feeds(Library library, Shell shell) {
        this.library = library;
        this.shell = shell;
    }

    /// `/search.atom?q=...`
    Reply search(Request request) {
        ListState state = ListState.parse(request.params()).withPage(1);
        ListState newest = state.withOrder(SearchOrder.NEWEST);
        String title = state.q().isEmpty() ? shell.site() : state.q() + " – " + shell.site();
        return feed(title, state.url("/search.atom"), state.url(), newest);
    }

    /// `/arxiv.atom`, `/venue.atom`, `/own.atom`
    Reply branch(Request request) {
        String key = request.path().substring(1, request.path().length() - ".atom".length());
        return place(key + " – " + shell.site(), "/" + key, VenuePages.branch(key));
    }

    /// `/arxiv/date/2025-05-01.atom`
    Reply day(Request request) {
        String text = name(request, "/arxiv/date/");
        DaySpan span = DaySpan.parse(text).orElseThrow(() -> new StatusException(404, Msg.ERROR_DATE, text));
        Filters filters = VenuePages.branch("arxiv").withDays(span.first(), span.last());
        return place("arXiv " + text + " – " + shell.site(), "/arxiv/date/" + text, filters);
    }

    /// `/arxiv/cs.AI+cs.LG-cs.CY.atom`
    Reply categories(Request request) {
        String text = name(request, "/arxiv/");
        String categories = ListState.categories(text);
        if (categories.isEmpty() || Character.isDigit(categories.charAt(0))) {
            throw StatusException.notFound();
        }
        Filters filters = VenuePages.branch("arxiv").withCategories(categories);
        return place(categories + " – " + shell.site(), "/arxiv/" + categories, filters);
    }

    /// `/venue/ICLR.atom`, `/venue/ICLR.2018.atom`
    Reply venue(Request request) {
        String text = name(request, "/venue/");
        int dot = text.lastIndexOf('.');
        String venue = Venues.canonical(dot < 0 ? text : text.substring(0, dot));
        int year = dot < 0 ? 0 : ListState.number(text.substring(dot + 1));
        if (venue.isEmpty() || dot >= 0 && (year < 1000 || year > 9999)) {
            throw StatusException.notFound();
        }
        String shown = year == 0 ? venue : venue + "." + year;
        Filters filters = Filters.NONE.withVenue(venue).withYears(year, year);
        return place(shown.replace('.', ' ') + " – " + shell.site(), "/venue/" + shown, filters);
    }

    /// `/feed/<list>?...`: the same by another name.
    Reply moved(Request request) {
        String target = request.target().substring("/feed".length());
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question);
        String location = path + ".atom" + query;
        if (!Url.isLocal(location)) {
            throw StatusException.notFound();
        }
        return Reply.redirect(301, location);
    }

    private Reply place(String title, String path, Filters filters) {
        return feed(title, path + ".atom", path, ListState.ALL.withFilters(filters));
    }

    private Reply feed(String title, String self, String page, ListState state) {
        List<StoredPaper> papers = library
                .search(new SearchRequest(state.q(), state.filters(), SearchOrder.NEWEST, 0, SIZE, false, false))
                .hits()
                .stream()
                .map(Hit::stored)
                .toList();
        Instant updated =
                papers.stream().map(Feeds::updated).max(Instant::compareTo).orElse(Instant.EPOCH);
        String base = shell.base();
        Xml xml = new Xml()
                .open("feed", "xmlns", "http://www.w3.org/2005/Atom")
                .text("id", base + self)
                .text("title", title)
                .text("updated", updated.toString())
                .empty("link", "rel", "self", "type", "application/atom+xml", "href", base + self)
                .empty("link", "rel", "alternate", "type", "text/html", "href", base + page)
                .text("generator", "Lemma")
                .open("author")
                .text("name", shell.site())
                .close("author");
        papers.forEach(paper -> entry(xml, paper));
        byte[] body = xml.close("feed").bytes();
        return Reply.ok(Reply.ATOM, body).withHeader("Last-Modified", HTTP_DATE.format(updated));
    }

    private void entry(Xml xml, StoredPaper stored) {
        Paper paper = stored.paper();
        String base = shell.base();
        // A tag URI (RFC 4151) stays the same when the site moves to another port.
        String tag = "tag:" + URI.create(base).getHost() + ",2026:" + paper.id().value();
        xml.open("entry")
                .text("id", tag)
                .text("title", paper.title())
                .text("updated", updated(stored).toString())
                .empty(
                        "link",
                        "rel",
                        "alternate",
                        "type",
                        "text/html",
                        "href",
                        base + paper.id().path());
        Url.web(paper.pdf())
                .filter(Url::isHeaderSafe)
                .ifPresent(href -> xml.empty("link", "rel", "related", "type", "application/pdf", "href", href));
        paper.published().ifPresent(day -> xml.text("published", start(day).toString()));
        for (String name : paper.authors()) {
            if (!name.isBlank()) {
                xml.open("author").text("name", name).close("author");
            }
        }
        for (String category : paper.categories()) {
            xml.empty("category", "term", category);
        }
        if (!paper.summary().isEmpty()) {
            xml.text("summary", paper.summary(), "type", "text");
        }
        xml.close("entry");
    }

    private static Instant updated(StoredPaper stored) {
        Optional<LocalDate> day = stored.paper().asOf().or(stored.paper()::date);
        return day.map(Feeds::start)
                .orElseGet(() -> stored.imported().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String name(Request request, String prefix) {
        String rest = request.after(prefix);
        return rest.substring(0, rest.length() - ".atom".length());
    }
}

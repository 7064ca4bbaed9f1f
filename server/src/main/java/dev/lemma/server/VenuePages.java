package dev.lemma.server;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Venues;
import dev.lemma.search.Facets;
import dev.lemma.search.Filters;
import dev.lemma.search.SearchResult;
import dev.lemma.server.HomeView.VenueRow;
import dev.lemma.server.ResultsView.CountLink;
import dev.lemma.server.ResultsView.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `/venue`: all venues with their years; `/venue/ICLR` and `/venue/ICLR.2018`: the papers of one.
final class VenuePages {
    private final Overview overview;
    private final Lists lists;
    private final Shell shell;

    VenuePages(Overview overview, Lists lists, Shell shell) {
        this.overview = overview;
        this.lists = lists;
        this.shell = shell;
    }

    Reply all(Request request) {
        Messages m = shell.messages(request.language());
        List<VenueRow> rows = rows(m, overview.get(), Integer.MAX_VALUE);
        Frame frame = shell.frame(request, m.text(Msg.VENUES_TITLE))
                .withCanonical("/venue")
                .withFeed("/venue.atom");
        return shell.html((output, interceptor) -> JtevenuesGenerated.render(output, interceptor, frame, rows));
    }

    Reply venue(Request request) {
        Messages m = shell.messages(request.language());
        String text = request.after("/venue/");
        int dot = text.lastIndexOf('.');
        String given = dot < 0 ? text : text.substring(0, dot);
        int year = dot < 0 ? 0 : ListState.number(text.substring(dot + 1));
        String venue = Venues.canonical(given);
        if (venue.isEmpty() || given.length() > 100 || dot >= 0 && (year < 1000 || year > 9999)) {
            throw StatusException.notFound();
        }
        String path = "/venue/" + venue + (year == 0 ? "" : "." + year);
        if (!path.equals("/venue/" + text)) {
            return Reply.redirect(301, path);
        }
        Filters filters = Filters.NONE.withVenue(venue).withYears(year, year);
        ListState state = SearchPage.ofPlace(request, filters);
        SearchResult result = lists.search(state);
        if (result.total() == 0) {
            throw new StatusException(404, Msg.ERROR_NO_VENUE, text);
        }
        List<CountLink> years = years(m, venue, overview.get().venueYears().getOrDefault(venue, List.of()));
        String heading = year == 0 ? venue : venue + " " + year;
        List<Link> crumbs = year == 0
                ? List.of(Link.to(m.text(Msg.VENUES_TITLE), "/venue"))
                : List.of(Link.to(m.text(Msg.VENUES_TITLE), "/venue"), Link.to(venue, "/venue/" + venue));
        ResultsView view = SearchPage.titled(
                lists.view(m, state, result, s -> SearchPage.place(path, "", s)), heading, "", crumbs);
        Frame frame = shell.frame(request, heading)
                .withCanonical(state.page() == 1 ? path : "")
                .withFeed(path + ".atom");
        return shell.html((output, interceptor) -> JtevenueGenerated.render(
                output, interceptor, frame, view, years, "/venue/" + venue, year == 0 ? "" : Integer.toString(year)));
    }

    /// The venues by name, each with its latest years.
    static List<VenueRow> rows(Messages m, Overview.Snapshot all, int maxYears) {
        Map<String, Integer> counts = new HashMap<>();
        all.facets().venues().forEach(count -> counts.put(count.value(), count.count()));
        return all.venueYears().entrySet().stream()
                .map(entry -> new VenueRow(
                        new CountLink(
                                entry.getKey(),
                                "",
                                "/venue/" + entry.getKey(),
                                m.number(counts.getOrDefault(entry.getKey(), 0))),
                        years(m, entry.getKey(), entry.getValue()).stream()
                                .limit(maxYears)
                                .toList(),
                        entry.getValue().size() > maxYears))
                .toList();
    }

    private static List<CountLink> years(Messages m, String venue, List<Facets.Count> years) {
        return years.stream()
                .map(count -> new CountLink(
                        count.value(), "", "/venue/" + venue + "." + count.value(), m.number(count.count())))
                .toList();
    }

    static Filters branch(String key) {
        for (Branch branch : Branch.values()) {
            if (branch.key().equals(key)) {
                return Filters.NONE.withBranch(branch);
            }
        }
        throw StatusException.notFound();
    }
}

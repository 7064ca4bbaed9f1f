package dev.lemma.server;

import dev.lemma.search.Facets;
import dev.lemma.server.HomeView.Group;
import dev.lemma.server.HomeView.Latest;
import dev.lemma.server.ResultsView.CountLink;
import dev.lemma.server.ResultsView.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/`: the search box, what the newest day brought, and the ways into the library.
final class HomePage {
    private static final int LATEST_CATEGORIES = 8;
    private static final int YEARS = 8;
    /// With more categories than this only the fullest group is unfolded.
    private static final int OPEN = 40;

    private static final List<String> EXAMPLES = List.of(
            "attention is all you need",
            "author:hinton dropout",
            "\"variational inference\" year:2016..2018",
            "title:graph -title:neural");

    private final Overview overview;
    private final Shell shell;

    HomePage(Overview overview, Shell shell) {
        this.overview = overview;
        this.shell = shell;
    }

    Reply answer(Request request) {
        Overview.Snapshot all = overview.get();
        Messages m = shell.messages(request.language());
        HomeView view = new HomeView(
                all.total() == 0 ? "" : m.papers(all.total()),
                latest(m, all),
                groups(m, all.facets()),
                VenuePages.rows(m, all, YEARS),
                EXAMPLES.stream().map(q -> Link.to(q, Url.search(q))).toList());
        Frame frame = shell.frame(request, shell.site())
                .withDescription(m.text(Msg.HOME_DESCRIPTION))
                .withCanonical("/")
                .withFeed("/search.atom")
                .asHome();
        return shell.html((output, interceptor) -> JtehomeGenerated.render(output, interceptor, frame, view));
    }

    private static Optional<Latest> latest(Messages m, Overview.Snapshot all) {
        return all.newest()
                .map(day -> new Latest(
                        Link.to(m.day(day), "/arxiv/date/" + day),
                        m.papers(all.newestDay().total()),
                        all.newestDay().facets().categories().stream()
                                .limit(LATEST_CATEGORIES)
                                .map(count -> new CountLink(
                                        count.value(),
                                        CategoryNames.name(count.value(), m.language()),
                                        "/arxiv/" + count.value() + "?date=" + day,
                                        m.number(count.count())))
                                .toList()));
    }

    private static List<Group> groups(Messages m, Facets facets) {
        Map<String, Integer> counts = new HashMap<>();
        facets.categories().forEach(count -> counts.put(count.value(), count.count()));
        List<String> codes =
                facets.categories().stream().map(Facets.Count::value).sorted().toList();
        List<CategoryNames.Group> groups = CategoryNames.groups(codes, m.language());
        int fullest =
                groups.stream().mapToInt(group -> sum(group, counts)).max().orElse(0);
        return groups.stream()
                .map(group -> new Group(
                        group.name(),
                        codes.size() <= OPEN || sum(group, counts) == fullest,
                        group.categories().stream()
                                .map(code -> new CountLink(
                                        code,
                                        CategoryNames.name(code, m.language()),
                                        "/arxiv/" + code,
                                        m.number(counts.getOrDefault(code, 0))))
                                .toList()))
                .toList();
    }

    /// How full a group is; papers count once a category, so this is no number to show.
    private static int sum(CategoryNames.Group group, Map<String, Integer> counts) {
        return group.categories().stream()
                .mapToInt(code -> counts.getOrDefault(code, 0))
                .sum();
    }
}

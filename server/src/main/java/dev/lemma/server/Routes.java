package dev.lemma.server;

import dev.lemma.search.Library;
import dev.lemma.server.Route.Caching;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The addresses of the site and who answers each. Immutable.
final class Routes {
    private final List<Route> all;
    /// Routes by their first segment, in the order of [#all].
    private final Map<String, List<Route>> bySegment = new HashMap<>();

    private Routes(List<Route> all) {
        this.all = List.copyOf(all);
        for (Route route : all) {
            bySegment
                    .computeIfAbsent(firstSegment(route.pattern()), key -> new ArrayList<>())
                    .add(route);
        }
    }

    static Routes of(Library library, Shell shell, Metrics metrics, LabPages labs, Clock clock) {
        Overview overview = new Overview(library);
        Lists lists = new Lists(library, overview);
        Calendars calendars = new Calendars(library);
        Feeds feeds = new Feeds(library, shell);
        HomePage home = new HomePage(overview, shell);
        SearchPage search = new SearchPage(lists, shell);
        PaperPage paper = new PaperPage(library, shell);
        ArxivPages arxiv = new ArxivPages(overview, lists, calendars, shell, clock);
        VenuePages venues = new VenuePages(overview, lists, shell);
        AboutPage about = new AboutPage(shell);
        Health health = new Health(library);
        Api api = new Api(library);
        return new Routes(List.of(
                Route.get("/", Caching.PAGE, home::answer),
                Route.get("/search", Caching.PAGE, search::answer),
                Route.get("/search.atom", Caching.FEED, feeds::search),
                Route.get("/completions", Caching.DATA, new Completions(library)::answer),
                Route.get("/arxiv", Caching.PAGE, arxiv::all),
                Route.get("/arxiv.atom", Caching.FEED, feeds::branch),
                Route.get("/arxiv/date", Caching.NONE, arxiv::newestDay),
                Route.get("/arxiv/date/{day}.atom", Caching.FEED, feeds::day),
                Route.get("/arxiv/date/{day}", Caching.PAGE, arxiv::day),
                Route.get("/arxiv/{list}.atom", Caching.FEED, feeds::categories),
                Route.get(
                        "/arxiv/{paper...}",
                        Caching.PAGE,
                        request -> paper.isPaper(request) ? paper.answer(request) : arxiv.categories(request)),
                Route.get("/venue", Caching.PAGE, venues::all),
                Route.get("/venue.atom", Caching.FEED, feeds::branch),
                Route.get("/venue/{venue}.atom", Caching.FEED, feeds::venue),
                Route.get("/venue/{venue}", Caching.PAGE, venues::venue),
                Route.get("/venue/{paper...}", Caching.PAGE, paper::answer),
                Route.get("/own", Caching.PAGE, search::own),
                Route.get("/own.atom", Caching.FEED, feeds::branch),
                Route.get("/own/{paper...}", Caching.PAGE, paper::answer),
                Route.get("/feed/{list...}", Caching.NONE, feeds::moved),
                Route.get("/about", Caching.PAGE, about::answer),
                Route.get("/labs", Caching.NONE, labs::list),
                Route.get("/labs/{file...}", Caching.NONE, labs::file),
                Route.get("/opensearch.xml", Caching.PAGE, new OpenSearch(shell)::answer),
                Route.post("/preferences", new Preferences()::answer),
                Route.get("/api/v1/search", Caching.DATA, api::search),
                Route.get("/api/v1/facets", Caching.DATA, api::facets),
                Route.get("/api/v1/complete", Caching.DATA, api::complete),
                Route.get("/api/v1/papers/{id...}", Caching.DATA, api::paper),
                Route.get("/api/v1/status", Caching.NONE, api::status),
                Route.get("/api/v1/openapi.json", Caching.DATA, api::document),
                Route.get("/health", Caching.NONE, health::live),
                Route.get("/health/ready", Caching.NONE, health::ready),
                Route.get("/metrics", Caching.NONE, metrics::answer),
                Route.get(
                        "/favicon.ico",
                        Caching.NONE,
                        request -> Reply.redirect(302, shell.assets().url("icon.svg"))),
                Route.get("/robots.txt", Caching.NONE, new Robots()::answer),
                Route.get("/static/{file...}", Caching.NONE, shell.assets()::answer)));
    }

    List<Route> all() {
        return all;
    }

    /// The route of a request.
    ///
    /// @throws StatusException 404 if the address is unknown, 405 if it is known for other methods only
    Route find(Request request) {
        Set<String> allowed = new LinkedHashSet<>();
        for (Route route : bySegment.getOrDefault(firstSegment(request.path()), List.of())) {
            if (route.matches(request.path())) {
                if (route.methods().contains(request.method())) {
                    return route;
                }
                allowed.addAll(route.methods());
            }
        }
        throw allowed.isEmpty() ? StatusException.notFound() : StatusException.methodNotAllowed(List.copyOf(allowed));
    }

    private static String firstSegment(String path) {
        int slash = path.indexOf('/', 1);
        String first = slash < 0 ? path : path.substring(0, slash);
        int dot = first.indexOf('.');
        return dot < 0 ? first : first.substring(0, dot);
    }
}

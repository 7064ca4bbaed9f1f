package dev.lemma.server;

import dev.lemma.search.Facets;
import dev.lemma.search.Filters;
import dev.lemma.search.Library;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import dev.lemma.search.SearchResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// What the pages say of the whole library, counted once a version. Thread-safe.
final class Overview {
    /// Venues whose years are counted; a library with more of them shows the largest.
    private static final int MAX_VENUES = 200;

    private final Library library;
    /// One counts, the others wait for it.
    private final ReentrantLock lock = new ReentrantLock();

    private final AtomicReference<Optional<Snapshot>> kept = new AtomicReference<>(Optional.empty());

    /// @param version version of the library that was counted
    /// @param total papers that can be found
    /// @param facets counts over all of them
    /// @param newest last day with papers
    /// @param newestDay what that day has
    /// @param venueYears years of each venue, the latest first; venues by name
    record Snapshot(
            long version,
            long total,
            Facets facets,
            Optional<LocalDate> newest,
            SearchResult newestDay,
            Map<String, List<Facets.Count>> venueYears) {}

    Overview(Library library) {
        this.library = library;
    }

    Snapshot get() {
        long version = library.version();
        Optional<Snapshot> last = kept.get();
        if (last.isPresent() && last.get().version() == version) {
            return last.get();
        }
        lock.lock();
        try {
            Optional<Snapshot> other = kept.get();
            if (other.isPresent() && other.get().version() >= version) {
                return other.get();
            }
            Snapshot fresh = count(version);
            kept.set(Optional.of(fresh));
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private Snapshot count(long version) {
        Facets facets = library.overview();
        Optional<LocalDate> newest = library.newestDay(Filters.NONE);
        Filters day = newest.map(date -> Filters.NONE.withDays(date, date)).orElse(Filters.NONE);
        Map<String, List<Facets.Count>> years = new LinkedHashMap<>();
        facets.venues().stream()
                .limit(MAX_VENUES)
                .map(Facets.Count::value)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .forEach(venue -> years.put(venue, years(venue)));
        return new Snapshot(
                version, count(Filters.NONE).total(), facets, newest, count(day), Collections.unmodifiableMap(years));
    }

    private List<Facets.Count> years(String venue) {
        List<Facets.Count> years =
                new ArrayList<>(count(Filters.NONE.withVenue(venue)).facets().years());
        years.sort(Comparator.comparing(Facets.Count::value).reversed());
        return List.copyOf(years);
    }

    private SearchResult count(Filters filters) {
        return library.search(new SearchRequest("", filters, SearchOrder.NEWEST, 0, 0, true, false));
    }
}

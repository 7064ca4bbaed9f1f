package dev.lemma.search;

import dev.lemma.papers.PaperId;
import dev.lemma.papers.PaperStore;
import dev.lemma.papers.StoredPaper;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/// Being written.
public final class Library implements AutoCloseable {
    public static Library open(Path home) {
        throw new IllegalStateException("being written: " + home);
    }

    /// The store, for reading and writing papers.
    public PaperStore store() {
        throw new IllegalStateException("being written");
    }

    /// Thread-safe.
    public SearchResult search(SearchRequest request) {
        throw new IllegalStateException("being written: " + request);
    }

    /// Completions of what was typed (last word or whole title beginnings), best first.
    public List<String> complete(String typed, int limit) {
        throw new IllegalStateException("being written: " + typed + limit);
    }

    /// Papers a day in a month, days without papers left out.
    public List<DayCount> days(Filters filters, YearMonth month) {
        throw new IllegalStateException("being written: " + filters + month);
    }

    /// The newest day that has papers.
    public Optional<java.time.LocalDate> newestDay(Filters filters) {
        throw new IllegalStateException("being written: " + filters);
    }

    /// Counts over the whole library (for the home page); cheap, cached until the index changes.
    public Facets overview() {
        throw new IllegalStateException("being written");
    }

    /// Grows whenever the searchable content changes: for ETags.
    public long version() {
        throw new IllegalStateException("being written");
    }

    public LibraryStatus status() {
        throw new IllegalStateException("being written");
    }

    public Optional<StoredPaper> find(PaperId id) {
        return store().find(id);
    }

    @Override
    public void close() {}
}

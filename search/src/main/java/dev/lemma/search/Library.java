package dev.lemma.search;

import dev.lemma.papers.PaperId;
import dev.lemma.papers.PaperStore;
import dev.lemma.papers.StoredPaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldDocs;

/// A folder of papers, opened: the store that owns them and the index that finds them.
///
/// A background thread follows the store and keeps the index up to date, also for what other processes import;
/// whoever opens the folder second searches what the first one indexes. A missing, damaged or outdated index is
/// made anew from the store while it is already searched.
///
/// ```java
/// try (Library library = Library.open(Path.of("papers"))) {
///     new ImportRun(library.store(), ImportOptions.DEFAULT, ImportListener.NONE).run(List.of(file));
///     library.awaitIndexed(Duration.ofMinutes(1));
///     for (Hit hit : library.search(SearchRequest.of("graph neural network")).hits()) {
///         System.out.println(hit.stored().paper().title());
///     }
/// }
/// ```
///
/// Thread-safe.
public final class Library implements AutoCloseable {
    private final PaperStore store;
    private final IndexFollower follower;
    private final FacetCounts.Dictionary dictionary = new FacetCounts.Dictionary();
    private final TextSource texts;
    private final TokenBuffers buffers = new TokenBuffers();
    private volatile Overview overview = new Overview(-1, Facets.NONE);

    private record Overview(long version, Facets facets) {}

    private Library(PaperStore store, IndexFollower follower) {
        this.store = store;
        this.follower = follower;
        this.texts = keys -> texts(store, keys);
    }

    /// Opens a folder and creates it if there is none: `papers.db` is the store, `index` the index.
    ///
    /// @throws dev.lemma.papers.StoreException if the store cannot be opened
    /// @throws IndexException if the index cannot be opened and not be made anew
    public static Library open(Path home) {
        PaperStore store = PaperStore.open(home.resolve("papers.db"));
        try {
            return new Library(store, IndexFollower.start(store, home.resolve("index")));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// The store, for reading and writing papers; what is written there is found here soon after.
    public PaperStore store() {
        return store;
    }

    /// Answers a request from the state of the index at this moment.
    public SearchResult search(SearchRequest request) {
        long start = System.nanoTime();
        Tokens tokens = buffers.take();
        LibrarySearch.Found found;
        List<Hit> hits;
        try {
            found = follower.with(searcher ->
                    new LibrarySearch(searcher.getIndexReader(), dictionary, texts, tokens).search(request));
            hits = hits(request, found);
        } finally {
            buffers.give(tokens);
        }
        Optional<PaperId> direct = direct(request.query());
        Optional<String> suggestion = found.total() < Speller.FEW && direct.isEmpty() && request.offset() == 0
                ? follower.with(searcher ->
                        buffers.use(buffer -> new Speller(searcher.getIndexReader(), buffer).mend(request.query())))
                : Optional.empty();
        return new SearchResult(
                found.total(),
                hits,
                found.more(),
                found.facets(),
                found.notes(),
                suggestion,
                direct,
                System.nanoTime() - start);
    }

    private List<Hit> hits(SearchRequest request, LibrarySearch.Found found) {
        Map<Long, StoredPaper> papers = byKey(
                store, found.rows().stream().mapToLong(LibrarySearch.Row::key).toArray());
        List<Hit> hits = new ArrayList<>(found.rows().size());
        for (LibrarySearch.Row row : found.rows()) {
            StoredPaper stored = papers.get(row.key());
            // Removed a moment ago: the index will learn of it.
            if (stored != null) {
                Marked title = new Marked(stored.paper().title(), List.of());
                Marked summary = new Marked(stored.paper().summary(), List.of());
                if (request.highlight()) {
                    title = found.highlighter().mark(title.text());
                    summary = found.highlighter().mark(summary.text());
                }
                hits.add(new Hit(stored, row.score(), row.partial(), title, summary));
            }
        }
        return hits;
    }

    /// The paper that a text names by id, link or DOI, if the library has it.
    public Optional<PaperId> direct(String text) {
        return PaperId.parse(text)
                .flatMap(store::find)
                .or(() -> doi(text).flatMap(store::findByDoi))
                .map(stored -> stored.paper().id());
    }

    private static Optional<String> doi(String text) {
        String stripped = text.strip();
        int start = stripped.indexOf("10.");
        boolean link = start > 0
                && (stripped.startsWith("http")
                        || stripped.toLowerCase(java.util.Locale.ROOT).startsWith("doi"));
        boolean bare = start == 0 && stripped.indexOf('/') > 3;
        return (link || bare) && stripped.indexOf(' ', start) < 0
                ? Optional.of(stripped.substring(start))
                : Optional.empty();
    }

    /// Completions of what was typed, best first: phrases of titles that go on so.
    ///
    /// @param limit at most so many, 1 to 50
    public List<String> complete(String typed, int limit) {
        int most = Math.clamp(limit, 1, 50);
        return follower.with(
                searcher -> buffers.use(tokens -> new Completer(searcher, texts, tokens).complete(typed, most)));
    }

    /// The paper of an id.
    public Optional<StoredPaper> find(PaperId id) {
        return store.find(id);
    }

    /// Papers a day in a month; days without papers are left out.
    public List<DayCount> days(Filters filters, YearMonth month) {
        Filters inMonth = filters.withDays(month.atDay(1), month.atEndOfMonth());
        return follower.with(searcher -> {
            QueryPlan plan = plan(inMonth, searcher);
            Map<Long, Integer> counts = searcher.search(plan.full(), new DayCounter.Manager());
            List<DayCount> days = new ArrayList<>();
            counts.forEach((day, count) -> days.add(new DayCount(LocalDate.ofEpochDay(day), count)));
            return days;
        });
    }

    /// The newest day that has papers.
    public Optional<LocalDate> newestDay(Filters filters) {
        Filters dated = filters.to().isPresent() || filters.from().isPresent()
                ? filters
                : filters.withDays(LocalDate.of(1000, 1, 1), LocalDate.of(9999, 12, 31));
        return follower.with(searcher -> {
            QueryPlan plan = plan(dated, searcher);
            TopFieldDocs newest = searcher.search(
                    plan.full(), 1, new Sort(new SortField(IndexFields.ORDER, SortField.Type.LONG, true)));
            return newest.scoreDocs.length == 0
                    ? Optional.empty()
                    : Optional.of(LocalDate.ofEpochDay(
                            (Long) ((org.apache.lucene.search.FieldDoc) newest.scoreDocs[0]).fields[0]));
        });
    }

    /// The plan of filters without words.
    private QueryPlan plan(Filters filters, IndexSearcher searcher) throws IOException {
        return buffers.use(
                tokens -> QueryPlan.of(new QueryNode.Group(List.of()), filters, new TermCache(searcher), tokens));
    }

    /// Counts over the whole library; kept until the index changes.
    public Facets overview() {
        Overview known = overview;
        long version = version();
        if (known.version() != version) {
            SearchRequest all = new SearchRequest("", Filters.NONE, SearchOrder.NEWEST, 0, 0, true, false);
            known = new Overview(version, search(all).facets());
            overview = known;
        }
        return known.facets();
    }

    /// Grows whenever the searchable content changes, for validators of cached answers; of one process only.
    public long version() {
        return follower.version();
    }

    public LibraryStatus status() {
        return follower.status();
    }

    /// Makes the index anew from the store, beside the one in use, and switches when it is complete.
    ///
    /// @throws IndexException if this process does not write the index or writing fails
    public void rebuild(RebuildListener listener) {
        follower.rebuild(listener);
    }

    /// Waits until everything that is in the store now can be found.
    ///
    /// @return whether it can; `false` if the time was too short
    public boolean awaitIndexed(Duration atMost) {
        return follower.await(store.lastSeq(), atMost);
    }

    /// Stops following, makes the index durable and closes both.
    @Override
    public void close() {
        try {
            follower.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the index failed", e);
        } finally {
            store.close();
        }
    }

    private static Map<Long, StoredPaper> byKey(PaperStore store, long[] keys) {
        Map<Long, StoredPaper> papers = new HashMap<>();
        store.fetch(keys).forEach(stored -> papers.put(stored.key(), stored));
        return papers;
    }

    private static List<TextSource.Texts> texts(PaperStore store, long[] keys) {
        Map<Long, StoredPaper> papers = byKey(store, keys);
        List<TextSource.Texts> found = new ArrayList<>(keys.length);
        for (long key : keys) {
            StoredPaper stored = papers.get(key);
            found.add(
                    stored == null
                            ? new TextSource.Texts("", "")
                            : new TextSource.Texts(
                                    stored.paper().title(), stored.paper().summary()));
        }
        return found;
    }
}

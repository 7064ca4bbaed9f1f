package dev.lemma.papers.harvest;

import dev.lemma.papers.Importer;
import dev.lemma.papers.harvest.OaiHarvester.ImportingSink;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Harvests the answers of one search with the arXiv API, a page at a time.
///
/// The API now and then sends a page with no entries, or with some missing, although more are to come. An empty
/// page is asked for again until the tries are used up; a short one is taken as it is from the third try on,
/// and the next page begins after what came, so that pages may overlap.
///
/// Not thread-safe; one harvester at a time should ask one server. Memory: one page.
///
/// Source: arXiv API User's Manual, sections 3.1.1.2 (paging: at most 2,000 answers at once and 30,000 in all),
/// 3.3.1 (feed metadata) and 3.4 (errors); issues 43 and 129 of lukasschwab/arxiv.py (empty pages).
public final class AtomHarvester implements AutoCloseable {
    /// Most answers of one search.
    public static final int MAX_RESULTS = 30_000;

    private static final int TAKE_SHORT_FROM_ATTEMPT = 3;

    private final HarvestOptions options;
    private final Importer format;
    private final HarvestListener listener;
    private final PoliteHttp http;

    /// A harvester in real time that tells nobody of its progress.
    public AtomHarvester(HarvestOptions options, Importer format) {
        this(options, format, Pace.system(), HarvestListener.NONE);
    }

    /// @param options address and limits, for example [HarvestOptions#atom]
    /// @param format reads a page: the importer of the API's Atom feeds
    /// @param pace time and chance
    /// @param listener is told of progress
    public AtomHarvester(HarvestOptions options, Importer format, Pace pace, HarvestListener listener) {
        this.options = options;
        this.format = format;
        this.listener = listener;
        this.http = new PoliteHttp(options, pace, listener);
    }

    /// Harvests all answers of a search and reads their papers.
    ///
    /// @param state [HarvestState#START], or the last one saved
    /// @return the state at the end
    /// @throws HarvestException if the API refuses or stays away, its answers cannot be used, or the search has
    /// more answers than it gives
    /// @throws dev.lemma.papers.ImportException if the importer cannot read a page
    /// @throws IllegalArgumentException if the state is of another search
    /// @throws IOException if the importer's reading fails
    public HarvestState harvest(AtomQuery query, HarvestState state, HarvestSink sink)
            throws IOException, InterruptedException {
        return harvestPages(query, state, new ImportingSink(format, sink));
    }

    /// Harvests all answers of a search and hands out their pages as they are. Otherwise as [#harvest].
    public HarvestState harvestPages(AtomQuery query, HarvestState state, PageSink sink)
            throws IOException, InterruptedException {
        String list = options.base() + "?search_query=" + encoded(query.search()) + "&sortBy="
                + query.sortBy().parameter() + "&sortOrder="
                + query.sortOrder().parameter();
        HarvestState at = state.forList(list);
        while (!at.finished()) {
            int start = start(at);
            int size = Math.min(query.pageSize(), MAX_RESULTS - start);
            URI uri = URI.create(list + "&start=" + start + "&max_results=" + size);
            OptionalLong known = at.total();
            Fetched<AtomAnswer> fetched = http.get(uri, (body, attempt) -> {
                AtomAnswer answer = AtomAnswer.read(body);
                if (answer.error().isEmpty()) {
                    checkEntries(answer, start, size, known, attempt);
                }
                return answer;
            });
            AtomAnswer answer = fetched.answer();
            if (answer.error().isPresent()) {
                throw new HarvestException(
                        uri.toString(), 200, "the API says: " + answer.error().get() + "; check the search");
            }
            long total = answer.total().orElse(0);
            if (total > MAX_RESULTS) {
                throw new HarvestException(
                        uri.toString(),
                        200,
                        "the search has " + total + " answers, the API gives " + MAX_RESULTS
                                + "; narrow its dates, or harvest with OAI-PMH");
            }
            if (answer.entries() == 0) {
                at = at.ended(now());
                sink.finished(at);
            } else {
                HarvestState next = at.after(step(answer, start, total));
                HarvestPage page = new HarvestPage(fetched.body(), answer.entries(), List.of(), next);
                listener.pageReceived(page);
                sink.page(page);
                at = next;
            }
        }
        return at;
    }

    @Override
    public void close() {
        http.close();
    }

    private HarvestState.Page step(AtomAnswer answer, int start, long total) {
        int next = start + answer.entries();
        return new HarvestState.Page(
                answer.entries(),
                0,
                OptionalLong.of(total),
                Optional.empty(),
                next < total ? Integer.toString(next) : "",
                Optional.empty(),
                now());
    }

    /// @param known the total that an earlier page said
    private static void checkEntries(AtomAnswer answer, int start, int size, OptionalLong known, int attempt)
            throws UnusableAnswer {
        if (answer.total().isEmpty()) {
            throw new UnusableAnswer("the feed has no opensearch:totalResults");
        }
        // An empty page often says that there are 0 answers; earlier pages knew better.
        long total = answer.total().getAsLong() > 0 ? answer.total().getAsLong() : known.orElse(0);
        long expected = Math.max(0, Math.min(size, total - start));
        if (answer.entries() == 0 && expected > 0) {
            throw new UnusableAnswer("an empty page at " + start + " of " + total + " answers");
        }
        if (answer.entries() < expected && attempt < TAKE_SHORT_FROM_ATTEMPT) {
            throw new UnusableAnswer("only " + answer.entries() + " of " + expected + " entries at " + start);
        }
        if (answer.entries() > size) {
            throw new UnusableAnswer(answer.entries() + " entries; asked for " + size);
        }
    }

    private static int start(HarvestState state) {
        if (state.token().isEmpty()) {
            return 0;
        }
        if (!state.token().matches("\\d{1,5}") || Integer.parseInt(state.token()) >= MAX_RESULTS) {
            throw new HarvestException(
                    "saved state", 0, "token '" + state.token() + "' is not an index below " + MAX_RESULTS);
        }
        return Integer.parseInt(state.token());
    }

    private Instant now() {
        return http.pace().clock().instant();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

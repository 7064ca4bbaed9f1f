package dev.lemma.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollectorManager;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;

/// Answers one request from one state of the index: parse, find, rank, count, mark. For one search on one
/// thread.
final class LibrarySearch {
    /// Longest time for one search, in milliseconds.
    private static final long TIME_LIMIT_MS = 2_000;

    /// Letters of the shortest query that is looked up as a title.
    private static final int MIN_TITLE = 5;
    private static final int MAX_SAME_TITLE = 10;

    private static final Sort NEWEST = new Sort(
            new SortField(IndexFields.ORDER, SortField.Type.LONG, true),
            new SortField(IndexFields.KEY, SortField.Type.LONG, true));
    private static final Sort OLDEST = new Sort(
            new SortField(IndexFields.ORDER, SortField.Type.LONG, false),
            new SortField(IndexFields.KEY, SortField.Type.LONG, false));

    private final IndexSearcher searcher;
    private final FacetCounts.Dictionary dictionary;
    private final TextSource texts;
    private final Tokens tokens;
    private final TermCache terms;

    LibrarySearch(IndexReader reader, FacetCounts.Dictionary dictionary, TextSource texts, Tokens tokens) {
        this(reader, dictionary, texts, tokens, TIME_LIMIT_MS);
    }

    /// @param limitMs milliseconds after which the search ends with what it has
    LibrarySearch(
            IndexReader reader, FacetCounts.Dictionary dictionary, TextSource texts, Tokens tokens, long limitMs) {
        this.searcher = new IndexSearcher(reader);
        this.dictionary = dictionary;
        this.texts = texts;
        this.tokens = tokens;
        this.terms = new TermCache(searcher);
        searcher.setQueryCache(null);
        long deadline = System.nanoTime() + limitMs * 1_000_000;
        searcher.setTimeout(() -> System.nanoTime() - deadline > 0);
    }

    /// What a search found, before the papers are fetched.
    ///
    /// @param total as in [SearchResult]
    /// @param rows the requested page
    record Found(
            long total, List<Row> rows, boolean more, Facets facets, List<QueryNote> notes, Highlighter highlighter) {}

    /// A hit: the paper's row in the store, its score, and whether it matches only a part of the query.
    record Row(long key, float score, boolean partial) {}

    Found search(SearchRequest request) throws IOException {
        searcher.setSimilarity(IndexFields.similarity(IndexFields.averageLength(searcher)));
        ParsedQuery parsed = QueryParser.parse(request.query());
        QueryPlan plan = QueryPlan.of(parsed.root(), request.filters(), terms, tokens);
        List<QueryNote> notes = new ArrayList<>(parsed.notes());
        notes.addAll(plan.notes());
        if (plan.onlyExcludes()) {
            notes.add(new QueryNote(QueryNote.Kind.ONLY_EXCLUSIONS, ""));
        }
        boolean ranked =
                request.order() == SearchOrder.RELEVANCE && !plan.units().isEmpty();
        int page = request.offset() + request.limit();
        int wanted = Math.max(page + 1, ranked ? Ranking.CANDIDATES : 1);

        Matches matches = matches(plan.full(), request, ranked, wanted);
        boolean onlyPartial = matches.total == 0 && plan.freeWords() > 1;
        if (onlyPartial) {
            matches = matches(plan.partial(goodPart(plan.freeWords())), request, ranked, wanted);
            if (matches.total > 0) {
                notes.add(new QueryNote(QueryNote.Kind.PARTIAL_MATCHES, ""));
            }
        }
        List<Ranking.Candidate> candidates = matches.candidates(!onlyPartial);
        // Only where the page or the one after it needs them: most queries have enough full matches.
        if (ranked && plan.freeWords() > 1 && candidates.size() <= page) {
            addPartial(plan, candidates, Math.min(wanted, SearchResult.MAX_PARTIAL));
        }
        if (ranked) {
            int again = Math.min(Ranking.CANDIDATES, candidates.size());
            List<Ranking.Candidate> best =
                    new Ranking(terms, texts, tokens).rank(candidates.subList(0, again), plan.units());
            List<Ranking.Candidate> all = new ArrayList<>(best);
            all.addAll(candidates.subList(again, candidates.size()));
            candidates = all;
        }
        if (request.order() == SearchOrder.RELEVANCE) {
            List<Integer> titles = sameTitle(request, plan);
            candidates = titlesFirst(titles, candidates);
            matches = matches.atLeast(titles.size());
        }
        if (plan.onlyStopWords() && candidates.isEmpty()) {
            notes.add(new QueryNote(QueryNote.Kind.ONLY_STOP_WORDS, ""));
        }
        if (searcher.timedOut()) {
            notes.add(new QueryNote(QueryNote.Kind.TIMED_OUT, ""));
        }
        return found(request, matches, candidates, notes, plan);
    }

    private Found found(
            SearchRequest request,
            Matches matches,
            List<Ranking.Candidate> candidates,
            List<QueryNote> notes,
            QueryPlan plan)
            throws IOException {
        int from = Math.min(request.offset(), candidates.size());
        int to = Math.min(request.offset() + request.limit(), candidates.size());
        List<Ranking.Candidate> page = candidates.subList(from, to);
        int[] docs = page.stream().mapToInt(Ranking.Candidate::doc).toArray();
        long[] keys = keys(searcher.getIndexReader(), docs);
        List<Row> rows = new ArrayList<>(keys.length);
        for (int i = 0; i < keys.length; i++) {
            rows.add(new Row(keys[i], page.get(i).score(), !page.get(i).full()));
        }
        return new Found(
                matches.total,
                rows,
                candidates.size() > to || matches.total > request.offset() + request.limit(),
                matches.facets,
                notes,
                plan.highlighter(tokens));
    }

    /// Of many words most must be there for a paper to count as found at all.
    private static int goodPart(int words) {
        return Math.max(1, (words + 1) / 2);
    }

    /// The matches of one query.
    private record Matches(long total, List<ScoreDoc> best, Facets facets) {
        /// For a title made of stop words, which no word of the query finds.
        Matches atLeast(int count) {
            return total >= count ? this : new Matches(count, best, facets);
        }

        List<Ranking.Candidate> candidates(boolean full) {
            List<Ranking.Candidate> candidates = new ArrayList<>(best.size());
            for (ScoreDoc hit : best) {
                candidates.add(new Ranking.Candidate(hit.doc, Float.isNaN(hit.score) ? 0 : hit.score, full));
            }
            return candidates;
        }
    }

    private Matches matches(Query query, SearchRequest request, boolean ranked, int wanted) throws IOException {
        int most = Math.max(1, searcher.getIndexReader().maxDoc());
        int n = Math.min(wanted, most);
        var best = ranked
                ? new TopScoreDocCollectorManager(n, Integer.MAX_VALUE)
                : new TopFieldCollectorManager(
                        request.order() == SearchOrder.OLDEST ? OLDEST : NEWEST, n, Integer.MAX_VALUE);
        if (request.facets()) {
            Object[] results = searcher.search(query, new MultiCollectorManager(best, FacetCounts.manager(dictionary)));
            TopDocs top = (TopDocs) results[0];
            return new Matches(top.totalHits.value(), List.of(top.scoreDocs), (Facets) results[1]);
        }
        TopDocs top = searcher.search(query, best);
        return new Matches(top.totalHits.value(), List.of(top.scoreDocs), Facets.NONE);
    }

    /// Papers that match a part of the query, after those that match all of it.
    private void addPartial(QueryPlan plan, List<Ranking.Candidate> candidates, int wanted) throws IOException {
        Set<Integer> known = new HashSet<>();
        candidates.forEach(candidate -> known.add(candidate.doc()));
        int n = Math.min(wanted, Math.max(1, searcher.getIndexReader().maxDoc()));
        // No exact count is needed: whole blocks without a chance are passed over.
        TopDocs some = searcher.search(plan.partial(1), new TopScoreDocCollectorManager(n, n));
        for (ScoreDoc hit : some.scoreDocs) {
            if (candidates.size() >= wanted) {
                break;
            }
            if (known.add(hit.doc)) {
                candidates.add(new Ranking.Candidate(hit.doc, hit.score, false));
            }
        }
    }

    /// Papers whose title is the query, word for word, also where it is made of words that are passed over.
    private List<Integer> sameTitle(SearchRequest request, QueryPlan plan) throws IOException {
        String key = IndexFields.titleKey(request.query());
        if (key.length() < MIN_TITLE) {
            return List.of();
        }
        Query query = plan.restricted(new TermQuery(new Term(IndexFields.TITLE_KEY, key)));
        List<Integer> docs = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query, MAX_SAME_TITLE, NEWEST).scoreDocs) {
            docs.add(hit.doc);
        }
        return docs;
    }

    private static List<Ranking.Candidate> titlesFirst(List<Integer> titles, List<Ranking.Candidate> ranked) {
        if (titles.isEmpty()) {
            return ranked;
        }
        float best = ranked.isEmpty() ? 1 : ranked.getFirst().score();
        List<Ranking.Candidate> ordered = new ArrayList<>();
        titles.forEach(doc -> ordered.add(new Ranking.Candidate(doc, best, true)));
        ranked.stream().filter(candidate -> !titles.contains(candidate.doc())).forEach(ordered::add);
        return ordered;
    }

    /// The rows of documents, in the given order.
    static long[] keys(IndexReader reader, int[] docs) throws IOException {
        long[] byDoc = new long[docs.length];
        for (int i = 0; i < docs.length; i++) {
            byDoc[i] = (long) docs[i] << 32 | i;
        }
        Arrays.sort(byDoc);
        long[] keys = new long[docs.length];
        int i = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            NumericDocValues values = leaf.reader().getNumericDocValues(IndexFields.KEY);
            for (; i < byDoc.length && (int) (byDoc[i] >> 32) < end; i++) {
                if (values != null && values.advanceExact((int) (byDoc[i] >> 32) - leaf.docBase)) {
                    keys[(int) byDoc[i]] = values.longValue();
                }
            }
        }
        return keys;
    }
}

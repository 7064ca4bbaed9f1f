package dev.lemma.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.IOSupplier;
import org.jspecify.annotations.Nullable;

/// Scores the best candidates of a first pass again. With `u` the units of a query (words, compounds), `tf_u`
/// how often the query has them:
///
/// ```
/// s1(d) = sum_u tf_u BM25(u, d) + FORM sum_f BM25(f, d)
/// s2(d) = s1(d) (1 - COORD + COORD matched idf mass / idf mass)
/// s3(d) = s2(d) + sum_{a,b} PROXIMITY min(idf_a, idf_b) p / (p + 1)
/// s(d)  = (1 - FEEDBACK) s3(d) / sum_u tf_u + FEEDBACK sum_t w_t BM25(t, d)
///
/// f: the words' own forms; p: sum of 1 / distance over neighbours; t: the heaviest terms of the best documents
/// ```
///
/// BM25 is Robertson & Zaragoza 2009 over title (weight 3) and abstract as one field; the feedback is Rocchio's
/// (1971) over saturated term frequencies, its weight of a document its score by the root of its rank; the
/// proximity term is after Rasolofo & Savoy 2003. Full matches stay before partial ones. Constants:
/// bench/RESULTS.md says on what they were chosen and how flat the choice is.
///
/// For one search on one thread; its cost does not depend on the size of the library beyond the reading of
/// postings.
final class Ranking {
    /// Candidates that are scored again.
    static final int CANDIDATES = 200;

    private static final float FORM = 0.2f;
    private static final float COORD = 0.2f;
    private static final float PROXIMITY = 0.4f;
    /// Words between two words that still count as near.
    private static final int WINDOW = 8;
    /// Weight of a pair in the other order.
    private static final float REVERSED = 0.7f;
    /// Words of the query at most this far apart make a pair.
    private static final int PAIR_GAP = 3;
    /// Pairs that are looked at; long questions have many.
    private static final int MAX_PAIRS = 32;

    private static final int FEEDBACK_DOCUMENTS = 8;
    private static final int FEEDBACK_TERMS = 40;
    private static final float FEEDBACK = 0.5f;
    /// Distinct words from which on a query is a description that gains by feedback; a few keywords name what
    /// they want.
    private static final int FEEDBACK_FROM = 5;

    /// A candidate: Lucene's document number and the first pass's score.
    ///
    /// @param full whether it matches all of the query
    record Candidate(int doc, float score, boolean full) {}

    /// A unit and how it counts.
    private static final class Weighted {
        final Unit unit;
        int tf;
        float idf;

        Weighted(Unit unit) {
            this.unit = unit;
        }
    }

    private final IndexSearcher searcher;
    private final IndexReader reader;
    private final TextSource texts;
    private final Tokens tokens;
    private final long docCount;
    private final float averageLength;
    private final TermCache terms;

    Ranking(TermCache terms, TextSource texts, Tokens tokens) throws IOException {
        this.terms = terms;
        this.searcher = terms.searcher();
        this.reader = searcher.getIndexReader();
        this.texts = texts;
        this.tokens = tokens;
        CollectionStatistics statistics = searcher.collectionStatistics(IndexFields.WORDS);
        docCount = statistics == null ? 1 : statistics.docCount();
        averageLength = IndexFields.averageLength(searcher);
    }

    /// The candidates in their final order.
    List<Candidate> rank(List<Candidate> candidates, List<Unit> query) throws IOException {
        int n = candidates.size();
        Map<String, Weighted> units = weigh(query);
        if (n < 2 || units.isEmpty()) {
            return candidates;
        }
        // Postings are read in the order of documents.
        Candidate[] sorted = candidates.toArray(Candidate[]::new);
        Arrays.sort(sorted, Comparator.comparingInt(Candidate::doc));
        int[] docs = new int[n];
        for (int i = 0; i < n; i++) {
            docs[i] = sorted[i].doc();
        }
        float[] score = new float[n];
        float[] matched = new float[n];
        float mass = 0;
        float weight = 0;
        for (Weighted weighted : units.values()) {
            addUnit(weighted, docs, score, matched);
            mass += weighted.tf * weighted.idf;
            weight += weighted.tf;
        }
        for (int i = 0; i < n; i++) {
            score[i] *= 1 - COORD + COORD * Math.min(1, matched[i] / mass);
        }
        addProximity(query, docs, score);
        Integer[] order = order(sorted, score);
        if (units.size() >= FEEDBACK_FROM) {
            addFeedback(sorted, docs, score, order, weight);
            order = order(sorted, score);
        }
        List<Candidate> ranked = new ArrayList<>(n);
        for (int i : order) {
            ranked.add(new Candidate(docs[i], score[i], sorted[i].full()));
        }
        return ranked;
    }

    /// Full matches first, then by score; of equal scores the newer paper.
    private Integer[] order(Candidate[] sorted, float[] score) throws IOException {
        Integer[] order = new Integer[sorted.length];
        Arrays.setAll(order, i -> i);
        long[] days = days(sorted);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(i -> sorted[i].full() ? 0 : 1)
                        .thenComparing((a, b) -> Float.compare(score[b], score[a]))
                        .thenComparing((a, b) -> Long.compare(days[b], days[a]))
                        .thenComparingInt(i -> sorted[i].doc()));
        return order;
    }

    private long[] days(Candidate[] sorted) throws IOException {
        long[] days = new long[sorted.length];
        int i = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            NumericDocValues values = leaf.reader().getNumericDocValues(IndexFields.ORDER);
            for (; i < sorted.length && sorted[i].doc() < end; i++) {
                if (values != null && values.advanceExact(sorted[i].doc() - leaf.docBase)) {
                    days[i] = values.longValue();
                }
            }
        }
        return days;
    }

    private Map<String, Weighted> weigh(List<Unit> query) {
        Map<String, Weighted> units = new LinkedHashMap<>();
        for (Unit unit : query) {
            StringBuilder name = new StringBuilder();
            unit.parts().forEach(part -> name.append(part.term(unit.exact())).append(' '));
            units.computeIfAbsent(name.toString(), key -> new Weighted(unit)).tf++;
        }
        units.values().removeIf(weighted -> {
            weighted.idf = idf(weighted.unit);
            return weighted.idf == 0;
        });
        return units;
    }

    /// Of a compound that of its parts together, or of the joined form if that is all there is; 0 if nothing
    /// has it.
    private float idf(Unit unit) {
        float sum = 0;
        for (Unit.Part part : unit.parts()) {
            int df = frequency(part.term(unit.exact()));
            sum += df == 0 ? 0 : idf(df);
        }
        if (sum == 0 && unit.joined().isPresent()) {
            int df = frequency(unit.joined().get().term(unit.exact()));
            return df == 0 ? 0 : idf(df);
        }
        return sum;
    }

    private void addUnit(Weighted weighted, int[] docs, float[] score, float[] matched) throws IOException {
        Unit unit = weighted.unit;
        if (unit.joined().isEmpty()) {
            for (Unit.Part part : unit.parts()) {
                addTerm(
                        part.term(unit.exact()),
                        weighted.tf,
                        docs,
                        score,
                        matched,
                        weighted.tf * idf(frequency(part.term(unit.exact()))));
            }
        } else {
            float[] parts = new float[docs.length];
            float[] partMass = new float[docs.length];
            for (Unit.Part part : unit.parts()) {
                String term = part.term(unit.exact());
                addTerm(term, weighted.tf, docs, parts, partMass, weighted.tf * idf(frequency(term)));
            }
            float[] whole = new float[docs.length];
            float[] wholeMass = new float[docs.length];
            addTerm(
                    unit.joined().get().term(unit.exact()),
                    weighted.tf,
                    docs,
                    whole,
                    wholeMass,
                    weighted.tf * weighted.idf);
            for (int i = 0; i < docs.length; i++) {
                score[i] += Math.max(parts[i], whole[i]);
                matched[i] += Math.max(partMass[i], wholeMass[i]);
            }
        }
        if (!unit.exact()) {
            float[] none = new float[docs.length];
            for (Unit.Part part : unit.parts()) {
                addTerm(part.formTerm(), FORM * weighted.tf, docs, score, none, 0);
            }
        }
    }

    /// Adds a term's BM25 to the documents that have it.
    private void addTerm(String text, float boost, int[] docs, float[] score, float[] matched, float mass)
            throws IOException {
        TermQuery query = terms.query(new Term(IndexFields.WORDS, text));
        if (terms.frequency(query.getTerm()) == 0) {
            return;
        }
        Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE, boost);
        int i = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            if (i == docs.length) {
                return;
            }
            if (docs[i] >= end) {
                continue;
            }
            Scorer scorer = weight.scorer(leaf);
            DocIdSetIterator postings = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            int at = -1;
            for (; i < docs.length && docs[i] < end; i++) {
                int doc = docs[i] - leaf.docBase;
                if (at < doc) {
                    at = postings.advance(doc);
                }
                if (at == doc && scorer != null) {
                    score[i] += scorer.score();
                    matched[i] += mass;
                }
            }
        }
    }

    /// Stems that stand side by side in a query.
    private record Pair(String first, String second) {}

    private void addPair(Unit.Part one, Unit.Part other, Map<Pair, Integer> pairs) {
        String first = one.stem();
        String second = other.stem();
        if (!first.equals(second) && frequency(first) > 0 && frequency(second) > 0) {
            pairs.merge(new Pair(first, second), 1, Integer::sum);
        }
    }

    private void addProximity(List<Unit> query, int[] docs, float[] score) throws IOException {
        Map<Pair, Integer> pairs = new LinkedHashMap<>();
        for (int i = 0; i < query.size() && pairs.size() < MAX_PAIRS; i++) {
            List<Unit.Part> parts = query.get(i).parts();
            if (i > 0) {
                Unit before = query.get(i - 1);
                int gap = query.get(i).position()
                        - before.position()
                        - (before.parts().size() - 1);
                if (gap > 0 && gap <= PAIR_GAP) {
                    addPair(before.parts().getLast(), parts.getFirst(), pairs);
                }
            }
            // The parts of a compound belong together too.
            for (int k = 1; k < parts.size(); k++) {
                addPair(parts.get(k - 1), parts.get(k), pairs);
            }
        }
        Map<String, int[][]> positions = new HashMap<>();
        for (Map.Entry<Pair, Integer> entry : pairs.entrySet()) {
            String first = entry.getKey().first();
            String second = entry.getKey().second();
            int[][] ones = positions(first, docs, positions);
            int[][] others = positions(second, docs, positions);
            float weight = entry.getValue() * PROXIMITY * Math.min(idf(frequency(first)), idf(frequency(second)));
            for (int i = 0; i < docs.length; i++) {
                float near = near(ones[i], others[i]);
                score[i] += weight * near / (near + 1);
            }
        }
    }

    private static float near(int[] ones, int[] others) {
        float near = 0;
        int from = 0;
        for (int one : ones) {
            while (from < others.length && others[from] < one - WINDOW) {
                from++;
            }
            for (int j = from; j < others.length && others[j] <= one + WINDOW; j++) {
                int distance = others[j] - one;
                if (distance > 0) {
                    near += 1f / distance;
                } else if (distance < 0) {
                    near += REVERSED / -distance;
                }
            }
        }
        return near;
    }

    private static final int[] NOWHERE = new int[0];

    private int[][] positions(String term, int[] docs, Map<String, int[][]> known) throws IOException {
        int[][] all = known.get(term);
        if (all != null) {
            return all;
        }
        all = new int[docs.length][];
        Arrays.fill(all, NOWHERE);
        known.put(term, all);
        int i = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            PostingsEnum postings =
                    i < docs.length && docs[i] < end ? postings(leaf, new Term(IndexFields.WORDS, term)) : null;
            int at = -1;
            for (; i < docs.length && docs[i] < end; i++) {
                int doc = docs[i] - leaf.docBase;
                if (postings != null && at < doc) {
                    at = postings.advance(doc);
                }
                if (postings != null && at == doc) {
                    int[] found = new int[postings.freq()];
                    for (int k = 0; k < found.length; k++) {
                        found[k] = postings.nextPosition();
                    }
                    all[i] = found;
                }
            }
        }
        return all;
    }

    private @Nullable PostingsEnum postings(LeafReaderContext leaf, Term term) throws IOException {
        IOSupplier<TermState> supplier = terms.states(term).get(leaf);
        TermState state = supplier == null ? null : supplier.get();
        Terms all = leaf.reader().terms(term.field());
        if (state == null || all == null) {
            return null;
        }
        TermsEnum found = all.iterator();
        found.seekExact(term.bytes(), state);
        return found.postings(null, PostingsEnum.POSITIONS);
    }

    private void addFeedback(Candidate[] sorted, int[] docs, float[] score, Integer[] order, float weight)
            throws IOException {
        int n = docs.length;
        int best = Math.min(FEEDBACK_DOCUMENTS, n);
        int[] bestDocs = new int[best];
        float[] shares = new float[best];
        float total = 0;
        for (int rank = 0; rank < best; rank++) {
            bestDocs[rank] = sorted[order[rank]].doc();
            shares[rank] = score[order[rank]] / (float) Math.sqrt(rank + 1);
            total += shares[rank];
        }
        if (total <= 0) {
            return;
        }
        Map<String, Float> weights = new HashMap<>();
        List<TextSource.Texts> bestTexts = texts.texts(LibrarySearch.keys(reader, bestDocs));
        for (int rank = 0; rank < best; rank++) {
            addTerms(bestTexts.get(rank), shares[rank] / total, weights);
        }
        PriorityQueue<Map.Entry<String, Float>> heaviest = new PriorityQueue<>(Map.Entry.comparingByValue());
        weights.forEach((term, share) -> {
            int df = frequency(term);
            if (df > 0) {
                heaviest.add(Map.entry(term, share * idf(df)));
                if (heaviest.size() > FEEDBACK_TERMS) {
                    heaviest.poll();
                }
            }
        });
        float sum = 0;
        for (Map.Entry<String, Float> entry : heaviest) {
            sum += entry.getValue();
        }
        float[] second = new float[n];
        float[] none = new float[n];
        for (Map.Entry<String, Float> entry : heaviest) {
            addTerm(entry.getKey(), entry.getValue() / sum, docs, second, none, 0);
        }
        for (int i = 0; i < n; i++) {
            score[i] = (1 - FEEDBACK) * score[i] / weight + FEEDBACK * second[i];
        }
    }

    /// Adds a document's saturated term frequencies, as BM25 sees them.
    private void addTerms(TextSource.Texts document, float share, Map<String, Float> weights) {
        Map<String, Integer> counts = new HashMap<>();
        int length = count(document.title(), IndexFields.TITLE_WEIGHT, counts) + count(document.summary(), 1, counts);
        float norm = IndexFields.K1 * (1 - IndexFields.B + IndexFields.B * length / averageLength);
        counts.forEach((term, count) -> weights.merge(term, share * count / (count + norm), Float::sum));
    }

    private int count(String text, int times, Map<String, Integer> counts) {
        tokens.analyze(text, Tokens.Kind.PROSE);
        int length = 0;
        for (int token = 0; token < tokens.size(); token++) {
            counts.merge(tokens.stem(token), times, Integer::sum);
            length += tokens.increment(token) > 0 ? times : 0;
        }
        return length;
    }

    private int frequency(String term) {
        return terms.frequency(new Term(IndexFields.WORDS, term));
    }

    /// As BM25 has it (Lucene's BM25Similarity).
    private float idf(int df) {
        return (float) Math.log(1 + (docCount - df + 0.5) / (df + 0.5));
    }
}

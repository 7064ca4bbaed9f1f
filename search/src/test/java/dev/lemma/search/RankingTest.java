package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
    private static final long SEED = Long.getLong("lemma.seed", 20251124L);

    /// Scores are float sums of a few dozen terms.
    private static final double RELATIVE = 1e-4;

    /// A document: title and abstract. Its lengths stay below 40, where Lucene keeps them exactly.
    private record Text(String title, String summary) {}

    /// Documents in an index of several segments, and their ranking by an all-candidates pass.
    private static List<Ranking.Candidate> rank(List<Text> corpus, String query, List<Integer> full)
            throws IOException {
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            IndexWriterConfig config = new IndexWriterConfig(new KeywordAnalyzer())
                    .setSimilarity(IndexFields.similarity())
                    .setMergePolicy(NoMergePolicy.INSTANCE);
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                IndexFields fields = new IndexFields();
                for (int i = 0; i < corpus.size(); i++) {
                    writer.addDocument(fields.document(
                            i, corpus.get(i).title(), corpus.get(i).summary()));
                    if (i % 4 == 3) {
                        writer.commit();
                    }
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                assertThat(reader.leaves()).hasSizeGreaterThan(1);
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(IndexFields.similarity(IndexFields.averageLength(searcher)));
                TermCache terms = new TermCache(searcher);
                Tokens tokens = new Tokens();
                TextSource source = keys -> Arrays.stream(keys)
                        .mapToObj(key -> new TextSource.Texts(
                                corpus.get((int) key).title(),
                                corpus.get((int) key).summary()))
                        .toList();
                List<Ranking.Candidate> candidates = new ArrayList<>();
                for (int i = 0; i < corpus.size(); i++) {
                    candidates.add(new Ranking.Candidate(i, 0, full.contains(i)));
                }
                return new Ranking(terms, source, tokens).rank(candidates, units(query, terms, tokens));
            }
        }
    }

    private static List<Unit> units(String query, TermCache terms, Tokens tokens) {
        return QueryPlan.of(QueryParser.parse(query).root(), Filters.NONE, terms, tokens)
                .units();
    }

    /// The class comment of [Ranking], slowly.
    private static final class Reference {
        private final List<Text> corpus;
        // Positions of every term by document.
        private final List<Map<String, List<Integer>>> index = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private final double averageLength;

        Reference(List<Text> corpus) {
            this.corpus = corpus;
            int all = 0;
            for (Text text : corpus) {
                Map<String, List<Integer>> positions = new HashMap<>();
                int length = add(text.summary(), 0, true, positions);
                for (int copy = 0; copy < 3; copy++) {
                    length += add(text.title(), 100_000 * (copy + 1), copy == 0, positions);
                }
                index.add(positions);
                lengths.add(length);
                // Compounds count with their joined form.
                all += size(text.summary()) + 3 * size(text.title());
            }
            averageLength = all / (double) corpus.size();
        }

        private static int size(String text) {
            return new Tokens().analyze(text, Tokens.Kind.PROSE).size();
        }

        private static int add(String text, int base, boolean forms, Map<String, List<Integer>> positions) {
            Tokens tokens = new Tokens().analyze(text, Tokens.Kind.PROSE);
            int position = base - 1;
            int length = 0;
            for (int i = 0; i < tokens.size(); i++) {
                position += tokens.increment(i);
                length += tokens.increment(i) > 0 ? 1 : 0;
                for (String term : forms ? List.of("=" + tokens.form(i), tokens.stem(i)) : List.of(tokens.stem(i))) {
                    positions.computeIfAbsent(term, t -> new ArrayList<>()).add(position);
                }
            }
            return length;
        }

        private List<Integer> positions(int doc, String term) {
            return index.get(doc).getOrDefault(term, List.of());
        }

        private double idf(String term) {
            long df = index.stream().filter(doc -> doc.containsKey(term)).count();
            return df == 0 ? 0 : Math.log(1 + (corpus.size() - df + 0.5) / (df + 0.5));
        }

        private double saturated(double tf, int length) {
            return tf / (tf + 1.2 * (0.3 + 0.7 * length / averageLength));
        }

        private double bm25(int doc, String term) {
            return idf(term) * saturated(positions(doc, term).size(), lengths.get(doc));
        }

        double[] scores(List<Unit> query, List<Integer> full) {
            int n = corpus.size();
            Map<List<String>, List<Unit>> distinct = new LinkedHashMap<>();
            for (Unit unit : query) {
                distinct.computeIfAbsent(
                                unit.parts().stream()
                                        .map(part -> part.term(unit.exact()))
                                        .toList(),
                                key -> new ArrayList<>())
                        .add(unit);
            }
            double[] scores = new double[n];
            double[] matched = new double[n];
            double mass = 0;
            double weight = 0;
            int known = 0;
            for (Map.Entry<List<String>, List<Unit>> entry : distinct.entrySet()) {
                int tf = entry.getValue().size();
                Unit unit = entry.getValue().getFirst();
                double idf = entry.getKey().stream().mapToDouble(this::idf).sum();
                String joined =
                        unit.joined().map(part -> part.term(unit.exact())).orElse("");
                if (idf == 0) {
                    idf = idf(joined);
                }
                if (idf == 0) {
                    continue;
                }
                known++;
                mass += tf * idf;
                weight += tf;
                for (int doc = 0; doc < n; doc++) {
                    double parts = 0;
                    double partMass = 0;
                    for (String term : entry.getKey()) {
                        parts += bm25(doc, term);
                        partMass += positions(doc, term).isEmpty() ? 0 : idf(term);
                    }
                    boolean whole = !positions(doc, joined).isEmpty();
                    scores[doc] += tf * Math.max(parts, whole ? bm25(doc, joined) : 0);
                    matched[doc] += tf * Math.max(partMass, whole ? idf : 0);
                    if (!unit.exact()) {
                        for (Unit.Part part : unit.parts()) {
                            scores[doc] += 0.2 * tf * bm25(doc, "=" + part.form());
                        }
                    }
                }
            }
            for (int doc = 0; doc < n; doc++) {
                scores[doc] *= 0.8 + 0.2 * Math.min(1, matched[doc] / mass);
                for (int i = 0; i < query.size(); i++) {
                    List<Unit.Part> parts = query.get(i).parts();
                    for (int k = 1; k < parts.size(); k++) {
                        scores[doc] += proximity(
                                doc, parts.get(k - 1).stem(), parts.get(k).stem());
                    }
                    scores[doc] += i == 0 ? 0 : proximity(doc, query.get(i - 1), query.get(i));
                }
            }
            return known < 5 ? scores : withFeedback(scores, weight, full);
        }

        private double proximity(int doc, Unit one, Unit other) {
            String first = one.parts().getLast().stem();
            String second = other.parts().getFirst().stem();
            int gap = other.position() - one.position() - (one.parts().size() - 1);
            return gap < 1 || gap > 3 ? 0 : proximity(doc, first, second);
        }

        private double proximity(int doc, String first, String second) {
            if (first.equals(second)) {
                return 0;
            }
            double near = 0;
            for (int a : positions(doc, first)) {
                for (int b : positions(doc, second)) {
                    if (b != a && Math.abs(b - a) <= 8) {
                        near += (b > a ? 1 : 0.7) / Math.abs(b - a);
                    }
                }
            }
            return 0.4 * Math.min(idf(first), idf(second)) * near / (near + 1);
        }

        private double[] withFeedback(double[] scores, double weight, List<Integer> full) {
            List<Integer> best = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingInt((Integer doc) -> full.contains(doc) ? 0 : 1)
                            .thenComparingDouble(doc -> -scores[doc]))
                    .limit(8)
                    .toList();
            double total = 0;
            for (int rank = 0; rank < best.size(); rank++) {
                total += scores[best.get(rank)] / Math.sqrt(rank + 1);
            }
            Map<String, Double> terms = new TreeMap<>();
            for (int rank = 0; rank < best.size(); rank++) {
                int doc = best.get(rank);
                double share = scores[doc] / Math.sqrt(rank + 1) / total;
                index.get(doc).forEach((term, positions) -> {
                    if (!term.startsWith("=")) {
                        terms.merge(
                                term, share * idf(term) * saturated(positions.size(), lengths.get(doc)), Double::sum);
                    }
                });
            }
            assertThat(terms).as("no choice among equal terms").hasSizeLessThanOrEqualTo(40);
            double sum =
                    terms.values().stream().mapToDouble(Double::doubleValue).sum();
            double[] again = new double[scores.length];
            for (int doc = 0; doc < again.length; doc++) {
                for (Map.Entry<String, Double> term : terms.entrySet()) {
                    again[doc] += 0.5 * term.getValue() / sum * bm25(doc, term.getKey());
                }
                again[doc] += 0.5 * scores[doc] / weight;
            }
            return again;
        }
    }

    private static final String[] WORDS = {
        "graph", "graphs", "networks", "network", "pre-training", "pretraining", "training", "deep", "deeper", "the",
        "of", "$\\beta$-VAE", "kernel", "images", "image", "learning", "learned", "flow", "proof", "tensor"
    };

    private static String text(RandomGenerator random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graph",
                "graph networks",
                "networks graph graph images",
                "=networks graph",
                "pre-training of the networks",
                "pretraining beta-VAE",
                "deep of the networks, image",
                "unknown graph",
                "graph networks deep image learning",
                "deep pre-training of the kernel flow proof tensor graph graph",
                "learning =deeper networks of β-VAE kernel \"graph networks\" unknown"
            })
    void scoresAreTheFormulas(String query) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<Integer> full = List.of(1, 3, 5, 7, 9, 11);
        for (int round = 0; round < 5; round++) {
            List<Text> corpus = new ArrayList<>();
            for (int i = 0; i < 13; i++) {
                corpus.add(new Text(text(random, 3), text(random, 10)));
            }
            corpus.add(new Text("flow", "graph networks deep images learning kernel proof tensor"));
            List<Unit> units = new ArrayList<>();
            try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
                new IndexWriter(directory, new IndexWriterConfig(new KeywordAnalyzer())).close();
                try (DirectoryReader reader = DirectoryReader.open(directory)) {
                    units.addAll(units(query, new TermCache(new IndexSearcher(reader)), new Tokens()));
                }
            }
            double[] expected = new Reference(corpus).scores(units, full);
            List<Ranking.Candidate> ranked = rank(corpus, query, full);
            assertThat(ranked).hasSize(corpus.size());
            String as = "seed " + SEED + ", round " + round + ": " + query;
            for (int i = 0; i < ranked.size(); i++) {
                Ranking.Candidate candidate = ranked.get(i);
                double right = expected[candidate.doc()];
                assertThat(Math.abs(candidate.score() - right))
                        .as("%s, document %d: %s, expected %s", as, candidate.doc(), candidate.score(), right)
                        .isLessThanOrEqualTo(RELATIVE * Math.abs(right));
                assertThat(candidate.full()).as(as).isEqualTo(i < full.size());
                if (i > 0 && i != full.size()) {
                    assertThat(candidate.score())
                            .as(as)
                            .isLessThanOrEqualTo(ranked.get(i - 1).score());
                }
            }
        }
    }

    /// The order of documents for a query, all of them full matches.
    private static List<Integer> order(String query, Text... texts) throws IOException {
        List<Text> corpus = new ArrayList<>(List.of(texts));
        // Other papers, so that the words say something.
        for (int i = 0; i < 8; i++) {
            corpus.add(new Text("Unrelated matter", "Nothing about these subjects at all, number " + i));
        }
        List<Integer> all = IntStream.range(0, corpus.size()).boxed().toList();
        return rank(corpus, query, all).stream()
                .map(Ranking.Candidate::doc)
                .filter(doc -> doc < texts.length)
                .toList();
    }

    @Test
    void aPhraseBeatsScatteredWords() throws IOException {
        assertThat(order(
                        "graph networks",
                        new Text("Title", "Networks grow while elsewhere many others draw lines upon some graph"),
                        new Text(
                                "Title",
                                "Elsewhere many others draw lines upon some graph networks while others grow")))
                .containsExactly(1, 0);
    }

    @Test
    void aCompoundBeatsItsPartsApart() throws IOException {
        assertThat(order(
                        "beta-VAE",
                        new Text(
                                "A VAE with learnable weights",
                                "Elsewhere a VAE is given, many lines later, some beta"),
                        new Text("A beta-VAE with weights", "Elsewhere something is given, many lines later, to all")))
                .containsExactly(1, 0);
    }

    @Test
    void theTitleBeatsTheAbstract() throws IOException {
        assertThat(order(
                        "graph",
                        new Text("Matter one", "About graph things"),
                        new Text("Graph things", "About matter one")))
                .containsExactly(1, 0);
    }

    @Test
    void theExactFormBeatsTheStem() throws IOException {
        assertThat(order("images", new Text("The image", "Some text"), new Text("The images", "Some text")))
                .containsExactly(1, 0);
        assertThat(order("image", new Text("The images", "Some text"), new Text("The image", "Some text")))
                .containsExactly(1, 0);
    }

    @Test
    void theWordsOrderCounts() throws IOException {
        assertThat(order(
                        "graph networks",
                        new Text("Networks graph", "Some text"),
                        new Text("Graph networks", "Some text")))
                .containsExactly(1, 0);
    }

    @Test
    void bothWordsBeatOneOfThemTwice() throws IOException {
        assertThat(order(
                        "graph kernel",
                        new Text("Graph", "Graph graph graph"),
                        new Text("Matter", "Graph and farther away from it by quite some words a kernel")))
                .containsExactly(1, 0);
    }
}
